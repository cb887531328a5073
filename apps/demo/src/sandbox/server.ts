import { readFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { basename } from 'node:path'
import { fastify } from 'fastify'
import { listen } from '../loopback.ts'
import type { Account } from './accounts.ts'
import { apiRoutes } from './api/routes.ts'
import { openContactBooks } from './contact-file.ts'
import type { ContactBook } from './contacts.ts'
import { harden } from './front.ts'
import { createAuthorizationServer, isOAuthPath, type SandboxClient } from './oauth.ts'
import { interactionRoutes } from './routes/interaction.ts'
import { siteRoutes } from './routes/site.ts'
import { SignIns } from './sign-ins.ts'
import { openTokenFile } from './token-file.ts'
import { TokenStore } from './token-store.ts'

const DEFAULT_ACCESS_TOKEN_TTL_S = 300
const MIN_ACCESS_TOKEN_TTL_S = 5
/** Under `/assets/`, by their names. */
const ASSETS = [
  { path: '../base.css', type: 'text/css' },
  { path: 'assets/theme.css', type: 'text/css' },
  { path: 'assets/card.css', type: 'text/css' },
  { path: 'assets/app.css', type: 'text/css' },
  { path: 'assets/copy.js', type: 'text/javascript' },
  { path: 'assets/icon.svg', type: 'image/svg+xml' },
]

export interface SandboxOptions {
  /** On 127.0.0.1; 0 takes a free one. */
  port: number
  client: SandboxClient
  /** How browsers and the client reach it. Default: `http://localhost:<port>`. */
  issuer?: string
  /** At least 5. Default: 300. */
  accessTokenTtlS?: number
  /** Where tokens are kept over a restart. Default: they are forgotten. */
  tokenFile?: string
  /** Where contacts are kept over a restart. Default: each start begins with the same ones. */
  contactFile?: string
  /** Milliseconds since 1970, for expiry, rate limits and the contacts' dates. */
  now?: () => number
}

export interface Sandbox {
  origin: string
  stop(): Promise<void>
}

/** Starts Sandbox CRM: a pretend provider with a real authorization server, a REST API and pages of its own. */
export async function startSandbox({
  port,
  client,
  issuer,
  accessTokenTtlS = DEFAULT_ACCESS_TOKEN_TTL_S,
  tokenFile,
  contactFile,
  now = Date.now,
}: SandboxOptions): Promise<Sandbox> {
  if (accessTokenTtlS < MIN_ACCESS_TOKEN_TTL_S) {
    throw new TypeError(`accessTokenTtlS must be at least ${MIN_ACCESS_TOKEN_TTL_S}`)
  }
  const server = createServer()
  // The port comes first: the authorization server is named after it.
  const boundPort = await listen(server, port)
  const origin = issuer ?? `http://localhost:${boundPort}`
  const kept = tokenFile === undefined ? undefined : openTokenFile(tokenFile)
  const tokens = kept?.tokens ?? new TokenStore()
  const provider = createAuthorizationServer({ origin, client, accessTokenTtlS, tokens })
  const contacts = openContactBooks(contactFile, now)
  const bookOf = ({ id }: Account) => contacts.books.get(id) as ContactBook
  const signIns = new SignIns()
  const stopping = new AbortController()

  function front(ours: RequestListener): RequestListener {
    const oauth = provider.callback()
    const formTargets = [new URL(client.redirectUri).origin]
    return harden({
      origin,
      formTargets,
      next: (request, response) => (isOAuthPath(request.url ?? '/') ? oauth : ours)(request, response),
    })
  }

  const app = fastify({ serverFactory: (handler) => server.on('request', front(handler)) })
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    async (_: unknown, body: string) => Object.fromEntries(new URLSearchParams(body)),
  )
  for (const { path, type } of ASSETS) {
    const content = readFileSync(new URL(path, import.meta.url))
    app.get(`/assets/${basename(path)}`, async (_, reply) => reply.type(type).send(content))
  }
  interactionRoutes(app, { provider, client, signIns, tokens })
  siteRoutes(app, { origin, client, signIns, tokens, bookOf })
  app.register(async (api) => apiRoutes(api, { origin, provider, bookOf, now, stopping: stopping.signal }), {
    prefix: '/api/v1',
  })
  await app.ready()

  return {
    origin,
    async stop() {
      stopping.abort()
      await app.close()
      await new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
      })
      kept?.close()
      contacts.close()
    },
  }
}
