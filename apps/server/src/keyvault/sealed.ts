import type { ProjectContext } from '../context.ts'
import { protectValue } from '../protected-values.ts'
import type { Place } from '../vault.ts'
import type { KeyvaultRow } from './store.ts'

/** Where an entry's secret is sealed; a value written before there was a keyvault keeps the place it had. */
function valuePlace({ id, isSealedAsIntegration }: Pick<KeyvaultRow, 'id' | 'isSealedAsIntegration'>): Place {
  return isSealedAsIntegration
    ? { table: 'integration', column: 'client_secret', rowId: id }
    : { table: 'keyvault_entry', column: 'value', rowId: id }
}

/** From now on this process masks what it has opened. @throws {VaultError} */
export function openValue(
  { vault }: Pick<ProjectContext, 'vault'>,
  row: Pick<KeyvaultRow, 'id' | 'isSealedAsIntegration' | 'value'>,
): string | undefined {
  if (row.value === null) return undefined
  const value = vault.openText(row.value, valuePlace(row))
  protectValue(value)
  return value
}

/** The columns that hold a new secret. */
export function sealValue(
  { vault }: Pick<ProjectContext, 'vault'>,
  { id }: Pick<KeyvaultRow, 'id'>,
  value: string,
): Pick<KeyvaultRow, 'value' | 'isSealedAsIntegration'> {
  protectValue(value)
  const isSealedAsIntegration = false
  return { value: vault.seal(value, valuePlace({ id, isSealedAsIntegration })), isSealedAsIntegration }
}
