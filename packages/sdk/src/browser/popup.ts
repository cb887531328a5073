import { errorFromBody, isObject, TenonError } from '../shared/errors.ts'

const WIDTH = 500
const HEIGHT = 600

/** Opens the window in which the user signs in. Only a click may: call it before anything is awaited. */
export function openPopup(): Window {
  const left = Math.round(window.screenX + (window.outerWidth - WIDTH) / 2)
  const top = Math.round(window.screenY + (window.outerHeight - HEIGHT) / 2)
  const popup = window.open(
    'about:blank',
    '',
    `popup,width=${WIDTH},height=${HEIGHT},left=${left},top=${top}`,
  )
  if (popup) return popup
  throw new TenonError('popup_blocked', 'The browser blocked the window: start from within a click')
}

const CHECK_MS = 250
/** How long the server may still need to tell of a success after its page closed the window. */
const GRACE_MS = 2_000

/**
 * Calls once when the window looks closed: long before that ends the flow, so that a page can ask.
 *
 * @returns how to stop
 */
export function whenClosed(popup: Window, listener: () => void): () => void {
  const ticks = setInterval(() => {
    if (!popup.closed || !document.hasFocus()) return
    clearInterval(ticks)
    listener()
  }, CHECK_MS)
  return () => clearInterval(ticks)
}

export interface PopupWatch {
  /** Aborts when the flow ends other than well; its reason is the error. */
  readonly signal: AbortSignal
  readonly isClosed: boolean
  readonly closed: Promise<void>
  /** The page that ties this browser to the flow has done so. */
  readonly nonceLoaded: Promise<void>
  stop(): void
}

export interface PopupWatchOptions {
  /** The only origin whose messages count. */
  serverOrigin: string
  integrationId: string
  timeoutMs: number
  signal: AbortSignal | undefined
}

/** Watches for all that can happen to the window: messages of the server's pages, closing, time running out. */
export function watchPopup(popup: Window, options: PopupWatchOptions): PopupWatch {
  const ending = new AbortController()
  const nonceLoaded = deferred()
  const closed = deferred()
  let closedMs = 0

  function onMessage({ origin, source, data }: MessageEvent): void {
    if (origin !== options.serverOrigin || !isObject(data)) return
    if (data.type === 'oauth-nonce-loaded' && source === popup) nonceLoaded.resolve()
    const isOurs = !data.integrationId || data.integrationId === options.integrationId
    if (data.type === 'oauth_error_callback' && isOurs)
      ending.abort(authorizationError(data.errorResponse ?? data.error))
  }

  // A provider's Cross-Origin-Opener-Policy makes an open window look closed; but then it has the focus, and this
  // page has not.
  function onTick(): void {
    if (!popup.closed || !document.hasFocus()) return
    closedMs += CHECK_MS
    closed.resolve()
    if (closedMs > GRACE_MS) {
      ending.abort(new TenonError('popup_closed', 'The sign-in window was closed'))
    }
  }

  const onAbort = () => ending.abort(options.signal?.reason)
  const onTimeout = () =>
    ending.abort(new TenonError('oauth_timeout', 'The sign-in was not finished in time'))

  window.addEventListener('message', onMessage)
  options.signal?.addEventListener('abort', onAbort)
  if (options.signal?.aborted) onAbort()
  const ticks = setInterval(onTick, CHECK_MS)
  const timeout = setTimeout(onTimeout, options.timeoutMs)

  return {
    signal: ending.signal,
    closed: closed.promise,
    nonceLoaded: nonceLoaded.promise,
    get isClosed() {
      return closedMs > 0
    },
    stop() {
      window.removeEventListener('message', onMessage)
      options.signal?.removeEventListener('abort', onAbort)
      clearInterval(ticks)
      clearTimeout(timeout)
      ending.abort()
    },
  }
}

/** What ended an authorization: an ErrorBody, or only a sentence. */
export function authorizationError(body: unknown): TenonError {
  return errorFromBody(body, { code: 'oauth_failed', message: 'The account could not be connected' })
}

function deferred() {
  let resolve = () => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve: () => resolve() }
}
