import type { WebhookEndpointId } from '@tenon/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  CreateEndpointInput,
  createEndpoint,
  deleteEndpoint,
  listEndpoints,
  rotateSecret,
  UpdateEndpointInput,
  updateEndpoint,
} from '../../webhooks/endpoints.ts'
import { WebhookEvent } from '../../webhooks/event.ts'
import { idOf, listOf, Moment, Nothing, replies } from './schemas.ts'
import { teamOf } from './team.ts'

const tags = ['Webhooks']
const params = idOf<WebhookEndpointId>()

const EndpointReply = z.object({
  id: z.string(),
  url: z.string(),
  description: z.string(),
  events: z.array(WebhookEvent),
  isEnabled: z.boolean(),
  previousSecretUntil: Moment.nullable().describe('until then the secret before this one signs too'),
  createdAt: Moment,
  updatedAt: Moment,
})
const WithSecretReply = EndpointReply.extend({ secret: z.string().describe('shown this once') })

export const webhookRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/webhooks',
    { schema: { tags, summary: 'List the endpoints', response: replies(200, listOf(EndpointReply)) } },
    async (request) => ({ items: await listEndpoints(teamOf(request)) }),
  )

  app.post(
    '/webhooks',
    {
      schema: {
        tags,
        summary: 'Create an endpoint',
        body: CreateEndpointInput,
        response: replies(201, WithSecretReply),
      },
    },
    async (request, reply) => {
      const { endpoint, secret } = await createEndpoint(teamOf(request), request.body)
      return reply.code(201).send({ ...endpoint, secret })
    },
  )

  app.patch(
    '/webhooks/:id',
    {
      schema: {
        tags,
        summary: 'Change an endpoint',
        params,
        body: UpdateEndpointInput,
        response: replies(200, EndpointReply),
      },
    },
    async (request) => updateEndpoint(teamOf(request), request.params.id, request.body),
  )

  app.post(
    '/webhooks/:id/rotate-secret',
    {
      schema: {
        tags,
        summary: 'Make a new secret; the present one signs beside it for a day',
        params,
        response: replies(200, WithSecretReply),
      },
    },
    async (request) => {
      const { endpoint, secret } = await rotateSecret(teamOf(request), request.params.id)
      return { ...endpoint, secret }
    },
  )

  app.delete(
    '/webhooks/:id',
    {
      schema: {
        tags,
        summary: 'Delete an endpoint, with its deliveries',
        params,
        response: replies(204, Nothing),
      },
    },
    async (request, reply) => {
      await deleteEndpoint(teamOf(request), request.params.id)
      return reply.code(204).send(null)
    },
  )
}
