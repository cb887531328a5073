import { type ConnectionId, type ConnectSessionId, Credential } from '@tenon/core'
import type { AssemblyState } from '../assemblies/state.ts'
import type { Place, Vault } from '../vault.ts'

/** Where each sealed value of a connection lives: a value moved to another row or column does not open. */
export const credentialPlace = (id: ConnectionId): Place => ({
  table: 'connection',
  column: 'credential',
  rowId: id,
})
export const assemblyStatePlace = (id: ConnectionId): Place => ({
  table: 'connection',
  column: 'assembly_state',
  rowId: id,
})
export const sessionStatePlace = (id: ConnectSessionId): Place => ({
  table: 'connect_session',
  column: 'state',
  rowId: id,
})

export function openCredential(vault: Vault, id: ConnectionId, sealed: Buffer): Credential {
  return Credential.parse(JSON.parse(vault.openText(sealed, credentialPlace(id))))
}

/** What we sealed ourselves, in this shape. */
export function openAssemblyState(vault: Vault, sealed: Buffer, place: Place): AssemblyState {
  return JSON.parse(vault.openText(sealed, place))
}
