import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { disconnect } from '../../connections/disconnect.ts'
import { listUserIntegrations, pickConnection } from '../../connections/list.ts'
import type { Services } from '../../context.ts'
import { authenticateUser } from '../../http/auth.ts'
import { getIntegration } from '../../integrations/integrations.ts'
import { credentialSelector } from './selector.ts'
import { toWireIntegration } from './wire.ts'

/** What the user can connect, and the end of a connection. */
export const integrationRoutes =
  (services: Services): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/projects/:projectId/sdk/integrations',
      { schema: { params: z.object({ projectId: z.string() }) } },
      async (request) => {
        const ctx = await authenticateUser(services, request.params.projectId, request.headers.authorization)
        const integrations = await listUserIntegrations(ctx)
        return integrations.map(({ integration, connections }) =>
          toWireIntegration(integration, {
            projectId: ctx.project.id,
            hasCredential: connections.length > 0,
          }),
        )
      },
    )

    app.delete(
      '/projects/:projectId/sdk/integrations/:integrationId',
      { schema: { params: z.object({ projectId: z.string(), integrationId: z.string() }) } },
      async (request, reply) => {
        const { projectId, integrationId } = request.params
        const ctx = await authenticateUser(services, projectId, request.headers.authorization)
        const integration = await getIntegration(ctx, integrationId)
        const { id } = await pickConnection(ctx, integration, credentialSelector(request))
        await disconnect(ctx, id)
        return reply.code(204).send()
      },
    )
  }
