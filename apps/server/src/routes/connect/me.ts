import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { listUserIntegrations } from '../../connections/list.ts'
import type { Services, UserContext } from '../../context.ts'
import { authenticateUser } from '../../http/auth.ts'
import { getUserMeta, mergeUserMeta } from '../../users/users.ts'
import { toWireMe } from './wire.ts'

const ProjectParams = z.object({ projectId: z.string() })
const Meta = z.record(z.string(), z.unknown())

/** The connected user: who they are, what they have connected. */
export const meRoutes =
  (services: Services): FastifyPluginAsyncZod =>
  async (app) => {
    const me = async (ctx: UserContext, meta: Record<string, unknown>, { headers }: FastifyRequest) =>
      toWireMe(ctx, meta, await listUserIntegrations(ctx), headers.origin)

    app.get('/projects/:projectId/sdk/me', { schema: { params: ProjectParams } }, async (request) => {
      const ctx = await authenticateUser(services, request.params.projectId, request.headers.authorization)
      // SDKs up to 2.2.4 send metadata in a header instead of a PATCH.
      const sent = request.headers['x-paragon-user-metadata']
      const patch = typeof sent === 'string' ? Meta.safeParse(parseJson(sent)).data : undefined
      return me(ctx, patch ? await mergeUserMeta(ctx, patch) : await getUserMeta(ctx), request)
    })

    app.patch(
      '/projects/:projectId/sdk/me',
      { schema: { params: ProjectParams, body: z.object({ meta: Meta }) } },
      async (request) => {
        const ctx = await authenticateUser(services, request.params.projectId, request.headers.authorization)
        return me(ctx, await mergeUserMeta(ctx, request.body.meta), request)
      },
    )
  }

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
