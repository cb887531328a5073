import { wireStatus } from '@tenon/core'
import { loadView } from '../api.ts'
import { type Bridge, createBridge, type MessagePage } from '../sdk/bridge.ts'
import { type Fault, readFault } from '../sdk/fault.ts'
import type { HostState } from '../sdk/messages.ts'
import { faultMessage } from './fault-text.ts'
import { isFinishedInstall, isShown, type Screen } from './screen.ts'
import {
  closedPortal,
  isSameRequest,
  type PortalState,
  withFocusBack,
  withHost,
  withLeaving,
  withLoadFault,
  withLoading,
  withScreen,
  withView,
} from './state.ts'

/** How long the outcome is waited for before the page says that the provider's window may have been closed. */
const OUTCOME_WAIT_MS = 600

/** The page's one store: its state, how to change it, and its line to the SDK. */
export interface Portal {
  readonly state: PortalState
  readonly bridge: Bridge
  subscribe(listener: () => void): () => void
  update(next: PortalState): void
  /** Tells the browser's console what a failure says to those who run the product; the user is not told. */
  report(fault: Fault): void
  /** Reads the view again. Never rejects: a failure becomes `loadFault`. */
  reload(): Promise<void>
  /** Goes to a screen, or closes the portal; asks first when something would be lost. */
  leave(to: Screen | 'closed'): void
  /** The user's answer to that question. */
  confirmLeave(isSure: boolean): void
  /** Each tells whether something would be lost by leaving now. */
  readonly guards: Set<() => boolean>
}

/** @param page the window of the iframe: messages come from its parent, focus comes back to it from popups */
export function createPortal(
  page: MessagePage & { addEventListener(type: 'focus', listener: () => void): void },
): Portal {
  const listeners = new Set<() => void>()
  const guards = new Set<() => boolean>()
  let state = closedPortal
  let shownFor: string | undefined
  let loads = 0
  let lastLoad: Promise<void> | undefined
  let lastSynced = ''

  const bridge = createBridge(page, onHost)
  page.addEventListener('focus', askAfterWindow)
  return {
    get state() {
      return state
    },
    bridge,
    subscribe,
    update,
    report,
    reload,
    leave,
    confirmLeave,
    guards,
  }

  function subscribe(listener: () => void) {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  function update(next: PortalState): void {
    if (next === state) return
    for (const key of ['attemptFault', 'loadFault'] as const)
      if (next[key] && next[key] !== state[key]) report(next[key])
    state = next
    syncContainer()
    for (const listener of listeners) listener()
  }

  function report(fault: Fault): void {
    const { code, message } = fault
    if (message && !faultMessage(fault)) console.error(`Tenon: ${code}: ${message}`)
  }

  /** First the outcome, if there is one: the SDK tells none when the window renewed what it took for a good connection. */
  function askAfterWindow(): void {
    if (state.attempt?.by !== 'window') return
    // A slow server is not waited for: the user looks at the page now.
    const late = new Promise((resolve) => setTimeout(resolve, OUTCOME_WAIT_MS))
    void Promise.race([reload(), late]).then(() => update(withFocusBack(state)))
  }

  function onHost(host: HostState): void {
    const known = state.host
    update(withHost(state, host))
    if (host.isWindowClosed && !known?.isWindowClosed) askAfterWindow()
    if (!host.integration)
      loads += 1 // What is still on its way was for a portal that is closed now.
    else if (!host.token) update(withLoadFault(state, { code: 'unauthenticated', message: '' }))
    else if (!isSameView(known, host)) void reload()
  }

  async function reload(): Promise<void> {
    lastLoad = load()
    // Whoever waits gets the newest view: an older answer is dropped when a newer one is under way.
    for (let awaited: Promise<void> | undefined; awaited !== lastLoad; ) {
      awaited = lastLoad
      await awaited
    }
  }

  async function load(): Promise<void> {
    const { host } = state
    if (!host?.integration || !host.token || !host.projectId) return
    const access = { projectId: host.projectId, token: host.token, slug: host.integration.slug }
    loads += 1
    const number = loads
    update(withLoading(state))
    try {
      const view = await loadView(access)
      if (number === loads) update(withView(state, view))
      if (number === loads) syncSdk()
    } catch (error) {
      if (number === loads) update(withLoadFault(state, readFault(error)))
    }
  }

  /** The iframe is shown and hidden by the SDK, at our word. */
  function syncContainer(): void {
    const showFor = isShown(state) ? state.host?.integration?.id : undefined
    if (showFor === shownFor) return
    const wasShown = shownFor !== undefined
    shownFor = showFor
    void ignore(bridge.call('updateContainerStyle', { isModalShown: showFor !== undefined }))
    if (showFor !== undefined) void ignore(bridge.call('onOpen'))
    else if (wasShown && isFinishedInstall(state)) void ignore(bridge.call('onClose', true))
  }

  /**
   * Connections may have changed behind the SDK's back, and it refuses to disconnect one that it does not know. Called
   * after each view; an SDK that stays behind is not asked twice in a row.
   */
  function syncSdk(): void {
    // Nobody disconnects here then, and what the SDK comes to know during an installation is its outcome.
    if (!isShown(state)) return
    const known = state.host?.credentials.join()
    const actual = state.view?.connections
      .map(({ id, status }) => `${id} ${wireStatus[status]}`)
      .sort()
      .join()
    if (actual === undefined || known === actual || lastSynced === actual) return
    lastSynced = actual
    void ignore(bridge.call('updateLocalState'))
  }

  function leave(to: Screen | 'closed'): void {
    if ([...guards].some((hasUnsaved) => hasUnsaved())) update(withLeaving(state, to))
    else go(to)
  }

  function confirmLeave(isSure: boolean): void {
    const { leavingTo } = state
    if (isSure && leavingTo) go(leavingTo)
    else update(withLeaving(state, null))
  }

  function go(to: Screen | 'closed'): void {
    if (to === 'closed') void ignore(bridge.call('onClose', true))
    else update(withScreen(state, to))
  }
}

/** What the view depends on: who asks, for which integration, with which connections. */
function isSameView(before: HostState | null, after: HostState): boolean {
  return (
    isSameRequest(before, after) &&
    before?.token === after.token &&
    before?.credentials.join() === after.credentials.join()
  )
}

/** For calls whose failure changes nothing for the user: an older SDK may not know the function. */
function ignore(call: Promise<unknown>): Promise<unknown> {
  return call.catch(() => undefined)
}
