import type { ErrorBody, ErrorCode } from '@tenon/core'

/** Set on every answer of Tenon's own that reports a failure, so that it is not mistaken for the provider's. */
export const ERROR_HEADER = 'x-tenon-error'

/** What goes wrong on this side of the wire, without an answer of Tenon's. */
export type SdkErrorCode =
  | 'network_error' // no answer: offline, refused, CORS, reset
  | 'unexpected_answer' // an answer that is not Tenon's, as from a proxy in between
  | 'token_unavailable' // getUserToken() failed or returned no JWT
  | 'already_installed' // the user has this integration connected
  | 'account_type_required' // several kinds of account: say which; `meta.accountTypes` lists them
  | 'popup_blocked' // the browser opened no window: call from within a click
  | 'popup_closed' // the user closed the window before finishing
  | 'oauth_timeout' // the user did not finish in time
  | 'oauth_failed' // the provider or Tenon ended the authorization without saying why
  | 'portal_unreachable' // the portal page did not load: wrong host, or a Content-Security-Policy forbids it
  | 'origin_not_allowed' // the project lists origins that may show the portal, and the page's is not one of them
  | 'provider_error' // the provider answered other than 2xx, and the caller asked to be told by an error

/** Also a provider's own OAuth error code, and whatever a newer server may say. */
export type TenonErrorCode = ErrorCode | SdkErrorCode | (string & {})

/** How `forbidden` travels on the Connect API: Paragon's SDK logs its user out on any other 403. */
const WIRE_FORBIDDEN = '7210'

export interface TenonErrorOptions {
  status?: number | undefined
  meta?: Record<string, unknown> | undefined
  requestId?: string | undefined
  cause?: unknown
}

/** Every failure of the SDK's own calls. Compare `code`, never `message`. */
export class TenonError extends Error {
  override readonly name = 'TenonError'
  readonly code: TenonErrorCode
  /** The HTTP status, or 0 when nothing was answered. */
  readonly status: number
  readonly meta: Record<string, unknown> | undefined
  /** Names the request in the server's log; empty when nothing was answered. */
  readonly requestId: string

  constructor(code: TenonErrorCode, message: string, options: TenonErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.code = code
    this.status = options.status ?? 0
    this.meta = options.meta
    this.requestId = options.requestId ?? ''
  }

  /** The body as it travels on the wire, which is also how the portal page is told. */
  toJSON(): ErrorBody {
    const { message, code, status, meta, requestId } = this
    return { message, code, status, ...(meta && { meta }), requestId }
  }
}

/** Rebuilds the error that an answer of Tenon's reports. */
export async function readError(response: Response): Promise<TenonError> {
  const text = await response.text()
  return errorFromBody(parseJson(text), {
    code: response.headers.get(ERROR_HEADER) ?? 'unexpected_answer',
    message: `${response.url} answered ${response.status} ${response.statusText}`.trim(),
    status: response.status,
  })
}

interface Fallback {
  code: TenonErrorCode
  message: string
  status?: number
}

/** `body` is an ErrorBody, or a part of one, or a plain message; what it lacks is taken from `fallback`. */
export function errorFromBody(body: unknown, fallback: Fallback): TenonError {
  const { message, code, status, meta, requestId } = isObject(body) ? body : { message: body }
  return new TenonError(
    codeOf(code) ?? codeOf(fallback.code) ?? 'internal',
    typeof message === 'string' && message ? message : fallback.message,
    {
      status: typeof status === 'number' ? status : fallback.status,
      meta: isObject(meta) ? meta : undefined,
      requestId: typeof requestId === 'string' ? requestId : undefined,
    },
  )
}

function codeOf(code: unknown): TenonErrorCode | undefined {
  if (typeof code !== 'string' || !code) return undefined
  return code === WIRE_FORBIDDEN ? 'forbidden' : code
}

export function asTenonError(error: unknown, code: TenonErrorCode): TenonError {
  if (error instanceof TenonError) return error
  return new TenonError(code, error instanceof Error ? error.message : String(error), { cause: error })
}

/** `undefined` for what is not JSON, an empty body included. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
