import { randomUUID } from 'node:crypto'
import type { Config } from '../config.ts'
import { createApiKey } from '../projects/api-keys.ts'
import { connectByOAuth, KNOWN_PAGE } from './browser.ts'
import { createEmptyDatabase } from './database.ts'
import { type FakeProvider, startFakeProvider } from './fake-provider.ts'
import { startTestServer, type TestServer } from './harness.ts'
import { fakePage } from './pages.ts'

/** A server on a database of its own: the queue works for every project of one. */
export interface Life {
  provider: FakeProvider
  server: TestServer
  /** Starts another process on the same database and project. */
  another: () => Promise<TestServer>
  /** Connects a user by OAuth. */
  connect: (user?: string) => Promise<void>
  /** A call by which the server finds out that the provider has ended the user's grant. */
  lose: (user?: string) => Promise<void>
  /** Calls the Team API. */
  team: (path: string, init?: { method?: string; json?: unknown }) => Promise<Response>
  /** A page of the Team API. */
  page: (path: string) => Promise<TeamPage>
  close: () => Promise<void>
}

/** What tests look at of any list. */
interface TeamPage {
  items: { id: string; action: string; connectionId: string }[]
  nextCursor: string | null
}

export interface LifeOptions {
  page?: Parameters<typeof fakePage>[1]
  config?: Partial<Config>
}

/** Whoever starts it closes it. */
export async function startLife({ page, config }: LifeOptions = {}): Promise<Life> {
  const database = await createEmptyDatabase()
  const provider = await startFakeProvider()
  const options = {
    providers: [fakePage(provider.origin, page)],
    allowedOrigins: [KNOWN_PAGE],
    config: { databaseUrl: database.connectionString, ...config },
  }
  const server = await startTestServer(options)
  await server.integrate({ provider: 'fake', clientId: 'fake-client', clientSecret: 'fake-secret' })
  const { key } = await createApiKey(server.ctx, { name: 'test' })
  const others: TestServer[] = []
  const team: Life['team'] = (path, { method = 'GET', json } = {}) =>
    server.call(`/api/v1/${path}`, { method, token: key, ...(json !== undefined && { json }) })
  return {
    provider,
    server,
    async another() {
      const other = await startTestServer({ ...options, sameProjectAs: server })
      others.push(other)
      return other
    },
    connect: async (user = 'user-1') => void (await connectByOAuth(server, { user, pollKey: randomUUID() })),
    async lose(user = 'user-1') {
      provider.tokens.revokeAll()
      await server.call('sdk/proxy/fake/api/things', { user })
    },
    team,
    page: async (path) => (await (await team(path)).json()) as TeamPage,
    async close() {
      for (const one of [...others, server]) {
        await one.services.queue.stop()
        await one.close()
      }
      await provider.close()
      await database.drop()
    },
  }
}
