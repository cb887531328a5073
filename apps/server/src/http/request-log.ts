import type { FastifyInstance } from 'fastify'

/** One line for each request when its answer has gone out: the route's pattern, never the address with its query. */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions } = request
    const durationMs = Math.round(reply.elapsedTime)
    const fields = { method, route: routeOptions.url ?? 'none', status: reply.statusCode, durationMs }
    request.log[reply.statusCode >= 500 ? 'warn' : 'info'](fields, 'answered')
    done()
  })
}
