import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { createLog } from '../log.ts'
import { createEmptyDatabase } from '../testing/database.ts'
import { isDatabaseDown } from './down.ts'
import { openDatabase } from './open.ts'

const failureOf = (work: Promise<unknown>) => work.then(() => undefined).catch((error: unknown) => error)

test('a server that refuses connections is down', async () => {
  const pool = new pg.Pool({ connectionString: 'postgres://nobody@127.0.0.1:1/none' })
  onTestFinished(() => pool.end())
  expect(isDatabaseDown(await failureOf(drizzle({ client: pool }).execute(sql`select 1`)))).toBe(true)
})

test('a pool that has no connection to give in time is down', async () => {
  const database = await createEmptyDatabase()
  onTestFinished(database.drop)
  const { connectionString } = database
  const pool = new pg.Pool({ connectionString, max: 1, connectionTimeoutMillis: 20 })
  onTestFinished(() => pool.end())
  const taken = await pool.connect()
  const failure = await failureOf(drizzle({ client: pool }).execute(sql`select 1`))
  taken.release()
  expect(isDatabaseDown(failure)).toBe(true)
})

test('a server that ends the connection is down, a query that is wrong is not', async () => {
  const database = await createEmptyDatabase()
  onTestFinished(database.drop)
  const log = createLog({ level: 'silent', pretty: false })
  const { db, close } = await openDatabase(database.connectionString, { log })
  onTestFinished(close)
  const ended = await failureOf(db.execute(sql`select pg_terminate_backend(pg_backend_pid())`))
  expect(isDatabaseDown(ended)).toBe(true)
  expect(isDatabaseDown(await failureOf(db.execute(sql`select 1 / 0`)))).toBe(false)
})
