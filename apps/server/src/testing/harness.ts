import { createSign, generateKeyPairSync, randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Provider } from '@tenon/providers'
import { inject } from 'vitest'
import { buildApp } from '../app.ts'
import { type Config, readConfig } from '../config.ts'
import type { ProjectContext, Services } from '../context.ts'
import { type SwitchOnInput, switchOnIntegration } from '../integrations/integrations.ts'
import { createLog } from '../log.ts'
import { createProject } from '../projects/projects.ts'
import { uploadSigningKey } from '../projects/signing-keys.ts'
import { withReleasers } from '../releasers.ts'
import { startServices } from '../services.ts'

/** Signs the user tokens of every test: making a key takes longer than a test. */
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

export interface TestServer {
  /** `http://127.0.0.1:<port>` */
  origin: string
  services: Services
  http: Server
  ctx: ProjectContext
  /** Moves the clock that the server's rules see. */
  advance: (ms: number) => void
  /** A user token, signed as the product would. Claims win over the usual ones. */
  token: (userId?: string, claims?: Record<string, unknown>) => string
  /** Calls the server as a connected user. Paths below the project begin with `sdk/`. */
  call: (path: string, init?: CallInit) => Promise<Response>
  integrate: (input: SwitchOnInput) => Promise<void>
  close: () => Promise<void>
}

export interface CallInit extends Omit<RequestInit, 'headers'> {
  user?: string
  token?: string
  headers?: Record<string, string>
  /** Sent as JSON. */
  json?: unknown
}

export interface HarnessOptions {
  /** Pages in place of those of the catalog. */
  providers?: Provider[]
  config?: Partial<Config>
  allowedOrigins?: string[]
  /** Another process of the same project. */
  sameProjectAs?: TestServer
  log?: Services['log']
  /** In place of the way out to other hosts. */
  outbound?: Services['outbound']
}

/** A whole server on its own project, on the run's database. Whoever starts it closes it. */
export async function startTestServer(options: HarnessOptions = {}): Promise<TestServer> {
  const { providers = [], allowedOrigins = [], sameProjectAs } = options
  let offsetMs = 0
  const { value, release } = await withReleasers(async (onRelease) => {
    const config: Config = {
      ...readConfig({
        PORT: '0',
        TENON_PUBLIC_URL: 'http://127.0.0.1',
        TENON_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
      }),
      databaseUrl: inject('databaseUrl'),
      outboundAllow: ['127.0.0.1', 'localhost'],
      ...options.config,
    }
    const started = await startServices(
      config,
      options.log ?? createLog({ level: 'silent', pretty: false }),
      onRelease,
    )
    const services: Services = {
      ...started,
      providers: new Map([...started.providers, ...providers.map((page) => [page.id, page] as const)]),
      now: () => new Date(Date.now() + offsetMs),
      ...(options.outbound && { outbound: options.outbound }),
    }
    const app = await buildApp(services)
    onRelease(() => app.close())
    onRelease(() => app.server.closeAllConnections())
    await app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = app.server.address() as AddressInfo
    config.publicUrl = options.config?.publicUrl ?? `http://127.0.0.1:${port}`
    return { services, port, http: app.server }
  })
  const { services, port, http } = value
  const project =
    sameProjectAs?.ctx.project ??
    (await createProject(services, { product: `Acme ${randomUUID()}`, name: 'Test', allowedOrigins }))
  const ctx: ProjectContext = { ...services, project }
  if (!sameProjectAs) {
    await uploadSigningKey(ctx, {
      name: 'test',
      publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    })
  }
  const origin = `http://127.0.0.1:${port}`
  const token: TestServer['token'] = (userId = 'user-1', claims = {}) => {
    const now = Math.floor(services.now().getTime() / 1000)
    return signToken({ sub: userId, iat: now, exp: now + 3600, ...claims })
  }
  return {
    origin,
    services,
    http,
    ctx,
    token,
    advance: (ms) => {
      offsetMs += ms
    },
    async call(path, { user, token: given, json, headers, ...init } = {}) {
      const url = path.startsWith('/') ? origin + path : `${origin}/projects/${project.id}/${path}`
      return fetch(url, {
        ...init,
        redirect: 'manual',
        headers: {
          authorization: `Bearer ${given ?? token(user)}`,
          ...(json !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(json !== undefined && { body: JSON.stringify(json) }),
      })
    },
    integrate: async (input) => void (await switchOnIntegration(ctx, input)),
    close: release,
  }
}

function signToken(claims: Record<string, unknown>): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`
}
