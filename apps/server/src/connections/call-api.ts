import { AppError, fill, fillUrl, readPath, readText, type TemplateValues } from '@tenon/core'
import { safeText } from '@tenon/oauth'
import type { AuthKind, Provider } from '@tenon/providers'
import type { ApiAnswer } from '../assemblies/state.ts'
import { type Fetch, outboundFailure } from '../outbound.ts'
import { type Outgoing, signed, withCredentialInBody } from '../proxy/outgoing.ts'
import { belowBase } from '../proxy/rewrite.ts'
import { upstreamAccess, upstreamCredential } from './access.ts'

const TIMEOUT_MS = 15_000
/** Marks a path that names a header. */
const HEADER = 'header:'
/** What is read of an answer: profiles, lists of accounts and pages of options are far smaller. */
const MAX_ANSWER_BYTES = 1024 * 1024

export interface ApiCall {
  provider: Provider
  auth: AuthKind
  values: TemplateValues
  /** A path below the base URL, or an absolute URL; a template either way. */
  url: string
  method?: string
  /** Templates; they replace headers of the same name, the credential's too. */
  headers?: Record<string, string> | undefined
  /** Sent as JSON. */
  json?: unknown
  /** Added to the query. */
  query?: Record<string, string | undefined>
  fetch: Fetch
  now: () => Date
  /** @default 15 seconds */
  timeoutMs?: number
}

/**
 * A call of our own to the provider's API: to check credentials, to learn whose they are, to fill a dropdown. Any status
 * below 500 is an answer.
 *
 * @throws AppError `upstream_*` when the provider cannot be reached or fails
 */
export async function callApi({
  provider,
  auth,
  values,
  url,
  method = 'GET',
  headers: own = {},
  json,
  query = {},
  fetch,
  now,
  timeoutMs = TIMEOUT_MS,
}: ApiCall): Promise<ApiAnswer> {
  const target = targetOf(provider, auth, values, url)
  const credential = upstreamCredential(provider, auth, values)
  for (const [name, value] of [...Object.entries(query), ...credential.query]) {
    if (value !== undefined) target.searchParams.set(name, value)
  }
  const headers = {
    accept: 'application/json',
    'user-agent': 'Tenon',
    ...Object.fromEntries([...credential.defaultHeaders, ...credential.headers]),
    ...Object.fromEntries(
      Object.entries(own).map(([name, text]) => [name.toLowerCase(), fill(text, values)]),
    ),
  }
  const plain: Outgoing = {
    headers: Object.entries(
      json === undefined ? headers : { ...headers, 'content-type': 'application/json' },
    ).flat(),
    body: json === undefined ? null : Buffer.from(JSON.stringify(json)),
  }
  const access = { ...credential, baseUrl: target.origin, allowedHosts: [] }
  const call = { method, url: target.href, now: now() }
  const outgoing = await signed(access, call, withCredentialInBody(access, method, plain))
  const init = {
    method,
    headers: pairs(outgoing.headers),
    body: outgoing.body as unknown as NonNullable<RequestInit['body']> | null,
    signal: AbortSignal.timeout(timeoutMs),
  }
  try {
    return await readAnswer(await fetch(target, init), provider)
  } catch (error) {
    throw outboundFailure(error, target.origin) // the body may fail too, and the time be over
  }
}

/** Names and values in turn, as fetch takes them. */
function pairs(headers: readonly string[]): [string, string][] {
  return headers.flatMap((name, i) => (i % 2 === 0 ? [[name, headers[i + 1] ?? ''] as [string, string]] : []))
}

async function readAnswer(response: Response, provider: Provider): Promise<ApiAnswer> {
  const { status } = response
  if (status >= 500) {
    await response.body?.cancel()
    const message = `${provider.name} has a problem right now (it answered ${status}). Please try again later`
    throw new AppError('upstream_refused', message)
  }
  const link = response.headers.get('link')
  const headers = status >= 400 ? messageHeaders(response, provider.api.errorPaths) : {}
  return {
    status,
    body: await readBody(response, provider),
    ...(link && { link }),
    ...(Object.keys(headers).length > 0 && { headers }),
  }
}

function messageHeaders({ headers }: Response, paths: readonly string[]): Record<string, string> {
  const names = paths.filter((path) => path.startsWith(HEADER)).map(headerName)
  return Object.fromEntries(names.map((name) => [name, headers.get(name) ?? '']).filter(([, text]) => text))
}

function headerName(path: string): string {
  return path.slice(HEADER.length).toLowerCase()
}

function targetOf(provider: Provider, auth: AuthKind, values: TemplateValues, url: string): URL {
  const filled = fillUrl(url, values)
  if (/^(https?:\/\/|\{\{)/.test(url)) return new URL(filled)
  const { origin, path } = belowBase(upstreamAccess(provider, auth, values), filled)
  return new URL(origin + path)
}

/** Whether an answer is a success, errors that travel under HTTP 200 included. */
export function isSuccess({ status, body }: ApiAnswer, check: Provider['api']['successCheck']): boolean {
  return status >= 200 && status < 300 && (check === undefined || readPath(body, check.path) === check.equals)
}

/**
 * The provider's own words for what went wrong, when its answer has any.
 *
 * @param secrets what it was sent in confidence: some providers quote it
 */
export function errorMessage(
  { body, headers }: ApiAnswer,
  paths: readonly string[],
  secrets: readonly string[],
): string | undefined {
  for (const path of paths) {
    const text = path.startsWith(HEADER) ? headers?.[headerName(path)] : readText(body, path)
    if (text) return safeText(text, secrets)
  }
  return undefined
}

async function readBody(response: Response, { name }: Provider): Promise<unknown> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > MAX_ANSWER_BYTES)
      throw new AppError('upstream_response_too_large', `${name} sent more than 1 MiB`)
    chunks.push(chunk)
  }
  const text = Buffer.concat(chunks).toString('utf8')
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
