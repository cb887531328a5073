import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import type { Log } from '../log.ts'
import { migrate } from './migrate.ts'

/** PostgreSQL 15 is the oldest that the test suite has run on. */
const MIN_SERVER_VERSION = 15

/** Long enough for a busy server, short enough for a wrong address to be noticed at start. */
const CONNECT_TIMEOUT_MS = 5_000

/** With a listener, an owner and the queue's three beside it, four processes fit into an embedded server's 80 connections. */
const POOL_SIZE = 10

export type Database = NodePgDatabase
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]

/** Takes queries: a database, or the transaction that a caller has open. */
export type Executor = Database | Transaction

export interface OpenDatabase {
  db: Database
  /** For raw SQL on a hot path; `db` uses the same connections. */
  pool: pg.Pool
  /** Waits for queries under way. */
  close: () => Promise<void>
}

export interface OpenDatabaseOptions {
  log: Log
  poolSize?: number
}

/** The server is older than we can work with. */
export class DatabaseTooOldError extends Error {
  constructor(version: string) {
    super(
      `PostgreSQL ${version} is too old: Tenon needs ${MIN_SERVER_VERSION} or newer; upgrade it or change DATABASE_URL`,
    )
    this.name = 'DatabaseTooOldError'
  }
}

/** No connection could be opened. The cause says why. */
export class DatabaseConnectionError extends Error {
  constructor(cause: unknown) {
    super('the database cannot be reached', { cause })
    this.name = 'DatabaseConnectionError'
  }
}

/**
 * Connects, checks the server's version and brings its tables up to date.
 *
 * @throws {DatabaseConnectionError | DatabaseTooOldError}
 */
export async function openDatabase(
  connectionString: string,
  { log, poolSize = POOL_SIZE }: OpenDatabaseOptions,
): Promise<OpenDatabase> {
  const pool = new pg.Pool({
    connectionString,
    max: poolSize,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'tenon',
    keepAlive: true,
  })
  // A connection was lost. Without these listeners Node would end the process: the pool's hears of the idle ones, which
  // it has dropped already; whoever uses one hears of it by the query that fails.
  pool.on('error', (error) => {
    if (!pool.ending) log.warn({ err: error }, 'a database connection was lost')
  })
  pool.on('connect', (client) => client.on('error', () => {}))
  try {
    await checkVersion(pool)
    await migrate(pool, log)
  } catch (error) {
    await pool.end()
    throw error
  }
  return { db: withTransactions(drizzle({ client: pool }), pool), pool, close: () => pool.end() }
}

/**
 * With transactions that give their connection back however they end. Drizzle's own keep the one whose `begin` fails, as
 * it does when the database goes away at that moment; ten of them, and the pool is used up for ever.
 */
function withTransactions(db: Database, pool: pg.Pool): Database {
  const transaction: Database['transaction'] = async (run, config) => {
    const client = await pool.connect()
    try {
      return await drizzle({ client }).transaction(run, config)
    } finally {
      client.release()
    }
  }
  return Object.assign(db, { transaction })
}

async function checkVersion(pool: pg.Pool): Promise<void> {
  const { rows } = await pool
    .query<{ server_version: string }>('show server_version')
    .catch((error: unknown) => {
      throw new DatabaseConnectionError(error)
    })
  requireVersion(rows[0]?.server_version ?? 'of unknown version')
}

/**
 * @param version as `show server_version` has it: `18.4`, `15.8 (Debian 15.8-1)`, `19beta1`
 * @throws {DatabaseTooOldError}
 */
export function requireVersion(version: string): void {
  if (!(Number.parseInt(version, 10) >= MIN_SERVER_VERSION)) throw new DatabaseTooOldError(version)
}
