import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { afterAll, expect, inject, onTestFinished, test, vi } from 'vitest'
import { startInvalidations, toPayloads } from './invalidation.ts'
import { createLog } from './log.ts'

const log = createLog({ level: 'silent', pretty: false })
const pool = new pg.Pool({ connectionString: inject('databaseUrl') })
const db = drizzle({ client: pool })
afterAll(() => pool.end())

const SOON = { timeout: 5_000, interval: 5 }
const found = (value: string, tags: string[]) => async () => ({ value, tags })

/** One process's caches; two of them on one database stand for two processes. */
async function startProcess(connectionString = inject('databaseUrl')) {
  const invalidations = await startInvalidations({ connectionString, log })
  onTestFinished(invalidations.stop)
  return { ...invalidations, cache: invalidations.createCache<string>({ max: 10 }) }
}

test('what one process invalidates, every process forgets when the transaction commits', async () => {
  const processes = [await startProcess(), await startProcess()]
  for (const { cache } of processes) {
    await cache.fetch('k', found('old', ['connection:1']))
    await cache.fetch('other', found('kept', ['connection:2']))
  }
  await db.transaction(async (tx) => {
    await processes[0]?.publish(tx, ['connection:1'])
    expect(processes.map(({ cache }) => cache.get('k'))).toEqual(['old', 'old'])
  })
  await vi.waitFor(
    () => expect(processes.map(({ cache }) => cache.get('k'))).toEqual([undefined, undefined]),
    SOON,
  )
  expect(processes.map(({ cache }) => cache.get('other'))).toEqual(['kept', 'kept'])
})

test('a process forgets at once what it applies itself', async () => {
  const { cache, apply } = await startProcess()
  await cache.fetch('k', found('old', ['user:1']))
  apply(['user:1'])
  expect(cache.get('k')).toBeUndefined()
})

test('all caches of a process are emptied after it lost its connection', async () => {
  const url = new URL(inject('databaseUrl'))
  url.searchParams.set('application_name', 'invalidations to end')
  const { cache, isFresh } = await startProcess(url.href)
  await cache.fetch('k', found('old', ['user:1']))
  await pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'invalidations to end'",
  )
  await vi.waitFor(() => {
    expect(isFresh()).toBe(true)
    expect(cache.get('k')).toBeUndefined()
  }, SOON)
})

test('any number of tags fits, each payload below what PostgreSQL accepts', async () => {
  const tags = Array.from({ length: 1_000 }, (_, index) => `connection:0190163d-8694-739b-aea5-${index}é`)
  const payloads = toPayloads(tags)
  expect(payloads.flatMap((payload) => JSON.parse(payload))).toEqual(tags)
  expect(Math.max(...payloads.map((payload) => Buffer.byteLength(payload)))).toBeLessThan(8_000)
  const { cache, publish } = await startProcess()
  await cache.fetch('k', found('old', tags.slice(-1)))
  await publish(db, tags)
  await vi.waitFor(() => expect(cache.get('k')).toBeUndefined(), SOON)
})

test('no tags, no notification', () => {
  expect(toPayloads([])).toEqual([])
})
