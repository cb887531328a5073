/** Stands for a text that differs from run to run: our redirect URL, a code verifier, a signature. */
export const ANY: unique symbol = Symbol('any text')
/** Stands for a header or a parameter that must not be there. */
export const ABSENT: unique symbol = Symbol('absent')
/** A signed JWT with at least these claims. */
export interface Jwt {
  claims: Record<string, unknown>
}
export type Text = string | RegExp | Jwt | typeof ANY | typeof ABSENT

/** A request as the provider must receive it. */
export interface ExpectedRequest {
  /** @default GET, or POST when a body is expected */
  method?: string
  /** Absolute, without its query. */
  url: string
  /** All of the query. @default none */
  query?: Record<string, Text>
  /** At least these, names in lower case. */
  headers?: Record<string, Text>
  /** HTTP Basic: user and password. */
  basic?: [user: string, password: string]
  /** All of a form's fields. */
  form?: Record<string, Text>
  /** All of a JSON body's fields. */
  json?: Record<string, unknown>
}

/** An answer in the shape that the provider's documentation shows. */
export interface RecordedReply {
  /** @default 200 */
  status?: number
  headers?: Record<string, string>
  json?: unknown
  text?: string
}

export interface RecordedCall {
  request: ExpectedRequest
  reply: RecordedReply
}

/** What must happen with one kind of authorisation of a page. */
export interface KindRow {
  /** What the user enters. */
  inputs?: Record<string, string>
  /** Where the user is sent: at least these parameters. */
  authorize?: { url: string; params: Record<string, Text> }
  /** What the provider posts to us, before it opens our page with what comes back. */
  posted?: Record<string, string>
  /** What comes back with the code, or in its place. */
  callback?: Record<string, string>
  /** What the provider signs its callback with, of all the other parameters. */
  signs?: (callback: URLSearchParams) => Record<string, string>
  /** Requests for tokens while connecting, in order. */
  tokens?: RecordedCall[]
  /** Calls to the API while connecting, in order: those that learn something, then the test. */
  calls?: RecordedCall[]
  /** What the user picks when asked: the name of the call that lists it, and the item's value. */
  choice?: { input: string; value: string }
  /** What is kept of the account. */
  account?: { id: string; label: string }
  metadata?: Record<string, string>
  /** A call of the product: the path behind `/sdk/proxy/<id>/`, and what reaches the provider. */
  proxied: { path: string; request: ExpectedRequest }
  /** The renewal of the access token, after which calls carry `at-2`. */
  refresh?: RecordedCall
  /** The last of `calls` answered with an error: what the user reads contains this. */
  refused?: { reply: RecordedReply; says: string }
}

/** What must happen with a page, for each of its kinds of authorisation by id. */
export interface Row {
  /** What the team sets. */
  variables?: Record<string, string>
  kinds: Record<string, KindRow>
}

/** The team's OAuth client in every row, and what the provider's pages send back. */
export const CLIENT = { id: 'client-1', secret: 'secret-1' }
/** A client that the user brings: inputs `client_id` and `client_secret`. */
export const OWN_CLIENT = { id: 'own-1', secret: 'own-secret-1' }
export const CODE = 'code-1'
