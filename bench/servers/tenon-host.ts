/** The proxy core behind Fastify's router, without tokens and connections. Argument: the upstream's origin. */
import fastify from 'fastify'
import { createOutbound } from '../../apps/server/src/outbound.ts'
import { callerOf } from '../../apps/server/src/proxy/caller.ts'
import { forward } from '../../apps/server/src/proxy/forward.ts'
import { announce, listen } from './listen.ts'

const [baseUrl = ''] = process.argv.slice(2)
const access = {
  baseUrl,
  allowedHosts: [],
  headers: [['Authorization', 'Bearer constant']],
  query: [],
} as const
const outbound = createOutbound({ allow: ['127.0.0.1'] })
const limits = {
  firstByteTimeoutMs: 60_000,
  stallTimeoutMs: 60_000,
  maxRequestBytes: undefined,
  maxResponseBytes: undefined,
}
const app = fastify()
app.route({
  method: ['GET', 'POST'],
  url: '/*',
  // before Fastify looks at the body
  onRequest: async (request, reply) => {
    reply.hijack()
    const { raw } = request
    await forward(raw, reply.raw, {
      access,
      outbound,
      limits,
      caller: callerOf(raw.headers),
      requestId: request.id,
      pathAndQuery: (raw.url ?? '').slice(1),
      onUnauthorized: async () => undefined,
    })
  },
  handler: () => {},
})
await app.ready()
announce({ port: await listen(app.server) })
