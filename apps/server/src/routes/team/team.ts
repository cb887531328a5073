import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ProjectContext, Services } from '../../context.ts'
import { authenticateTeam } from '../../http/auth.ts'

const TEAM = Symbol('team')

/** Below `app` nothing of a request is looked at before its API key. */
export function requireTeam(app: FastifyInstance, services: Services): void {
  app.decorateRequest(TEAM)
  app.addHook('onRequest', async (request) => {
    request.setDecorator(TEAM, await authenticateTeam(services, request.headers.authorization))
  })
}

/** On behalf of which project the request comes. */
export function teamOf(request: FastifyRequest): ProjectContext {
  return request.getDecorator(TEAM)
}
