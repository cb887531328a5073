import { randomBytes, randomUUID } from 'node:crypto'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FakeProvider } from '../../apps/server/src/testing/fake-provider.ts'
import {
  createScratchDatabase,
  type ScratchDatabase,
} from '../../apps/server/src/testing/scratch-database.ts'
import { newKeyPair } from '../../apps/server/src/testing/user-token.ts'
import { TOKEN_PATHS } from './pages.ts'
import { until } from './poll.ts'
import { startProvider } from './provider.ts'
import type { Random } from './random.ts'
import { isReady, type ServerProcess, startServerProcess } from './server-process.ts'

const PROCESSES = 3

/** The page that opens the popups of these tests. */
export const PRODUCT_PAGE = 'http://product.test'

/** Several servers on one database, a provider that misbehaves on request, and a project that has it switched on. */
export interface World {
  database: ScratchDatabase
  provider: FakeProvider
  project: { id: string; apiKey: string; privateKey: ReturnType<typeof newKeyPair>['privateKey'] }
  /** For files that go with the world. PostgreSQL's user can reach it. */
  folder: string
  /** What every server is started with. */
  settings: Record<string, string>
  /** As many as there should be, all of them ready: those that a scenario has ended are replaced. */
  servers: () => Promise<[ServerProcess, ServerProcess, ServerProcess]>
  close: () => Promise<void>
}

/** A world, and the choices of the scenario that is played in it. */
export interface Stage extends World {
  random: Random
}

/** @param serverUrl of a running PostgreSQL; a database of our own is made there, and dropped in the end */
export async function openWorld(serverUrl: string): Promise<World> {
  const database = await createScratchDatabase(serverUrl)
  const provider = await startProvider()
  const folder = await mkdtemp(join(tmpdir(), 'tenon-chaos-'))
  await chmod(folder, 0o755) // run as root, PostgreSQL is another user
  const { publicKey, privateKey } = newKeyPair()
  const project = {
    id: randomUUID(),
    apiKey: `tenon_${randomBytes(32).toString('base64url')}`,
    privateKey,
  }
  const settings = {
    DATABASE_URL: database.connectionString,
    TENON_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    TENON_PROVISION: join(folder, 'provision.json'),
    TENON_OUTBOUND_ALLOW: `127.0.0.1:${provider.port}`,
    TENON_DATA_DIR: folder,
  }
  await writeFile(settings.TENON_PROVISION, JSON.stringify(provision(project, publicKey, provider)))
  let servers: ServerProcess[] = []
  return {
    database,
    provider,
    project,
    folder,
    settings,
    async servers() {
      servers = servers.filter((server) => server.isRunning())
      const missing = Array.from({ length: PROCESSES - servers.length }, () => startServerProcess(settings))
      servers.push(...(await Promise.all(missing)))
      return servers as [ServerProcess, ServerProcess, ServerProcess]
    },
    async close() {
      await Promise.all(servers.filter((server) => server.isRunning()).map((server) => server.end('SIGTERM')))
      await provider.close()
      await database.drop()
      await rm(folder, { recursive: true })
    },
  }
}

export async function untilAllAreReady(servers: ServerProcess[]): Promise<void> {
  for (const { origin, output } of servers)
    await until(`${origin} is ready`, () => isReady(origin)).catch((cause) => {
      throw new Error(output(), { cause })
    })
}

function provision({ id, apiKey }: World['project'], publicKey: string, { origin, tokens }: FakeProvider) {
  return {
    projects: [
      {
        product: 'Chaos',
        name: 'Test',
        id,
        allowedOrigins: [PRODUCT_PAGE],
        signingKeys: [{ name: 'test', publicKey }],
        apiKeys: [{ name: 'test', key: apiKey }],
        integrations: Object.keys(TOKEN_PATHS).map((page) => ({
          provider: page,
          ...(page !== 'chaos-login' && { clientId: tokens.clientId, clientSecret: tokens.clientSecret }),
          variables: { origin },
        })),
      },
    ],
  }
}
