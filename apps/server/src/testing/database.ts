import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

/** A database of the test's own on the run's PostgreSQL, without any table. */
export interface EmptyDatabase {
  connectionString: string
  drop: () => Promise<void>
}

export async function createEmptyDatabase(): Promise<EmptyDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const url = new URL(inject('databaseUrl'))
  await runOn(url.href, `create database ${name}`)
  const own = new URL(url)
  own.pathname = `/${name}`
  return {
    connectionString: own.href,
    drop: () => runOn(url.href, `drop database ${name} with (force)`),
  }
}

async function runOn(connectionString: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
