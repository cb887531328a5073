/** What most would write: Fastify and @fastify/reply-from, which adds a constant header. Argument: the upstream's origin. */
import replyFrom from '@fastify/reply-from'
import fastify from 'fastify'
import { announce, listen } from './listen.ts'

const [base = ''] = process.argv.slice(2)
const app = fastify({ bodyLimit: Number.MAX_SAFE_INTEGER })
app.removeAllContentTypeParsers()
app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
app.register(replyFrom, { base, undici: { connections: 128 } })
app.all('/*', (request, reply) =>
  reply.from(request.url, {
    rewriteRequestHeaders: (_, headers) => ({ ...headers, 'x-api-key': 'constant' }),
  }),
)
await app.ready()
announce(await listen(app.server))
