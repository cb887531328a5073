import { AppError } from '@tenon/core'
import type { ConnectionRow } from './store.ts'

type Selectable = Pick<ConnectionRow, 'id' | 'externalId' | 'status'>

/**
 * The connection that a caller names: by id, by `ext:<externalId>`, or by a bare external id.
 *
 * @throws AppError `connection_missing`
 */
export function selectConnection<Row extends Selectable>(connections: readonly Row[], selector: string): Row {
  const externalId = selector.startsWith('ext:') ? selector.slice('ext:'.length) : selector
  const found =
    connections.find(({ id }) => id === selector) ??
    connections.find((connection) => connection.externalId === externalId)
  if (found) return found
  throw new AppError('connection_missing', `This user has no connection "${selector}" for this integration`)
}

/** The connection to use when none is named: the oldest that works, else the oldest. */
export function defaultConnection<Row extends Selectable>(connections: readonly Row[]): Row | undefined {
  return connections.find(({ status }) => status === 'active') ?? connections[0]
}
