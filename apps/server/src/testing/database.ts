import { inject } from 'vitest'
import { createScratchDatabase, type ScratchDatabase } from './scratch-database.ts'

export type EmptyDatabase = ScratchDatabase

/** A database of the test's own on the run's PostgreSQL. */
export async function createEmptyDatabase(): Promise<EmptyDatabase> {
  return createScratchDatabase(inject('databaseUrl'))
}
