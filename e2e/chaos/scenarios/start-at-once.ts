import { readFile } from 'node:fs/promises'
import { createScratchDatabase } from '../../../apps/server/src/testing/scratch-database.ts'
import { TOKEN_PATHS } from '../pages.ts'
import { startServerProcess } from '../server-process.ts'
import { promise, type Scenario } from './scenario.ts'

const PROCESSES = 4
const JOURNAL = new URL('../../../apps/server/src/database/migrations/meta/_journal.json', import.meta.url)

/** Processes that start at the same moment on a database without a table. */
export const startAtOnce: Scenario = async (world) => {
  const database = await createScratchDatabase(world.database.connectionString)
  try {
    const settings = { ...world.settings, DATABASE_URL: database.connectionString }
    const startedAt = performance.now()
    const servers = await Promise.all(Array.from({ length: PROCESSES }, () => startServerProcess(settings)))
    const readyMs = Math.round(performance.now() - startedAt)
    const [made] = await database.query<Record<string, number>>(
      `select (select count(*)::int from drizzle.__drizzle_migrations) as migrations,
              (select count(*)::int from project) as projects,
              (select count(*)::int from signing_key) as keys,
              (select count(*)::int from api_key) as "apiKeys",
              (select count(*)::int from integration) as integrations,
              (select count(*)::int from encryption_canary) as canaries`,
    )
    const { entries } = JSON.parse(await readFile(JOURNAL, 'utf8')) as { entries: unknown[] }
    const expected = {
      migrations: entries.length,
      projects: 1,
      keys: 1,
      apiKeys: 1,
      integrations: Object.keys(TOKEN_PATHS).length,
      canaries: 1,
    }
    promise(JSON.stringify(made) === JSON.stringify(expected), 'everything is made once', { made, expected })
    const ends = await Promise.all(servers.map((server) => server.end('SIGTERM')))
    promise(
      ends.every(({ code }) => code === 0),
      'exit code 0',
      ends,
    )
    return `${PROCESSES} processes at once on an empty database: ready after ${readyMs} ms, everything made once`
  } finally {
    await database.drop()
  }
}
