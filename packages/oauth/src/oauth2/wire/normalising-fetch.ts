import { errorCode, type Refusal } from '../../error-code.ts'
import { OAuthError } from '../../oauth-error.ts'
import { safeText } from '../../safe-text.ts'
import { adaptRequest, type StandardRequest, type WireForm } from './adapt-request.ts'
import type { ConformReply, Reply } from './conform-reply.ts'
import { readText } from './read-text.ts'

/** For one call, the reading of the answer included, when the caller sets no signal. */
const TIMEOUT_MS = 30_000

/** The part of `fetch` that is used. The server passes its guarded one. */
export type Fetch = (
  url: string,
  init: {
    method: string
    headers: Record<string, string>
    body?: string
    redirect: 'manual'
    signal: AbortSignal
  },
) => Promise<{
  status: number
  /** Read where a token travels in one. */
  headers?: { get: (name: string) => string | null }
  body: AsyncIterable<Uint8Array> | null
}>

/** What calls to an authorization server need of the world. */
export interface OAuthContext {
  fetch: Fetch
  now: () => Date
  /** Ends the call, the reading of the answer included. @default a signal that aborts after 30 seconds */
  signal?: AbortSignal | undefined
}

/** One server's dialect, for one kind of call. */
export interface Dialect {
  form: WireForm
  renameParams: Readonly<Record<string, string>>
  conform: (reply: Reply) => ConformReply
  /** Kept out of what the server says in an error. */
  secrets: readonly string[]
}

/**
 * The one place where the dialects of servers meet the standard: a `fetch` for oauth4webapi that rewrites each request
 * for its server, and each answer into what RFC 6749 describes.
 *
 * @returns rejects with OAuthError: `network`, `malformed_reply`, or what the server's refusal means
 */
export function normalisingFetch(context: OAuthContext, dialect: Dialect) {
  return async (url: string, request: StandardRequest): Promise<Response> => {
    const conformed = dialect.conform(await exchange(context, dialect, url, request))
    if (conformed.kind === 'accepted') return Response.json(conformed.body)
    throw conformed.kind === 'refused' ? refused(conformed, dialect.secrets) : unreadable(conformed.status)
  }
}

async function exchange(
  { fetch, signal = AbortSignal.timeout(TIMEOUT_MS) }: OAuthContext,
  { form, renameParams }: Dialect,
  standardUrl: string,
  request: StandardRequest,
): Promise<Reply> {
  const { url, ...init } = adaptRequest(standardUrl, request, form, renameParams)
  try {
    const response = await fetch(url, { ...init, redirect: 'manual', signal })
    return { status: response.status, text: await readText(response.body) }
  } catch (cause) {
    throw cause instanceof OAuthError ? cause : new OAuthError('network', { cause })
  }
}

function refused({ status, error, description }: Refusal, secrets: readonly string[]): OAuthError {
  return new OAuthError(errorCode({ status, error, description }), {
    status,
    providerError: error && safeText(error, secrets),
    description: description && safeText(description, secrets),
  })
}

function unreadable(status: number): OAuthError {
  const code = errorCode({ status })
  return new OAuthError(code === 'server_error' || code === 'invalid_client' ? code : 'malformed_reply', {
    status,
    detail: `HTTP ${status} without a reply that can be read`,
  })
}
