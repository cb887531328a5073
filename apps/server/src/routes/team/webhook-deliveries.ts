import type { WebhookDeliveryId } from '@tenon/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ListDeliveriesInput, listDeliveries, resend } from '../../webhooks/deliveries.ts'
import { DeliveryStatus, WebhookEvent } from '../../webhooks/event.ts'
import { idOf, Moment, pageOf, replies } from './schemas.ts'
import { teamOf } from './team.ts'

const tags = ['Webhooks']

const DeliveryReply = z.object({
  id: z.string().describe('`webhook-id` of the message'),
  endpointId: z.string(),
  event: WebhookEvent,
  body: z.string().describe('as it is sent'),
  status: DeliveryStatus,
  attempts: z.number().int(),
  answerStatus: z.number().int().nullable().describe('of the last attempt'),
  answerExcerpt: z.string().nullable().describe('its first KiB'),
  error: z.string().nullable().describe('the code of why there was no answer'),
  nextAttemptAt: Moment.nullable(),
  expiresAt: Moment.describe('when it is given up'),
  createdAt: Moment,
  finishedAt: Moment.nullable(),
})

export const webhookDeliveryRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/webhook-deliveries',
    {
      schema: {
        tags,
        summary: 'List what was sent and what came of it',
        querystring: ListDeliveriesInput,
        response: replies(200, pageOf(DeliveryReply)),
      },
    },
    async (request) => listDeliveries(teamOf(request), request.query),
  )

  app.post(
    '/webhook-deliveries/:id/resend',
    {
      schema: {
        tags,
        summary: 'Send once more, under the same id',
        params: idOf<WebhookDeliveryId>(),
        response: replies(200, DeliveryReply),
      },
    },
    async (request) => resend(teamOf(request), request.params.id),
  )
}
