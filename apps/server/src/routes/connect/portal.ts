import { PortalView } from '@tenon/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { portalView } from '../../connections/portal-view.ts'
import type { Services } from '../../context.ts'
import { authenticateUser } from '../../http/auth.ts'
import { getActiveIntegration } from '../../integrations/integrations.ts'

/** What the Connect Portal page asks us, beside what it asks the SDK. */
export const portalRoutes =
  (services: Services): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/projects/:projectId/sdk/portal/:integration',
      {
        schema: {
          params: z.object({ projectId: z.string(), integration: z.string() }),
          response: { 200: PortalView },
        },
      },
      async (request) => {
        const { projectId, integration } = request.params
        const ctx = await authenticateUser(services, projectId, request.headers.authorization)
        return portalView(ctx, await getActiveIntegration(ctx, integration))
      },
    )
  }
