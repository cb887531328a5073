import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'

const METHODS = 'GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS'
/** How long a browser may remember a preflight; more than two hours no browser does. */
const MAX_AGE_S = 7200

/**
 * Pages of any origin may call: a user token travels in a header that no other site's page can send on its own, and
 * cookies count for nothing. Credentials are never allowed.
 */
export function addCors(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    const { origin } = request.headers
    if (origin !== undefined) {
      reply.headers({
        'access-control-allow-origin': origin,
        'access-control-expose-headers': '*',
        vary: 'Origin',
      })
    }
    done()
  })
  app.options('/*', (request, reply) => reply.code(204).headers(preflightHeaders(request.raw)).send())
}

/** Whether this is a browser's question and not a call (Fetch standard, CORS-preflight request). */
export function isPreflight({ method, headers }: IncomingMessage): boolean {
  return (
    method === 'OPTIONS' &&
    headers.origin !== undefined &&
    headers['access-control-request-method'] !== undefined
  )
}

/** Answers a preflight outside the HTTP framework: for proxied calls. */
export function answerPreflight(request: IncomingMessage, response: ServerResponse): void {
  const { origin = '*' } = request.headers
  response
    .writeHead(204, { ...preflightHeaders(request), 'access-control-allow-origin': origin, vary: 'Origin' })
    .end()
}

function preflightHeaders({ headers }: IncomingMessage): Record<string, string> {
  return {
    'access-control-allow-methods': METHODS,
    'access-control-allow-headers': headers['access-control-request-headers'] ?? '',
    'access-control-max-age': String(MAX_AGE_S),
  }
}
