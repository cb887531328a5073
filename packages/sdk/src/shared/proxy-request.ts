import { choiceHeaders, isStream } from './connect-api.ts'
import { TenonError } from './errors.ts'

/** Sent as it is. Written so that it means the same with the types of browsers and of Node. */
type RawBody = NonNullable<RequestInit['body']>

export interface RequestOptions {
  /** `GET`, or `POST` when there is a body. */
  method?: string | undefined
  /** Strings, bytes, Blobs, forms and streams are sent as they are, anything else as JSON. */
  body?: RawBody | object | null | undefined
  headers?: RequestInit['headers'] | undefined
  query?: Record<string, string> | URLSearchParams | undefined
  /** Which of the user's connections: its id or your external id. Default: the first. */
  selectedCredentialId?: string | undefined
  selectedConfigurationId?: string | undefined
  signal?: AbortSignal | undefined
  /** Reject with code `provider_error` when the provider answers other than 2xx. Default: false. */
  throwProviderErrors?: boolean | undefined
}

/**
 * The request that carries a call to a provider. A path may be absolute (`https://…`) where the integration allows
 * that host.
 */
export function proxyRequest(base: string, integration: string, path: string, options: RequestOptions) {
  const prefix = `${base}/sdk/proxy/${encodeURIComponent(integration)}/`
  const url = urlBelow(prefix, path.replace(/^\//, ''), options.query)
  const init = requestInit(options)
  // the project may be set to wrap answers for callers that expect Paragon's envelope; we never do
  init.headers.set('X-Paragon-Use-Raw-Response', '1')
  return { url, init }
}

/** The request that starts a workflow. */
export function workflowRequest(base: string, workflowId: string, options: RequestOptions) {
  const url = urlBelow(`${base}/sdk/triggers/`, encodeURIComponent(workflowId), options.query)
  return { url, init: requestInit({ ...options, method: 'POST', body: options.body ?? {} }) }
}

function requestInit(options: RequestOptions) {
  const headers = choiceHeaders(options)
  const init: RequestInit & { headers: Headers; duplex?: 'half' } = {
    method: (options.method ?? (options.body == null ? 'GET' : 'POST')).toUpperCase(),
    headers,
    signal: options.signal ?? null,
  }
  const { body } = options
  if (body === undefined || body === null) return init
  if (isRaw(body)) {
    init.body = body
    if (isStream(body)) init.duplex = 'half' // https://fetch.spec.whatwg.org/#ref-for-dom-requestinit-duplex
  } else {
    init.body = JSON.stringify(body)
    if (!headers.has('Content-Type')) headers.set('Content-Type', 'application/json')
  }
  return init
}

/**
 * Refuses what URL parsing would lift out of the folder: `/../../integrations/x` would otherwise call Tenon itself, as
 * this user.
 */
function urlBelow(prefix: string, path: string, query: RequestOptions['query']): URL {
  // appended as text: `URL.searchParams` would re-encode what the path already asks
  const more = new URLSearchParams(query).toString()
  const url = new URL(prefix + path + (more && (path.includes('?') ? '&' : '?') + more))
  if (!url.href.startsWith(prefix)) {
    throw new TenonError('invalid_path', `The path leaves the provider's API: ${path}`)
  }
  return url
}

function isRaw(body: RawBody | object): body is RawBody {
  return (
    typeof body === 'string' ||
    body instanceof Blob ||
    body instanceof ArrayBuffer ||
    ArrayBuffer.isView(body) ||
    body instanceof FormData ||
    body instanceof URLSearchParams ||
    isStream(body)
  )
}
