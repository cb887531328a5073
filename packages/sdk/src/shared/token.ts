import { abortable } from './abortable.ts'
import { isObject, parseJson, TenonError } from './errors.ts'
import type { Metadata } from './wire.ts'

/** A new token is asked for this long before the old one expires, so that none expires on its way. */
const MARGIN_MS = 30_000
const COMPACT_JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/

export interface TokenKeeper {
  /** A token with life left. Whoever waits for a new one shares one question. */
  get(signal?: AbortSignal): Promise<string>
  /** A newer token than the one the server refused. */
  replace(refused: string, signal?: AbortSignal): Promise<string>
  /** Drops the token; one that is still on its way is not kept either. */
  forget(): void
}

export interface TokenSource {
  getUserToken: () => string | Promise<string>
  /** Told about each new token. */
  onToken?: (token: string) => void
  now?: () => number
}

export function keepToken({ getUserToken, onToken, now = Date.now }: TokenSource): TokenKeeper {
  let kept: { token: string; freshUntil: number } | undefined
  let pending: Promise<string> | undefined
  let generation = 0

  async function ask(asked: number): Promise<string> {
    try {
      const token = await askPage(getUserToken)
      if (asked === generation) {
        kept = { token, freshUntil: freshUntil(token, now()) }
        onToken?.(token)
      }
      return token
    } finally {
      if (asked === generation) pending = undefined
    }
  }

  function renew(signal?: AbortSignal): Promise<string> {
    pending ??= ask(generation)
    return abortable(pending, signal)
  }

  return {
    get: async (signal) => (kept && now() < kept.freshUntil ? kept.token : renew(signal)),
    replace: async (refused, signal) => (kept && kept.token !== refused ? kept.token : renew(signal)),
    forget() {
      generation++
      kept = pending = undefined
    },
  }
}

/**
 * Until when a token is used, in milliseconds since the epoch. A token that is new but looks expired shows that this
 * machine's clock is fast: its life is then counted from when it came.
 */
export function freshUntil(token: string, receivedAt: number): number {
  const { iat, exp } = claimsOf(token)
  if (typeof exp !== 'number') return Number.POSITIVE_INFINITY
  const lifeMs = typeof iat === 'number' ? (exp - iat) * 1000 : exp * 1000 - receivedAt
  const expiresAt = exp * 1000 > receivedAt ? exp * 1000 : receivedAt + lifeMs
  return expiresAt - Math.min(MARGIN_MS, lifeMs / 2)
}

/** Whom a token speaks for. */
export function subjectOf(token: string): unknown {
  return claimsOf(token).sub
}

/** What your server says about the user, in a token that it signs. */
export const METADATA_CLAIM = 'urn:tenon:connect:metadata'

export function metadataOf(token: string): Metadata {
  const metadata = claimsOf(token)[METADATA_CLAIM]
  return isObject(metadata) ? metadata : {}
}

async function askPage(getUserToken: TokenSource['getUserToken']): Promise<string> {
  let token: unknown
  try {
    token = await getUserToken()
  } catch (cause) {
    throw new TenonError('token_unavailable', 'getUserToken() failed; its reason is in `cause`', { cause })
  }
  const text = String(token).trim()
  if (!COMPACT_JWT.test(text)) {
    throw new TenonError(
      'token_unavailable',
      'getUserToken() did not return a JWT: check what your server answers',
    )
  }
  return text
}

/** Read without checking the signature, which is the server's business. */
function claimsOf(token: string): Record<string, unknown> {
  const payload = token.split('.')[1] ?? ''
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (char) =>
      char.charCodeAt(0),
    )
    const claims = parseJson(new TextDecoder().decode(bytes))
    return isObject(claims) ? claims : {}
  } catch {
    return {}
  }
}
