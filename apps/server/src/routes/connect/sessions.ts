import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { findSessionByPollKey, forgetEndedSession } from '../../connections/sessions.ts'
import type { Services } from '../../context.ts'
import { authenticateUser } from '../../http/auth.ts'

const Params = z.object({ projectId: z.string(), pollKey: z.string().min(1).max(100) })

/** The poll by which the page learns how an OAuth popup ended. */
export const sessionRoutes =
  (services: Services): FastifyPluginAsyncZod =>
  async (app) => {
    const url = '/projects/:projectId/sdk/actions/session-id/:pollKey'

    app.get(url, { schema: { params: Params } }, async (request) => {
      const ctx = await authenticateUser(services, request.params.projectId, request.headers.authorization)
      const session = await findSessionByPollKey(ctx, request.params.pollKey)
      if (!session) return {}
      // Existing clients read `connectCredentialId` alone; ours also learns of a failure at once.
      if (session.status === 'completed')
        return { status: 'completed', connectCredentialId: session.connectionId }
      if (session.status === 'failed') return { status: 'failed', error: session.error }
      const isExpired = session.expiresAt <= ctx.now()
      return isExpired
        ? { status: 'failed', error: { code: 'session_expired', message: 'This sign-in took too long' } }
        : { status: 'pending' }
    })

    app.delete(url, { schema: { params: Params } }, async (request, reply) => {
      const ctx = await authenticateUser(services, request.params.projectId, request.headers.authorization)
      await forgetEndedSession(ctx, request.params.pollKey)
      return reply.code(204).send()
    })
  }
