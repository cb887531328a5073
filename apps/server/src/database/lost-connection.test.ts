import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { createLog } from '../log.ts'
import { createEmptyDatabase } from '../testing/database.ts'
import { openDatabase } from './open.ts'

test('a connection lost in the middle of a transaction fails that, not the process', async () => {
  const database = await createEmptyDatabase()
  onTestFinished(database.drop)
  const log = createLog({ level: 'silent', pretty: false })
  const { db, close } = await openDatabase(database.connectionString, { log })
  onTestFinished(close)

  const cut = db.transaction(async (tx) => {
    const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`)
    await database.query('select pg_terminate_backend($1)', [rows[0]?.pid])
    for (;;) await tx.execute(sql`select 1`)
  })
  await expect(cut).rejects.toThrow()
  expect((await db.execute(sql`select 1 as one`)).rows).toEqual([{ one: 1 }])
})
