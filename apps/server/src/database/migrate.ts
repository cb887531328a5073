import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import { z } from 'zod'
import type { Log } from '../log.ts'

const MIGRATIONS_FOLDER = fileURLToPath(new URL('./migrations', import.meta.url))

/** Any number will do, as long as nothing else on the same database locks it. "tenon" in ASCII. */
const MIGRATION_LOCK = 0x74656e6f6e

/** The part of drizzle-kit's journal that tells whether anything is pending. */
const Journal = z.object({ entries: z.array(z.object({ when: z.number() })) })

/**
 * Runs the pending migrations, one process at a time: others wait and then find nothing to do. With nothing pending it
 * costs one query and takes no lock. Does not undo: a database that is ahead of this code is left alone.
 *
 * @param folder what drizzle-kit generated
 */
export async function migrate(pool: pg.Pool, log: Log, folder = MIGRATIONS_FOLDER): Promise<void> {
  const [newest, applied] = await Promise.all([newestMigration(folder), lastApplied(pool)])
  if (applied > newest) log.warn('the database was migrated by a newer version of Tenon than this one')
  if (applied >= newest) return

  const client = await pool.connect()
  try {
    await client.query(`select pg_advisory_lock(${MIGRATION_LOCK})`)
    const { migrate: runPending } = await import('drizzle-orm/node-postgres/migrator')
    await runPending(drizzle({ client }), { migrationsFolder: folder })
  } finally {
    client.release(true) // closes the connection, which frees the lock
  }
  log.info('the database is up to date')
}

async function newestMigration(folder: string): Promise<number> {
  const { entries } = Journal.parse(JSON.parse(await readFile(`${folder}/meta/_journal.json`, 'utf8')))
  return Math.max(0, ...entries.map((entry) => entry.when))
}

async function lastApplied(pool: pg.Pool): Promise<number> {
  const known = await pool.query("select to_regclass('drizzle.__drizzle_migrations') is not null as exists")
  if (!known.rows[0].exists) return 0
  const { rows } = await pool.query('select max(created_at) as newest from drizzle.__drizzle_migrations')
  return Number(rows[0].newest ?? 0)
}
