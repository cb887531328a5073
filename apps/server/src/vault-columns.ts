import { type SQL, sql } from 'drizzle-orm'
import type { Place } from './vault.ts'

/** A column of sealed values, each sealed for its own row's `id`. */
export interface SealedColumn {
  table: string
  column: string
  /** Rows in which this is true were sealed for another place. Sealing them again ends that. */
  moved?: { flag: string; from: Pick<Place, 'table' | 'column'> }
}

/** Every column that `keys rotate` encrypts again. A test holds it against the database. */
export const sealedColumns: readonly SealedColumn[] = [
  { table: 'connection', column: 'credential' },
  { table: 'connection', column: 'assembly_state' },
  { table: 'connect_session', column: 'state' },
  {
    table: 'keyvault_entry',
    column: 'value',
    moved: { flag: 'is_sealed_as_integration', from: { table: 'integration', column: 'client_secret' } },
  },
  { table: 'webhook_endpoint', column: 'secret' },
  { table: 'webhook_endpoint', column: 'previous_secret' },
]

/** The id of the key that a value was sealed with, as bytes: see the format in `vault.ts`. Null for what is no such value. */
export function keyIdOf(column: string): SQL {
  const value = sql.identifier(column)
  return sql`case when length(${value}) > 1 then substring(${value} from 3 for get_byte(${value}, 1)) end`
}
