import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { afterAll, expect, inject, onTestFinished, test, vi } from 'vitest'
import { createLog } from '../log.ts'
import { startTcpRelay } from '../testing/tcp-relay.ts'
import { type ListenerOptions, notify, startListener } from './listen.ts'

const log = createLog({ level: 'silent', pretty: false })
const pool = new pg.Pool({ connectionString: inject('databaseUrl') })
const db = drizzle({ client: pool })
afterAll(() => pool.end())

const SOON = { timeout: 5_000, interval: 5 }

async function listen(options: Partial<ListenerOptions> = {}) {
  const heard: string[] = []
  const listener = await startListener({
    connectionString: inject('databaseUrl'),
    log,
    channels: { test_channel: (payload) => heard.push(payload) },
    onReset: () => heard.push('reset'),
    ...options,
  })
  onTestFinished(listener.stop)
  return { listener, heard }
}

/** Its `lines` are what it has logged. */
async function listenThroughRelay() {
  const lines: string[] = []
  const log = createLog({ level: 'warn', pretty: false, destination: { write: (line) => lines.push(line) } })
  const url = new URL(inject('databaseUrl'))
  const relay = await startTcpRelay({ path: `${url.searchParams.get('host')}/.s.PGSQL.5432` })
  onTestFinished(relay.close)
  const connectionString = `postgresql://${url.username}@127.0.0.1:${relay.port}${url.pathname}`
  return { ...(await listen({ connectionString, log })), relay, lines }
}

/** Leaves the listeners of other test files alone. */
async function terminate(applicationName: string): Promise<void> {
  await pool.query('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [
    applicationName,
  ])
}

function withName(name: string): string {
  const url = new URL(inject('databaseUrl'))
  url.searchParams.set('application_name', name)
  return url.href
}

test('every listener hears what is said, in order', async () => {
  const [one, two] = [await listen(), await listen()]
  for (const payload of ['a', 'b', 'c']) await notify(db, 'test_channel', payload)
  await vi.waitFor(
    () =>
      expect([one.heard, two.heard]).toEqual([
        ['a', 'b', 'c'],
        ['a', 'b', 'c'],
      ]),
    SOON,
  )
})

test('what is said in a transaction is heard when it commits, and never if it does not', async () => {
  const { heard } = await listen()
  await db
    .transaction(async (tx) => {
      await notify(tx, 'test_channel', 'rolled back')
      throw new Error('no')
    })
    .catch(() => {})
  await db.transaction(async (tx) => {
    await notify(tx, 'test_channel', 'committed')
    expect(heard).toEqual([])
  })
  await vi.waitFor(() => expect(heard).toEqual(['committed']), SOON)
})

test('other channels are not heard', async () => {
  const { heard } = await listen()
  await notify(db, 'other_channel', 'x')
  await notify(db, 'test_channel', 'y')
  await vi.waitFor(() => expect(heard).toEqual(['y']), SOON)
})

test('is fresh from the start, until its last round trip began more than 750 ms ago', async () => {
  let nowMs = 0
  const { listener } = await listen({ now: () => nowMs })
  expect(listener.isFresh()).toBe(true)
  nowMs = 750
  expect(listener.isFresh()).toBe(true)
  nowMs = 751
  expect(listener.isFresh()).toBe(false)
  await vi.waitFor(() => expect(listener.isFresh()).toBe(true), SOON) // the next round trip
})

test('a connection that was ended by the server is replaced, and the caches are emptied', async () => {
  const { listener, heard } = await listen({ connectionString: withName('listener to end') })
  await terminate('listener to end')
  await vi.waitFor(() => expect(heard).toEqual(['reset']), SOON)
  await notify(db, 'test_channel', 'after')
  await vi.waitFor(() => expect(heard).toEqual(['reset', 'after']), SOON)
  await vi.waitFor(() => expect(listener.isFresh()).toBe(true), SOON)
})

test('a network that went silent is noticed, nothing is trusted meanwhile, and the connection is replaced', async () => {
  const { heard, listener, relay, lines } = await listenThroughRelay()
  relay.freeze()
  await notify(db, 'test_channel', 'unheard')
  await vi.waitFor(() => expect(listener.isFresh()).toBe(false), SOON)
  await vi.waitFor(() => expect(lines.join()).toContain('the listening connection was lost'), SOON)
  expect(heard).toEqual([])
  relay.thaw()
  await vi.waitFor(() => expect(listener.isFresh()).toBe(true), SOON)
  expect(heard).toEqual(['reset'])
})

test('the first connection must succeed', async () => {
  await expect(listen({ connectionString: 'postgres://127.0.0.1:1/none' })).rejects.toMatchObject({
    code: 'ECONNREFUSED',
  })
})

test('stops while it is trying to connect again', async () => {
  const { listener, relay, lines } = await listenThroughRelay()
  await relay.close()
  await vi.waitFor(() => expect(lines.join()).toContain('the listening connection was lost'), SOON)
  await listener.stop()
})
