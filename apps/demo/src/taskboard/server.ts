import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import { type FastifyReply, fastify } from 'fastify'
import { foreignStatus } from '../loopback.ts'
import { apiRoutes } from './routes.ts'
import { Board } from './tasks.ts'
import { userTokens } from './user-token.ts'
import { firstTasks, users } from './users.ts'

/** Where `npm run build -w @tenon/demo` puts the page. */
const PAGE_FOLDER = fileURLToPath(new URL('../../dist', import.meta.url))

export interface TaskboardOptions {
  /** On 127.0.0.1; 0 takes a free one. */
  port: number
  /** How a product reaches Tenon: where it is, which project, and the key that signs for its users. */
  tenon: { host: string; projectId: string; signingKey: string }
  /** For the hints on the first screen. */
  sandbox: { origin: string; sampleApiKey: string }
  /** The built page. Default: this app's `dist`. */
  pageFolder?: string
}

export interface Taskboard {
  origin: string
  stop(): Promise<void>
}

/** Starts Taskboard: a product with a page, a small server, and Tenon's SDK in both. */
export async function startTaskboard({
  port,
  tenon,
  sandbox,
  pageFolder = PAGE_FOLDER,
}: TaskboardOptions): Promise<Taskboard> {
  if (!existsSync(pageFolder))
    throw new Error('Taskboard’s page is not built: run npm run build -w @tenon/demo')
  const boards = new Map(users.map(({ id }) => [id, new Board(firstTasks[id] ?? [])]))
  const signUserToken = userTokens(tenon)
  const policy = contentSecurityPolicy(new URL(tenon.host).origin)

  const app = fastify({ forceCloseConnections: true })
  app.addHook('onRequest', async (request, reply) => {
    const refusal = foreignStatus(request.raw)
    if (refusal) return reply.code(refusal).send()
    reply.headers({ 'content-security-policy': policy, 'x-content-type-options': 'nosniff' })
  })
  app.register(async (api) => apiRoutes(api, { boards, signUserToken, tenon, sandbox }), { prefix: '/api' })
  app.register(fastifyStatic, { root: pageFolder, immutable: true, maxAge: '1y', setHeaders: keepPagesFresh })
  const address = await app.listen({ port, host: '127.0.0.1' })
  return { origin: `http://localhost:${new URL(address).port}`, stop: () => app.close() }
}

/** Our own page, Tenon's API, and its portal in a frame; nothing from anywhere else. */
function contentSecurityPolicy(tenonOrigin: string): string {
  return [
    "default-src 'self'",
    `connect-src 'self' ${tenonOrigin}`,
    `frame-src ${tenonOrigin}`,
    `img-src 'self' data: ${tenonOrigin}`,
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  ].join('; ')
}

/** Everything but the pages has a hash of its content in its name. */
function keepPagesFresh(reply: FastifyReply, path: string): void {
  if (path.endsWith('.html')) reply.header('cache-control', 'no-cache')
}
