import type { ApiKeyId } from '@tenon/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { CreateApiKeyInput, createApiKey, listApiKeys, revokeApiKey } from '../../projects/api-keys.ts'
import { ApiKeyReply, idOf, listOf, replies } from './schemas.ts'
import { teamOf } from './team.ts'

const tags = ['API keys']

const CreatedReply = ApiKeyReply.extend({ key: z.string().describe('shown this once') })

export const apiKeyRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/api-keys',
    { schema: { tags, summary: 'List, revoked ones too', response: replies(200, listOf(ApiKeyReply)) } },
    async (request) => ({ items: await listApiKeys(teamOf(request)) }),
  )

  app.post(
    '/api-keys',
    {
      schema: {
        tags,
        summary: 'Create',
        body: CreateApiKeyInput.pick({ name: true, canReveal: true }),
        response: replies(201, CreatedReply),
      },
    },
    async (request, reply) => {
      const { apiKey, key } = await createApiKey(teamOf(request), request.body)
      return reply.code(201).send({ ...apiKey, key })
    },
  )

  app.post(
    '/api-keys/:id/revoke',
    {
      schema: {
        tags,
        summary: 'Revoke at once',
        params: idOf<ApiKeyId>(),
        response: replies(200, ApiKeyReply),
      },
    },
    async (request) => revokeApiKey(teamOf(request), request.params.id),
  )
}
