/** How a server wants its parameters. */
export interface WireForm {
  method: 'GET' | 'POST' | 'DELETE'
  body: 'form' | 'json' | 'query' | 'none'
}

/** A request as oauth4webapi builds it. */
export interface StandardRequest {
  headers: Record<string, string>
  body: URLSearchParams
}

/** The same request as one server reads it. */
export interface AdaptedRequest {
  url: string
  method: WireForm['method']
  headers: Record<string, string>
  body?: string
}

type Writer = (url: string, parameters: URLSearchParams) => { url: string; type?: string; body?: string }

const writers: Record<WireForm['body'], Writer> = {
  // The registered type has no charset parameter, and some servers compare it whole.
  form: (url, parameters) => ({
    url,
    type: 'application/x-www-form-urlencoded',
    body: parameters.toString(),
  }),
  json: (url, parameters) => ({
    url,
    type: 'application/json',
    body: JSON.stringify(Object.fromEntries(parameters)),
  }),
  query: (url, parameters) => ({ url: withQuery(url, parameters) }),
  none: (url) => ({ url }),
}

/** Rewrites a standard request for a server that wants other names, another encoding or another method. */
export function adaptRequest(
  url: string,
  { headers, body: parameters }: StandardRequest,
  { method, body: encoding }: WireForm,
  renameParams: Readonly<Record<string, string>>,
): AdaptedRequest {
  const renamed = new URLSearchParams(
    Array.from(parameters, ([name, value]): [string, string] => [renameParams[name] ?? name, value]),
  )
  const { 'content-type': _, ...others } = headers
  const { type, ...written } = writers[encoding](url, renamed)
  return { ...written, method, headers: type ? { ...others, 'content-type': type } : others }
}

function withQuery(url: string, parameters: URLSearchParams): string {
  const extended = new URL(url)
  for (const [name, value] of parameters) extended.searchParams.set(name, value)
  return extended.href
}
