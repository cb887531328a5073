import type { PendingChoice } from '../assemblies/state.ts'
import type { ConnectionRow } from './store.ts'

/** As long as a user may take at the provider. */
const RECONNECT_MS = 15 * 60_000

/**
 * A choice beside a connection that works: it goes on with its old credential until the choice is made, and is as it was
 * when it is not made in time.
 */
export function choiceBeside(choice: PendingChoice, accountType: string, now: Date): PendingChoice {
  return {
    ...choice,
    reconnect: { accountType, until: new Date(now.getTime() + RECONNECT_MS).toISOString() },
  }
}

/** What the user can still choose. */
export function openChoice({ choice }: Pick<ConnectionRow, 'choice'>, now: Date): PendingChoice | undefined {
  if (!choice) return undefined
  const { reconnect } = choice
  return reconnect && new Date(reconnect.until) <= now ? undefined : choice
}
