import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import pg from 'pg'
import { expect, inject, onTestFinished, test } from 'vitest'
import { createLog } from '../log.ts'
import { createEmptyDatabase } from '../testing/database.ts'
import { DatabaseTooOldError, openDatabase, requireVersion } from './open.ts'

const log = createLog({ level: 'silent', pretty: false })

async function emptyDatabase(): Promise<string> {
  const { connectionString, drop } = await createEmptyDatabase()
  onTestFinished(drop)
  return connectionString
}

async function open(connectionString: string) {
  const database = await openDatabase(connectionString, { log })
  onTestFinished(database.close)
  return database
}

test('an empty database gets its tables', async () => {
  const { pool } = await open(await emptyDatabase())
  const { rows } = await pool.query("select to_regclass('encryption_canary') is not null as exists")
  expect(rows).toEqual([{ exists: true }])
})

test('processes that start at once migrate once', async () => {
  const connectionString = await emptyDatabase()
  const databases = await Promise.all(Array.from({ length: 4 }, () => open(connectionString)))
  const journal =
    'select count(*)::int as applied, count(distinct hash)::int as migrations from drizzle.__drizzle_migrations'
  const { rows } = (await databases[0]?.pool.query(journal)) ?? { rows: [] }
  expect(rows[0].applied).toBeGreaterThan(0)
  expect(rows[0].applied).toBe(rows[0].migrations)
})

test('with nothing to migrate it waits for nobody', async () => {
  const connectionString = await emptyDatabase()
  await open(connectionString)
  const holder = new pg.Client({ connectionString })
  await holder.connect()
  onTestFinished(() => holder.end())
  await holder.query(`select pg_advisory_lock(${0x74656e6f6e})`)
  await open(connectionString)
})

test('a migration that fails is undone and fails the start', async () => {
  const connectionString = await emptyDatabase()
  const client = new pg.Client({ connectionString })
  await client.connect()
  onTestFinished(() => client.end())
  await client.query('create table encryption_canary (in_the_way int)')
  await expect(openDatabase(connectionString, { log })).rejects.toMatchObject({ cause: { code: '42P07' } })
  const { rows } = await client.query(
    "select count(*)::int as tables from pg_tables where schemaname = 'public'",
  )
  expect(rows).toEqual([{ tables: 1 }])
})

test('a lost idle connection is replaced without ending the process', async () => {
  const { pool } = await open(await emptyDatabase())
  const { rows } = await pool.query('select pg_backend_pid() as pid')
  const admin = new pg.Client({ connectionString: inject('databaseUrl') })
  await admin.connect()
  onTestFinished(() => admin.end())
  const lost = new Promise((resolve) => pool.once('error', resolve))
  await admin.query('select pg_terminate_backend($1)', [rows[0].pid])
  await lost
  expect((await pool.query('select 1 as n')).rows).toEqual([{ n: 1 }])
})

for (const version of ['14.19', '9.6.24', '14beta1', 'of unknown version']) {
  test(`PostgreSQL ${version} is too old`, () => {
    expect(() => requireVersion(version)).toThrow(DatabaseTooOldError)
    expect(() => requireVersion(version)).toThrow(`PostgreSQL ${version} is too old: Tenon needs 15 or newer`)
  })
}

for (const version of ['15.0', '15.8 (Debian 15.8-1)', '18.4', '19beta1']) {
  test(`PostgreSQL ${version} will do`, () => {
    requireVersion(version)
  })
}

test('what is no database is an error of the connection, with its cause', async () => {
  const server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(
    0,
    '127.0.0.1',
  )
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  await expect(openDatabase(`postgres://127.0.0.1:${port}/x`, { log })).rejects.toMatchObject({
    name: 'DatabaseConnectionError',
    cause: expect.any(Error),
  })
})

test('a transaction that loses its connection before it begins gives its place in the pool back', async () => {
  const { db, pool, close } = await openDatabase(inject('databaseUrl'), { log, poolSize: 1 })
  onTestFinished(close)
  pool.once('acquire', (client) => {
    const { connection } = client as unknown as { connection: { stream: Socket } }
    connection.stream.destroy()
  })
  await expect(db.transaction(async () => 'begun')).rejects.toThrow()
  expect(await db.transaction(async () => 'begun')).toBe('begun')
})
