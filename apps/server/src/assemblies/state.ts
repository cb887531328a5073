import type { InputOption } from '@tenon/core'
import type { TokenPair, TokenReply } from '@tenon/oauth'

/** What an API answered. `body` is parsed JSON, or the text as it was. */
export interface ApiAnswer {
  status: number
  body: unknown
  /** Nothing of it may be shown: the call was given a secret of the team, or is marked so. */
  isProtected?: true
  /** The Link header, RFC 8288. */
  link?: string
  /** Of an error: those that may say what is wrong. Names in lower case. */
  headers?: Record<string, string>
}

/** What a module obtained from a token endpoint. */
interface TokenState {
  accessToken: string
  refreshToken?: string
  /** OAuth 1.0a. */
  tokenSecret?: string
  scope?: string
  /** ISO 8601, or null when the provider did not say. */
  expiresAt: string | null
  raw: Record<string, unknown>
}

/** How far one run of an app assembly has come. Holds secrets: stored sealed only. */
export interface AssemblyState {
  /** Index of the module to run next. */
  at: number
  inputs: Record<string, string>
  codeVerifier?: string
  /** OAuth 1.0a: what the user is asked to authorise. */
  temporary?: TokenPair
  /** OAuth 1.0a, where the provider posts: its consumer for us, until the browser comes for it. */
  posted?: { consumerKey: string; consumerSecret: string; verifier: string; storeBaseUrl: string }
  /** Query parameters of the callback. */
  callback?: Record<string, string>
  token?: TokenState
  answers: Record<string, ApiAnswer>
  /** Secrets of the keyvault, by the names that templates use. */
  keyvault?: Record<string, string>
  /** The value that the user picked, for the `choose` module that waited for it. */
  chosen?: string
  /** The item that the user, or we when there was only one, picked last. */
  choice?: unknown
  metadata: Record<string, string>
  account?: { id: string; label: string }
}

/** What a `choose` module asks the user. */
export interface PendingChoice {
  inputId: string
  title: string
  options: InputOption[]
  /**
   * Where a working connection goes on meanwhile: the kind of authorisation that was used this time, and until when the
   * choice can be made (ISO 8601).
   */
  reconnect?: { accountType: string; until: string }
}

export function newAssemblyState(inputs: Record<string, string>): AssemblyState {
  return { at: 0, inputs, answers: {}, metadata: {} }
}

/** A token reply as the state keeps it. */
export function tokenState({ accessToken, refreshToken, scope, expiresAt, raw }: TokenReply): TokenState {
  return {
    accessToken,
    ...(refreshToken && { refreshToken }),
    ...(scope && { scope }),
    expiresAt: expiresAt?.toISOString() ?? null,
    raw,
  }
}

/** A token of OAuth 1.0a as the state keeps it. None renews it, and hardly any says when it ends. */
export function tokenPairState({
  token,
  tokenSecret,
  raw,
}: TokenPair & { raw: Record<string, string> }): TokenState {
  return { accessToken: token, tokenSecret, expiresAt: null, raw }
}
