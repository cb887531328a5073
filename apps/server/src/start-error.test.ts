import { once } from 'node:events'
import { createServer } from 'node:net'
import pg from 'pg'
import { expect, inject, onTestFinished, test } from 'vitest'
import { readConfig } from './config.ts'
import { EmbeddedDatabaseError } from './database/embedded/error.ts'
import { startEmbedded } from './database/embedded.ts'
import { DatabaseConnectionError, DatabaseTooOldError, openDatabase } from './database/open.ts'
import { createLog } from './log.ts'
import { describeStartError } from './start-error.ts'
import { VaultError } from './vault.ts'

const log = createLog({ level: 'silent', pretty: false })

async function describeFailureOf(start: () => unknown): Promise<string> {
  try {
    await start()
  } catch (error) {
    return describeStartError(error)
  }
  throw new Error('it started')
}

async function listen(port: number, host: string) {
  const server = createServer().listen(port, host)
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  return server
}

/** The run's PostgreSQL, with another user or database. */
function databaseUrl({ user, database }: { user?: string; database?: string }): string {
  const url = new URL(inject('databaseUrl'))
  if (user) url.username = user
  if (database) url.pathname = `/${database}`
  return url.href
}

test('a taken port', async () => {
  const server = await listen(0, '127.0.0.1')
  const { port } = server.address() as { port: number }
  expect(await describeFailureOf(() => listen(port, '127.0.0.1'))).toBe(
    `Port ${port} is taken: stop what uses it, or set PORT to another one`,
  )
})

test('an address of another machine', async () => {
  expect(await describeFailureOf(() => listen(0, '192.0.2.1'))).toMatch(
    /^192\.0\.2\.1 is no address of this machine: set HOST/,
  )
})

test('no database at the address', async () => {
  expect(await describeFailureOf(() => openDatabase('postgres://127.0.0.1:1/tenon', { log }))).toBe(
    'No database answers at 127.0.0.1:1: start it, or correct DATABASE_URL',
  )
})

test('a database host that does not exist', async () => {
  expect(await describeFailureOf(() => openDatabase('postgres://db.invalid/tenon', { log }))).toMatch(
    /^The database host db\.invalid (is unknown|cannot be looked up)/,
  )
})

test('a database that does not exist', async () => {
  expect(await describeFailureOf(() => openDatabase(databaseUrl({ database: 'nowhere' }), { log }))).toBe(
    'The database does not exist: create it, or correct DATABASE_URL (database "nowhere" does not exist)',
  )
})

test('a user that does not exist', async () => {
  expect(await describeFailureOf(() => openDatabase(databaseUrl({ user: 'nobody' }), { log }))).toBe(
    'The database refuses this user: correct DATABASE_URL (role "nobody" does not exist)',
  )
})

test('a wrong password, as PostgreSQL reports it', () => {
  const refusal = new pg.DatabaseError('password authentication failed for user "tenon"', 0, 'error')
  refusal.code = '28P01'
  expect(describeStartError(new DatabaseConnectionError(refusal))).toBe(
    'The database refuses the password: correct DATABASE_URL',
  )
})

test('a folder that cannot be written to', async () => {
  expect(await describeFailureOf(() => startEmbedded({ dataDir: '/dev/null/tenon', log }))).toBe(
    'Cannot mkdir /dev/null: a file is where a folder is needed; ' +
      'set TENON_DATA_DIR to a folder that this user may write to',
  )
})

test('our own errors speak for themselves', async () => {
  expect(await describeFailureOf(() => readConfig({ PORT: 'x', TENON_LOG_LEVEL: 'y' }))).toMatch(
    /^PORT .*\nTENON_LOG_LEVEL .*$/,
  )
  expect(describeStartError(new DatabaseTooOldError('14.2'))).toMatch(
    /^PostgreSQL 14.2 is too old: .*DATABASE_URL$/,
  )
  expect(describeStartError(new EmbeddedDatabaseError('why'))).toBe('why')
  expect(describeStartError(new VaultError('wrong_key', 'The encryption key …'))).toBe('The encryption key …')
})

test('a fault of ours comes with its stack', () => {
  expect(describeStartError(new TypeError('x is undefined'))).toMatch(
    /^Tenon could not start: TypeError: x is undefined\n\s+at /,
  )
})

test('secrets are not shown', () => {
  const error = new Error('failed: postgres://tenon:hunter2@localhost/x')
  expect(describeStartError(error)).not.toContain('hunter2')
})
