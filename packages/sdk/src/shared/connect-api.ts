import { asTenonError, ERROR_HEADER, parseJson, readError } from './errors.ts'
import type { TokenKeeper } from './token.ts'

/** Which of a user's connections a call is about: its id, or your external id for it, with or without `ext:`. */
export interface ConnectionChoice {
  selectedCredentialId?: string | undefined
  selectedConfigurationId?: string | undefined
}

export interface CallOptions extends ConnectionChoice {
  method?: string | undefined
  /** Sent as JSON. */
  body?: unknown
  headers?: RequestInit['headers'] | undefined
  signal?: AbortSignal | undefined
}

/** The Connect API of one project, called as one user. */
export interface ConnectApi {
  /** Where Tenon lives, without a slash at the end. */
  readonly host: string
  readonly projectId: string
  /** Path of the project: `/projects/<id>`. */
  readonly project: string
  /** Calls Tenon itself. Resolves with the parsed answer, `undefined` for an empty one. */
  call<T>(path: string, options?: CallOptions): Promise<T>
  /** Calls through Tenon. Resolves with whatever was answered, unless Tenon itself reports a failure. */
  forward(url: URL, init: RequestInit): Promise<Response>
}

export interface ConnectApiOptions {
  host: string
  projectId: string
  tokens: TokenKeeper
  fetch: typeof fetch
}

export function connectApi({ host, projectId, tokens, fetch }: ConnectApiOptions): ConnectApi {
  /** Sends once more with a new token when Tenon, not the provider, refused the first. */
  async function send(
    url: URL,
    init: RequestInit,
    isOurs: (response: Response) => boolean,
  ): Promise<Response> {
    const token = await tokens.get(init.signal ?? undefined)
    const response = await attempt(url, init, token)
    if (response.status !== 401 || !isOurs(response) || isStream(init.body)) return response
    const renewed = await tokens.replace(token, init.signal ?? undefined)
    if (renewed === token) return response
    await response.body?.cancel()
    return attempt(url, init, renewed)
  }

  async function attempt(url: URL, init: RequestInit, token: string): Promise<Response> {
    const headers = new Headers(init.headers)
    headers.set('Authorization', `Bearer ${token}`)
    try {
      return await fetch(url, { ...init, headers, credentials: 'omit' })
    } catch (error) {
      throw networkError(error, init.signal)
    }
  }

  return {
    host,
    projectId,
    project: `/projects/${encodeURIComponent(projectId)}`,

    async call<T>(path: string, options: CallOptions = {}) {
      // anything else would make another host of it, and that would get the token
      if (!path.startsWith('/')) throw new TypeError(`A path begins with a slash: ${path}`)
      const headers = choiceHeaders(options)
      headers.set('Accept', 'application/json')
      if (options.body !== undefined) headers.set('Content-Type', 'application/json')
      const init: RequestInit = { method: options.method ?? 'GET', headers, signal: options.signal ?? null }
      if (options.body !== undefined) init.body = JSON.stringify(options.body)

      const response = await send(new URL(host + path), init, () => true)
      if (!response.ok) throw await readError(response)
      try {
        return parseJson(await response.text()) as T
      } catch (error) {
        throw networkError(error, options.signal)
      }
    },

    async forward(url, init) {
      const response = await send(url, init, isOurs)
      if (isOurs(response)) throw await readError(response)
      return response
    },
  }
}

/** Headers that name the connection and configuration a call is about. */
export function choiceHeaders(
  choice: ConnectionChoice & { headers?: RequestInit['headers'] | undefined },
): Headers {
  const headers = new Headers(choice.headers)
  if (choice.selectedCredentialId) headers.set('X-Paragon-Credential', reference(choice.selectedCredentialId))
  if (choice.selectedConfigurationId) {
    headers.set('X-Paragon-Configuration-Id', reference(choice.selectedConfigurationId))
  }
  return headers
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The server takes a UUID as an id of its own, and `ext:…` as an external id. */
export function reference(idOrExternalId: string): string {
  const text = idOrExternalId.trim()
  return UUID.test(text) || text.startsWith('ext:') ? text : `ext:${text}`
}

function isOurs(response: Response): boolean {
  return response.headers.has(ERROR_HEADER)
}

/** A stream can be sent only once. */
export function isStream(body: unknown): body is ReadableStream {
  return typeof ReadableStream !== 'undefined' && body instanceof ReadableStream
}

/** An abort stays what it is. */
function networkError(error: unknown, signal: AbortSignal | null | undefined): unknown {
  return signal?.aborted ? signal.reason : asTenonError(error, 'network_error')
}
