/**
 * Every code Tenon answers with, and the HTTP status it travels under.
 *
 * On the Connect API 401 means only a bad user token, and `forbidden` travels as code `"7210"`: existing clients log
 * their user out on any other 401 or 403.
 */
export const errorStatus = {
  invalid_request: 400,
  invalid_path: 400,
  access_denied: 400, // the user, or the provider's administrator, said no on the consent page
  state_mismatch: 400, // a callback that does not belong to this browser, or was used already
  invalid_credentials: 422, // what the user entered was refused by the provider; its own message is in `message`
  unauthenticated: 401,
  token_expired: 401,
  forbidden: 403,
  not_found: 404,
  not_configured: 404,
  connection_missing: 404,
  request_timeout: 408,
  conflict: 409,
  integration_incomplete: 409, // the team has not finished setting the integration up; for the eyes of its users
  connection_needs_reauth: 409,
  connection_pending: 409,
  session_expired: 410,
  request_too_large: 413,
  body_too_large_to_sign: 413, // it would have to be held until it is whole
  host_not_allowed: 400,
  upgrade_refused: 400,
  rate_limited: 429,
  internal: 500,
  upstream_unreachable: 502,
  upstream_dns_failed: 502,
  upstream_tls_failed: 502,
  upstream_reset: 502,
  upstream_protocol_error: 502,
  upstream_upgraded: 502, // 101 although nobody asked for another protocol
  upstream_response_too_large: 502,
  client_rejected: 502, // the provider does not accept this integration's client id or secret
  upstream_refused: 502, // the authorization server answered with an error of its own
  upstream_timeout: 504,
  upstream_stalled: 504,
  unavailable: 503,
} as const

export type ErrorCode = keyof typeof errorStatus

export interface AppErrorOptions {
  /** The original fault. Logged, never sent. */
  cause?: unknown
  /** Sent to the caller as `meta`. Must hold no secret. */
  meta?: Record<string, unknown>
}

/**
 * A failure we foresaw. `message` says what happened and what to do about it; neither it nor `meta` ever holds a secret.
 *
 * @example throw new AppError('connection_needs_reauth', 'Slack asks this user to sign in again')
 */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly status: number
  readonly meta: Record<string, unknown> | undefined

  constructor(code: ErrorCode, message: string, { cause, meta }: AppErrorOptions = {}) {
    super(message, { cause })
    this.name = 'AppError'
    this.code = code
    this.status = errorStatus[code]
    this.meta = meta
  }
}

/** The one shape in which every API of ours reports a failure. */
export interface ErrorBody {
  message: string
  code: string
  status: number
  meta?: Record<string, unknown>
  requestId: string
}
