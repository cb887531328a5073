import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { pickConnection } from '../../connections/list.ts'
import { loadOptions } from '../../connections/options.ts'
import type { Services } from '../../context.ts'
import { authenticateUser } from '../../http/auth.ts'
import { getActiveIntegration } from '../../integrations/integrations.ts'
import { credentialSelector } from './selector.ts'

const Parameter = z.object({ key: z.string(), source: z.object({ value: z.unknown() }) })

/** `getFieldOptions` as clients send it. */
const Load = z.object({
  action: z.string().describe('the integration'),
  sourceKey: z.string(),
  parameters: z.array(Parameter).default([]),
  paginationParameters: z
    .object({
      pageCursor: z.union([z.string(), z.number(), z.literal(false)]).nullish(),
      search: z.string().nullish(),
    })
    .default({}),
})

/** Options of dynamic dropdowns, from the provider's API with the user's credentials. */
export const sourceRoutes =
  (services: Services): FastifyPluginAsyncZod =>
  async (app) => {
    app.post(
      '/projects/:projectId/sdk/actions',
      { schema: { params: z.object({ projectId: z.string() }), body: Load } },
      async (request) => {
        const { action, sourceKey, parameters, paginationParameters } = request.body
        const ctx = await authenticateUser(services, request.params.projectId, request.headers.authorization)
        const integration = await getActiveIntegration(ctx, action)
        const connection = await pickConnection(ctx, integration, credentialSelector(request))
        const { options, nextCursor } = await loadOptions(ctx, integration, connection, {
          source: sourceKey,
          parameters: Object.fromEntries(
            parameters.map(({ key, source }) => [key, String(source.value ?? '')]),
          ),
          cursor: paginationParameters.pageCursor ? String(paginationParameters.pageCursor) : undefined,
          search: paginationParameters.search || undefined,
        })
        return { output: { records: options, nextPageCursor: nextCursor ?? null } }
      },
    )
  }
