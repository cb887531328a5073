/** What went wrong with an authorization server, by what can be done about it. */
export type OAuthErrorCode =
  | 'access_denied' // the user, or an administrator of theirs, said no
  | 'state_mismatch' // the callback does not answer the request it claims to answer
  | 'invalid_grant' // the code or the refresh token is dead: the user has to sign in again
  | 'invalid_client' // our registration is: client id, client secret, or what the client may do
  | 'invalid_request' // refused for another reason that time will not heal: scope, redirect URI, a mistake in the page
  | 'server_error' // their fault, or too many requests: the same may work later
  | 'network' // unreachable, or no whole answer in time: it is not known whether the server acted
  | 'malformed_reply' // an answer that is neither tokens nor an error

const meanings: Record<OAuthErrorCode, string> = {
  access_denied: 'access was denied',
  state_mismatch: 'the callback does not answer our request',
  invalid_grant: 'the authorization code or refresh token is not valid any more',
  invalid_client: 'the authorization server does not accept this client',
  invalid_request: 'the authorization server refused the request',
  server_error: 'the authorization server has a fault',
  network: 'the authorization server did not answer',
  malformed_reply: 'the answer of the authorization server cannot be read',
}

export interface OAuthErrorOptions {
  /** What exactly, in our words. */
  detail?: string | undefined
  /** The provider's `error`, and its `error_description`: safe text, see `safeText`. */
  providerError?: string | undefined
  description?: string | undefined
  /** HTTP status of the answer. */
  status?: number | undefined
  cause?: unknown
}

/**
 * A failure of an authorization server. Compare `code`; `providerError` and `description` are for people. Holds no
 * secret: nothing of a reply but those two texts, nothing of a request.
 */
export class OAuthError extends Error {
  readonly code: OAuthErrorCode
  readonly providerError: string | undefined
  readonly description: string | undefined
  readonly status: number | undefined

  constructor(
    code: OAuthErrorCode,
    { detail, providerError, description, status, cause }: OAuthErrorOptions = {},
  ) {
    const said = [detail, providerError, description].filter(Boolean).join(', ')
    super(said ? `${meanings[code]}: ${said}` : meanings[code], cause === undefined ? {} : { cause })
    this.name = 'OAuthError'
    this.code = code
    this.providerError = providerError
    this.description = description
    this.status = status
  }
}
