import { type PortalConnection, type PortalView, wireStatus } from '@tenon/core'
import { type Fault, readFault } from '../sdk/fault.ts'
import type { HostState } from '../sdk/messages.ts'
import { changedConnection, firstScreen, type Screen } from './screen.ts'

/** The user is connecting: in the provider's window, with entered values, or by picking what was left open. */
export interface Attempt {
  by: 'window' | 'form' | 'choice'
  accountTypeId: string
  /** Values entered before, so that the window can be opened again. */
  values: Record<string, unknown>
  /** The connection that is renewed or completed; `null` makes a new one. */
  connectionId: string | null
  /** The connections when it began: what differs afterwards is its outcome. */
  before: readonly PortalConnection[]
  /** The focus came back from the provider's window without an outcome: it may have been closed. */
  wasLeft: boolean
}

/** What just went well, for a line of its own until the user goes on. */
export interface Moment {
  kind: 'connected' | 'reconnected' | 'disconnected'
  name: string
}

/** Everything the page shows. Changed only by the functions below, each of which returns the next state. */
export interface PortalState {
  host: HostState | null
  view: PortalView | null
  isLoading: boolean
  /** Why the view could not be loaded. */
  loadFault: Fault | null
  /** `null` until the first view is there. */
  screen: Screen | null
  attempt: Attempt | null
  /** What was entered for the last attempt by a window, when that came to nothing: to be corrected, not typed again. */
  left: Pick<Attempt, 'accountTypeId' | 'values'> | null
  /** How the last attempt failed. */
  attemptFault: Fault | null
  moment: Moment | null
  /** `HostState.credentials` when the portal was opened. */
  credentialsAtOpening: readonly string[]
  /** The connections when the portal was opened; `null` until the first view is there. */
  openedWith: readonly PortalConnection[] | null
  /** Installations by the SDK that the user was told of, as `id status`. */
  told: readonly string[]
  /** Where the user wanted to go although something is unsaved. */
  leavingTo: Screen | 'closed' | null
}

export const closedPortal: PortalState = {
  host: null,
  view: null,
  isLoading: false,
  loadFault: null,
  screen: null,
  attempt: null,
  left: null,
  attemptFault: null,
  moment: null,
  credentialsAtOpening: [],
  openedWith: null,
  told: [],
  leavingTo: null,
}

/**
 * The SDK spoke. Another integration starts afresh, and so does the same one when the host page asks for it in another
 * way; a connection error that was not there before ends the attempt.
 */
export function withHost(state: PortalState, host: HostState): PortalState {
  if (!isSameRequest(state.host, host))
    return { ...closedPortal, host, credentialsAtOpening: host.credentials }
  const openedWith = state.openedWith && thereAtOpening(state.openedWith, state, host)
  const next = { ...state, host, openedWith }
  const isNews = host.connectionError !== undefined && state.host?.connectionError === undefined
  return isNews && state.attempt?.by === 'window'
    ? withAttemptFault(next, readFault(host.connectionError))
    : next
}

/**
 * The first view may be older or newer than the outcome of a window that the SDK opened meanwhile. What the SDK came to
 * know since the portal was opened was not there before.
 */
function thereAtOpening(
  connections: readonly PortalConnection[],
  { credentialsAtOpening }: PortalState,
  { credentials }: HostState,
): readonly PortalConnection[] {
  const known = new Set(credentialsAtOpening)
  const gained = new Set(credentials.filter((credential) => !known.has(credential)))
  return connections.filter(({ id, status }) => !gained.has(`${id} ${wireStatus[status]}`))
}

/** Whether the host page still asks for what it asked before: its options come with every word of the SDK. */
export function isSameRequest(before: HostState | null, after: HostState): boolean {
  return (
    before?.integration?.id === after.integration?.id &&
    JSON.stringify(before?.install) === JSON.stringify(after.install)
  )
}

export function withLoading(state: PortalState): PortalState {
  return { ...state, isLoading: true }
}

/** A view that was shown stays: a failed reload must not take the page from under the user. */
export function withLoadFault(state: PortalState, loadFault: Fault): PortalState {
  return { ...state, isLoading: false, loadFault }
}

/** A view arrived: the attempt may have an outcome in it, and the account on screen may be gone. */
export function withView(state: PortalState, view: PortalView): PortalState {
  const { host, attempt, screen } = state
  const openedWith =
    state.openedWith ?? (host ? thereAtOpening(view.connections, state, host) : view.connections)
  const next: PortalState = { ...state, view, openedWith, isLoading: false, loadFault: null }
  const outcome = attempt
    ? changedConnection(attempt.before, view.connections, attempt.connectionId)
    : installedBySdk(next)
  if (outcome) return withOutcome(next, attempt?.before ?? openedWith, outcome)
  const isGone = screen?.name === 'account' && !view.connections.some(({ id }) => id === screen.id)
  return screen === null || isGone ? { ...next, screen: firstScreen(view, host) } : next
}

/** What came of a window that the SDK opened by itself, for an installation without a portal: told once. */
function installedBySdk({ host, view, openedWith, told }: PortalState): PortalConnection | undefined {
  if (!host?.install.isApiInstallation) return undefined
  const known = new Set([...told, ...(openedWith ?? []).map(inState)])
  return view?.connections.find(
    (connection) => connection.status !== 'needs_reauth' && !known.has(inState(connection)),
  )
}

function inState({ id, status }: PortalConnection): string {
  return `${id} ${status}`
}

function withOutcome(
  state: PortalState,
  before: readonly PortalConnection[],
  connection: PortalConnection,
): PortalState {
  const wasThere = before.some(({ id, status }) => id === connection.id && status === 'needs_reauth')
  const moment: Moment = {
    kind: wasThere ? 'reconnected' : 'connected',
    name: connection.account?.label ?? '',
  }
  return {
    ...state,
    told: [...state.told, inState(connection)],
    screen: { name: 'account', id: connection.id },
    attempt: null,
    left: null,
    attemptFault: null,
    moment: connection.status === 'active' ? moment : null,
  }
}

export function withAttempt(state: PortalState, attempt: Omit<Attempt, 'before' | 'wasLeft'>): PortalState {
  const before = state.view?.connections ?? []
  return { ...state, attempt: { ...attempt, before, wasLeft: false }, attemptFault: null, moment: null }
}

export function withAttemptFault(state: PortalState, attemptFault: Fault): PortalState {
  return { ...withoutAttempt(state), attemptFault }
}

/** The user gave up waiting for the provider's window. */
export function withoutAttempt(state: PortalState): PortalState {
  return { ...state, attempt: null, left: state.attempt ?? state.left }
}

export function withFocusBack(state: PortalState): PortalState {
  return state.attempt?.by === 'window' ? { ...state, attempt: { ...state.attempt, wasLeft: true } } : state
}

export function withMoment(state: PortalState, moment: Moment): PortalState {
  return { ...state, moment }
}

export function withScreen(state: PortalState, screen: Screen): PortalState {
  return { ...state, screen, moment: null, left: null, attemptFault: null, leavingTo: null }
}

export function withLeaving(state: PortalState, leavingTo: PortalState['leavingTo']): PortalState {
  return { ...state, leavingTo }
}
