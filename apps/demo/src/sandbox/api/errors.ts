/** Every way the API refuses, and the status it travels under. */
const statusOf = {
  invalid_request: 400,
  unauthenticated: 401,
  invalid_token: 401,
  insufficient_scope: 403,
  not_found: 404,
  validation_failed: 422,
  rate_limited: 429,
  unavailable: 503,
} as const

export type ApiErrorCode = keyof typeof statusOf

/** A refusal. Travels as `{"error": {"code", "message", "fields"?}}`; `fields` has a sentence per field that is wrong. */
export class ApiError extends Error {
  readonly code: ApiErrorCode
  readonly status: number
  readonly fields: Record<string, string> | undefined
  readonly headers: Record<string, string>

  constructor(
    code: ApiErrorCode,
    message: string,
    { fields, headers = {} }: { fields?: Record<string, string>; headers?: Record<string, string> } = {},
  ) {
    super(message)
    this.name = 'ApiError'
    this.code = code
    this.status = statusOf[code]
    this.fields = fields
    this.headers = headers
  }

  get body() {
    return { error: { code: this.code, message: this.message, ...(this.fields && { fields: this.fields }) } }
  }
}
