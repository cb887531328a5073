import type { ConnectionStatus } from '@tenon/core'
import { texts } from '../texts/current.ts'

/** A connection's state, in a word and a colour. */
export function Status({ status }: { status: ConnectionStatus }) {
  return <span class={`status status-${status}`}>{texts.accounts.status[status]}</span>
}
