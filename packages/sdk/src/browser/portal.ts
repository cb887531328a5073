import type { ConnectApi } from '../shared/connect-api.ts'
import { findConnection } from '../shared/connections.ts'
import { TenonError } from '../shared/errors.ts'
import type { Connection } from '../shared/wire.ts'
import { type Events, type PortalCallbacks, type PortalEvent, portalEvent } from './events.ts'
import { createFrame, type Frame } from './frame.ts'
import {
  type Invocation,
  invocationError,
  invocationResponse,
  readInvocation,
  type Shown,
  uiUpdate,
} from './portal-messages.ts'
import type { Session } from './session.ts'

/** How long the portal page may take to load and show itself. */
const LOAD_TIMEOUT_MS = 20_000
/** The page sends calls of its own with the token it was given, so it must not be left with an expired one. */
const TOKEN_CHECK_MS = 10_000
/** How long the page may take to fade out before it is hidden all the same. */
const HIDE_TIMEOUT_MS = 1_000

interface Opening {
  shown: Shown
  callbacks: PortalCallbacks
  /** Gives the focus back to where it was before the portal. */
  restoreFocus: () => void
  signal: AbortSignal | undefined
}

export interface Portal {
  /** What it is open for. */
  readonly opening: Opening | undefined
  /** Starts loading the page, so that it is there when it is opened. */
  prepare(): void
  /** Resolves with the connection made or, when the user closes the portal before, with the one there is. */
  open(opening: Opening): Promise<Connection | undefined>
  close(): void
  /** Removes a page that is not open for anything. */
  discard(): void
  /** Changes what is shown. */
  patch(part: Partial<Shown>): void
  /** Sends the page the present state. */
  render(): void
  setVisible(isVisible: boolean): void
  /** The page shows itself now. */
  onOpen(): void
  destroy(): void
}

export interface PortalParts {
  api: ConnectApi
  session: Session
  events: Events
  container: HTMLElement | string | undefined
  /** The user token, as far as there is one. */
  token: () => string
  /** Replaces the token when it is about to expire. */
  refreshToken: () => Promise<unknown>
  invoke: (invocation: Invocation) => unknown
}

export function createPortal(parts: PortalParts): Portal {
  const { api, session, events, container, token, refreshToken, invoke } = parts
  const origin = new URL(api.host).origin
  let frame: Frame | undefined
  let isLoaded = false
  let opening: Opening | undefined
  let end = (_closing?: Opening) => {}
  let restoreFocus = () => {}
  let timer: ReturnType<typeof setTimeout> | undefined

  function post(message: object): void {
    frame?.window?.postMessage(message, origin)
  }

  /** Only the page in our own frame, and only while it is Tenon's, may ask for anything. */
  async function onMessage(event: MessageEvent): Promise<void> {
    if (event.origin !== origin || !frame || event.source !== frame.window) return
    const invocation = readInvocation(event.data)
    if (!invocation) return
    try {
      // called at once: a window may be opened only while the click in the frame still counts
      post(invocationResponse(invocation, await invoke(invocation)))
    } catch (error) {
      post(invocationError(invocation, error))
    }
  }

  function prepare(): void {
    if (frame) return
    window.addEventListener('message', onMessage)
    const onLoad = () => {
      isLoaded = true
      render()
    }
    frame = createFrame({
      src: `${api.host}/ui?projectId=${encodeURIComponent(api.projectId)}`,
      container,
      onLoad,
    })
  }

  function render(): void {
    if (isLoaded) post(uiUpdate(api, token(), session.loaded, opening?.shown))
  }

  function removeFrame(): void {
    if (!frame) return
    window.removeEventListener('message', onMessage)
    frame.remove()
    frame = undefined
    isLoaded = false
  }

  function setVisible(isVisible: boolean): void {
    clearTimeout(timer)
    if (isVisible) frame?.show()
    else if (frame) {
      frame.hide()
      restoreFocus()
    }
  }

  function close(): void {
    if (!opening) return
    const closing = opening
    const finish = end
    opening = undefined // first, because a listener may call closePortal() in turn
    emitOf('onPortalClose', closing)
    finish(closing)
    render()
    clearTimeout(timer)
    if (frame?.isShown) timer = setTimeout(() => setVisible(false), HIDE_TIMEOUT_MS)
  }

  function emitOf(name: 'onPortalOpen' | 'onPortalClose', { shown: { integration } }: Opening): void {
    if (session.loaded) events.emit(name, portalEvent(integration), session.loaded.user)
  }

  /** What a returning user has connected already: they have nothing to do but to close the portal. */
  function existing({ shown: { integration, installOptions, connectionId } }: Opening) {
    const state = session.loaded?.user.integrations[integration.slug]
    const connection = findConnection(state, (installOptions.externalId as string) ?? connectionId)
    return connection?.status === 'VALID' ? connection : undefined
  }

  function open(next: Opening): Promise<Connection | undefined> {
    close()
    prepare()
    return new Promise((resolve, reject) => {
      const stops = forward(events, next)
      stops.push(
        events.subscribe('onIntegrationInstall', ({ integrationId, credential }) => {
          if (integrationId === next.shown.integration.id) resolve(credential)
        }),
      )
      const onAbort = () => {
        reject(next.signal?.reason)
        close()
      }
      next.signal?.addEventListener('abort', onAbort)
      const tokenCheck = setInterval(() => refreshToken().catch(() => {}), TOKEN_CHECK_MS)
      end = (closing) => {
        clearInterval(tokenCheck)
        for (const stop of stops) stop()
        next.signal?.removeEventListener('abort', onAbort)
        // by then a logout, which closes the portal too, has forgotten whose they were
        queueMicrotask(() => resolve(closing && existing(closing)))
      }
      opening = next
      restoreFocus = next.restoreFocus
      clearTimeout(timer)
      timer = setTimeout(() => {
        reject(new TenonError('portal_unreachable', `The portal at ${api.host}/ui did not load`))
        opening = undefined
        end()
        removeFrame()
      }, LOAD_TIMEOUT_MS)
      render()
    })
  }

  return {
    get opening() {
      return opening
    },
    prepare,
    open,
    close,
    discard: () => opening || removeFrame(),
    render,
    setVisible,
    onOpen: () => opening && emitOf('onPortalOpen', opening),
    patch(part) {
      if (!opening) return
      opening = { ...opening, shown: { ...opening.shown, ...part } }
      render()
    },
    destroy() {
      close()
      clearTimeout(timer)
      removeFrame()
    },
  }
}

/** Passes on to one caller's callbacks what happens to its integration. */
function forward(events: Events, { shown, callbacks }: Opening): (() => void)[] {
  const { id } = shown.integration
  const isAbout = (event: PortalEvent) => event.integrationId === id
  return [
    events.subscribe('onPortalOpen', (event) => isAbout(event) && callbacks.onOpen?.(event)),
    events.subscribe('onPortalClose', (event) => isAbout(event) && callbacks.onClose?.(event)),
    events.subscribe('onIntegrationInstall', (event) => isAbout(event) && callbacks.onInstall?.(event)),
    events.subscribe('onIntegrationUninstall', (event) => isAbout(event) && callbacks.onUninstall?.(event)),
    events.subscribe('onWorkflowChange', (event) => isAbout(event) && callbacks.onWorkflowChange?.(event)),
  ]
}
