import { AppError } from '@tenon/core'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Services } from '../../context.ts'
import { authenticateUser } from '../../http/auth.ts'

/** Rows 15, 17, 20, 21 and 22 of the wire document: their nouns do not exist in a project that has none of them. */
const routes = [
  ['POST', '/projects/:projectId/sdk/workflows/:id', 'workflow'],
  ['DELETE', '/projects/:projectId/sdk/workflows/:id', 'workflow'],
  ['POST', '/projects/:projectId/sdk/triggers/:id', 'workflow'],
  ['POST', '/v2/projects/:projectId/sdk/events/trigger', 'app event'],
  ['POST', '/projects/:projectId/sdk/events/trigger', 'app event'],
  ['POST', '/projects/:projectId/sdk/resources/:id/connect', 'resource'],
  ['GET', '/projects/:projectId/triggers', 'trigger'],
] as const

export const notConfiguredRoutes =
  (services: Services): FastifyPluginAsyncZod =>
  async (app) => {
    for (const [method, url, noun] of routes) {
      app.route({
        method,
        url,
        schema: { params: z.object({ projectId: z.string() }) },
        handler: async (request) => {
          await authenticateUser(services, request.params.projectId, request.headers.authorization)
          throw new AppError('not_configured', `This project has no such ${noun}`)
        },
      })
    }
  }
