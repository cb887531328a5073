import { randomUUID } from 'node:crypto'
import pg from 'pg'

/** A database of one's own on a running PostgreSQL, without any table. */
export interface ScratchDatabase {
  connectionString: string
  query: <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<Row[]>
  /** Runs a statement and keeps the rows locked that it locks. @returns lets go of them */
  lock: (text: string, values?: unknown[]) => Promise<() => Promise<void>>
  /** Ends the connections of applications of these names. */
  cut: (applications: string[]) => Promise<void>
  /** Whether new connections are let in; those that are open go on. */
  letIn: (isOpen: boolean) => Promise<void>
  /** Ends every connection to it. */
  drop: () => Promise<void>
}

/** @param serverUrl of any database there; its user must be allowed to create others */
export async function createScratchDatabase(serverUrl: string): Promise<ScratchDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await runOn(serverUrl, `create database ${name}`)
  const own = new URL(serverUrl)
  own.pathname = `/${name}`
  const pool = new pg.Pool({ connectionString: own.href, max: 2, application_name: 'test' })
  pool.on('error', () => {}) // a test may have cut it
  return {
    connectionString: own.href,
    query: async <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) =>
      (await pool.query<Row>(text, values)).rows,
    async lock(text, values) {
      const client = new pg.Client({ connectionString: own.href, application_name: 'test' })
      await client.connect()
      await client.query('begin')
      await client.query(text, values)
      return () => client.end()
    },
    cut: (applications) =>
      runOn(
        serverUrl,
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = $1 and application_name = any($2)`,
        [name, applications],
      ),
    letIn: (isOpen) => runOn(serverUrl, `alter database ${name} allow_connections ${isOpen}`),
    async drop() {
      await pool.end()
      await runOn(serverUrl, `drop database ${name} with (force)`)
    },
  }
}

async function runOn(connectionString: string, statement: string, values?: unknown[]): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    await client.query(statement, values)
  } finally {
    await client.end()
  }
}
