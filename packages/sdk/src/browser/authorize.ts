import { abortable } from '../shared/abortable.ts'
import type { ConnectApi } from '../shared/connect-api.ts'
import { TenonError } from '../shared/errors.ts'
import type { Integration } from '../shared/wire.ts'
import { authorizationError, type PopupWatch, watchPopup } from './popup.ts'

const POLL_MS = 1_000
const POLL_AFTER_CLOSING_MS = 250
/** Time enough to find a password and a second factor. */
const DEFAULT_TIMEOUT_MS = 600_000

export interface AuthorizeRequest {
  integration: Integration
  /** What the user entered before, such as a subdomain. */
  inputs: Record<string, unknown>
  installOptions: Record<string, unknown>
  overrideRedirectUrl?: string | undefined
  oauthTimeoutMs?: number | undefined
  signal?: AbortSignal | undefined
}

/** How far an authorization has come; empty while the server has nothing to tell. */
interface SessionAnswer {
  status?: 'pending' | 'completed' | 'failed'
  connectCredentialId?: string
  error?: unknown
}

/**
 * Sends the user through the provider's consent in `popup` and resolves with the id of the connection that the server
 * made. The popup first loads a page of Tenon's, which ties this browser to the flow by a cookie, then the provider's.
 */
export async function authorize(api: ConnectApi, popup: Window, request: AuthorizeRequest): Promise<string> {
  const sessionId = randomId()
  const sessionPath = `${api.project}/sdk/actions/session-id/${sessionId}`
  const watch = watchPopup(popup, {
    serverOrigin: new URL(api.host).origin,
    integrationId: request.integration.id,
    timeoutMs: request.oauthTimeoutMs ?? DEFAULT_TIMEOUT_MS,
    signal: request.signal,
  })
  const { signal } = watch
  try {
    const bound = bindBrowser(api, popup, request.integration, watch)
    const built = api.call<{ redirectUrl: string }>(buildPath(api, request, sessionId), { signal })
    const [{ redirectUrl }] = await abortable(Promise.all([built, bound]), signal)
    popup.location.replace(redirectUrl)
    return await abortable(pollUntilDone(api, sessionPath, watch), signal)
  } finally {
    watch.stop()
    popup.close()
    api.call(sessionPath, { method: 'DELETE' }).catch(() => {})
  }
}

async function pollUntilDone(api: ConnectApi, sessionPath: string, watch: PopupWatch): Promise<string> {
  for (;;) {
    const answer = await poll(api, sessionPath, watch.signal)
    if (answer?.status === 'failed') throw authorizationError(answer.error)
    if (answer?.connectCredentialId) return answer.connectCredentialId
    await (watch.isClosed ? pause(POLL_AFTER_CLOSING_MS) : Promise.race([pause(POLL_MS), watch.closed]))
    watch.signal.throwIfAborted()
  }
}

/** A server that is briefly away, or has not heard of the flow yet, says nothing about how it will end. */
async function poll(
  api: ConnectApi,
  sessionPath: string,
  signal: AbortSignal,
): Promise<SessionAnswer | undefined> {
  try {
    return await api.call<SessionAnswer | undefined>(sessionPath, { signal })
  } catch (error) {
    const status = error instanceof TenonError ? error.status : 0
    if (signal.aborted || status === 401 || status === 410) throw error
    return undefined
  }
}

/** A popup sends no headers, and no token belongs in an address: a code for one use takes its place. */
async function bindBrowser(
  api: ConnectApi,
  popup: Window,
  integration: Integration,
  { signal, nonceLoaded }: PopupWatch,
): Promise<void> {
  const path = `${api.project}/sdk/actions/oauth-nonce`
  const body = { integrationId: integration.id, originForPostMessage: window.location.origin }
  const { code } = await api.call<{ code: string }>(path, { method: 'POST', body, signal })
  signal.throwIfAborted()
  popup.location.replace(`${api.host}${path}?${new URLSearchParams({ code })}`)
  await nonceLoaded
}

function buildPath(api: ConnectApi, request: AuthorizeRequest, sessionId: string): string {
  const { integration, inputs, installOptions, overrideRedirectUrl } = request
  const query = new URLSearchParams({
    integrationId: integration.id,
    endUserSuppliedValues: JSON.stringify(inputs),
    originForPostMessage: window.location.origin,
    installOptions: JSON.stringify(installOptions),
    oauthMetaKeyId: sessionId,
    ...(overrideRedirectUrl && { redirectUrl: overrideRedirectUrl }),
  })
  return `/v2${api.project}/sdk/actions/build-oauth?${query}`
}

/** Unguessable; `crypto.randomUUID` would do, but is missing on pages served over plain http. */
function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
