import { z } from 'zod'
import { type ConnectionStatus, ReauthReason } from './connection.ts'

/** All that can happen to a connection. What a provider did to it bears the name of its reason. */
export const ConnectionEvent = z.enum([
  'connected', // authorised for the first time, with nothing left to do
  'choice_needed', // authorised, but the user still has to choose or enter something
  'chosen', // the user did
  'reconnected', // authorised again, in place of what there was
  'imported', // the team brought a credential along
  'refreshed', // the provider gave a new token
  ...ReauthReason.options,
  'disconnected',
])
export type ConnectionEvent = z.infer<typeof ConnectionEvent>

/** What the product's team is told of, by webhook and e-mail. */
export const ConnectionNotice = z.enum(['created', 'needs_reauth', 'restored', 'deleted'])
export type ConnectionNotice = z.infer<typeof ConnectionNotice>

/**
 * Where a connection stands; `undefined` where there is none. The reason for which it needed its user outlives
 * `needs_reauth` while a choice is open: by it a connection that comes back is told from one that never worked.
 */
export interface ConnectionState {
  status: ConnectionStatus
  reauthReason: ReauthReason | null
}

export interface Transition {
  /** `undefined` when the connection is gone. */
  to: ConnectionState | undefined
  /** What the team is told; null for nothing. */
  notice: ConnectionNotice | null
  /** Whether the audit trail has it. Refreshes that change nothing else are far too many. */
  isRecorded: boolean
}

type Rule = (from: ConnectionState) => Transition

const ACTIVE: ConnectionState = { status: 'active', reauthReason: null }

const activated = (notice: ConnectionNotice | null): Transition => ({ to: ACTIVE, notice, isRecorded: true })
const deleted = (notice: ConnectionNotice | null): Transition => ({ to: undefined, notice, isRecorded: true })

const toActive = () => activated(null)
const toRestored = () => activated('restored')
const toDeleted = () => deleted('deleted')
const toPending: Rule = ({ reauthReason }) => ({
  to: { status: 'pending', reauthReason },
  notice: null,
  isRecorded: true,
})
const toNeedsReauth =
  (reauthReason: ReauthReason): Rule =>
  () => ({ to: { status: 'needs_reauth', reauthReason }, notice: 'needs_reauth', isRecorded: true })
const renewed = () => ({ to: ACTIVE, notice: null, isRecorded: false })

/** One that was broken before its choice is restored by it; of one that never worked nobody was told. */
const finished: Rule = ({ reauthReason }) => activated(reauthReason === null ? 'created' : 'restored')
const abandoned: Rule = ({ reauthReason }) => deleted(reauthReason === null ? null : 'deleted')

/** What can happen to a connection of each state; whatever is missing comes too late and changes nothing. */
const rules: Readonly<Record<ConnectionStatus, Partial<Record<ConnectionEvent, Rule>>>> = {
  pending: {
    choice_needed: toPending,
    chosen: finished,
    reconnected: finished,
    imported: finished,
    disconnected: abandoned,
  },
  active: {
    // The credential that works is used until the choice is made.
    choice_needed: toActive,
    chosen: toActive,
    reconnected: toActive,
    imported: toActive,
    refreshed: renewed,
    refresh_rejected: toNeedsReauth('refresh_rejected'),
    refresh_interrupted: toNeedsReauth('refresh_interrupted'),
    credentials_rejected: toNeedsReauth('credentials_rejected'),
    no_refresh_token: toNeedsReauth('no_refresh_token'),
    disconnected: toDeleted,
  },
  needs_reauth: {
    choice_needed: toPending,
    chosen: toRestored,
    reconnected: toRestored,
    imported: toRestored,
    // A refresh that was under way has succeeded: the credential was thought dead wrongly.
    refreshed: toRestored,
    disconnected: toDeleted,
  },
}

const beginnings: Partial<Record<ConnectionEvent, Transition>> = {
  connected: activated('created'),
  imported: activated('created'),
  choice_needed: toPending({ status: 'pending', reauthReason: null }),
}

/**
 * What an event does to a connection.
 *
 * @param from `undefined`: there is no connection yet
 * @returns `undefined` when the event does not apply: it comes too late, and nothing may be written
 */
export function afterEvent(
  from: ConnectionState | undefined,
  event: ConnectionEvent,
): Transition | undefined {
  return from === undefined ? beginnings[event] : rules[from.status][event]?.(from)
}
