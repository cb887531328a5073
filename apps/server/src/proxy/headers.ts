import type { IncomingHttpHeaders } from 'node:http'
import { ERROR_HEADER } from '../http/errors.ts'
import { prepare, type UpstreamAccess } from './access.ts'
import type { Caller } from './caller.ts'

/** RFC 9110 §7.6.1, and what older software treats alike. `Connection` can name more. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
]

/** Never go up: the hop's own, the caller's credentials for us, and what is said about the hop before us. */
const NOT_UP = new Set([
  ...HOP_BY_HOP,
  'authorization',
  'cookie',
  'expect', // Node has answered it
  'forwarded',
  'host',
  'x-real-ip',
])

/** Never come back: the hop's own, and what would act on our origin instead of the provider's. */
const NOT_DOWN = new Set([
  ...HOP_BY_HOP,
  'strict-transport-security',
  'alt-svc',
  'clear-site-data',
  'nel',
  'report-to',
  ERROR_HEADER,
])

/** Describe the provider's bytes, hence not the wrapper's. */
const OF_THE_BYTES = new Set([
  'content-type',
  'content-length',
  'content-encoding',
  'content-md5',
  'content-digest',
  'digest',
])

/**
 * The headers of a call as they go up: names and values in turn, in the caller's order and spelling, then ours.
 *
 * Host is left to the connection; Content-Length stays only with a body.
 *
 * @param inferredType the body's type, where the caller left it to us
 */
export function upstreamHeaders(
  rawHeaders: readonly string[],
  access: UpstreamAccess,
  caller: Caller,
  hasBody: boolean,
  inferredType?: string,
): string[] {
  const { headers, headerNames, defaultHeaders } = prepare(access)
  let kept: string[] = []
  let connection = ''
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] as string
    const value = rawHeaders[i + 1] as string
    const lower = name.toLowerCase()
    if (lower === 'connection') connection = connection === '' ? value : `${connection},${value}`
    if (NOT_UP.has(lower) || headerNames.has(lower) || isOfThisHop(lower)) continue
    if (caller.isBrowser && (lower === 'origin' || lower === 'referer' || lower.startsWith('sec-'))) continue
    if (caller.wrapsOutput && lower === 'accept-encoding') continue
    if (caller.infersContentType && lower === 'content-type') continue
    if (!hasBody && lower === 'content-length') continue
    kept.push(name, value)
  }
  if (connection !== '') kept = withoutNamed(kept, connection)
  for (const [name, value] of defaultHeaders) {
    const at = indexOfName(kept, name)
    if (at === -1) kept.push(name, value)
    else if (isOfTheClient(kept[at] as string, kept[at + 1] as string, caller)) kept[at + 1] = value
  }
  if (caller.wrapsOutput) kept.push('accept-encoding', 'identity')
  if (inferredType !== undefined) kept.push('content-type', inferredType)
  for (const header of headers) kept.push(header)
  return kept
}

/**
 * The headers of an answer as the caller gets them: names and values in turn, a repeated name as often as it came. Names
 * are in lower case, as undici has made them anyway: decoding them again as spelled would take longer than all else here.
 */
export function answerHeaders(headers: IncomingHttpHeaders, caller: Caller, isWrapped = false): string[] {
  let kept: string[] = []
  for (const name in headers) {
    const value = headers[name]
    if (value === undefined || NOT_DOWN.has(name) || name.startsWith('access-control-')) continue
    if (caller.isBrowser && name === 'set-cookie') continue
    if (isWrapped && OF_THE_BYTES.has(name)) continue
    if (typeof value === 'string') kept.push(name, value)
    else for (const one of value) kept.push(name, one)
  }
  if (headers.connection !== undefined) kept = withoutNamed(kept, String(headers.connection))
  if (isWrapped) kept.push('content-type', 'application/json')
  addCors(kept, caller)
  return kept
}

/** What chooses account, address and CORS headers of an answer: no browser's cache may give one account's for another's. */
const VARY = 'Origin, Authorization, X-Paragon-Credential, X-Paragon-Proxy-Url'

/** Lets the calling page read the answer, all of its headers included. No credentials: a user token needs no cookie. */
export function addCors(headers: string[], { origin, isBrowser }: Caller): void {
  if (isBrowser) headers.push('vary', VARY) // beside the provider's own: lines of one name add up
  if (origin === undefined) return
  headers.push(
    'access-control-allow-origin',
    origin,
    'access-control-expose-headers',
    '*', // covers every name, since our answers never allow credentials
  )
}

/** The first value under a name in lower case. */
export function headerOf(headers: readonly string[], lower: string): string | undefined {
  return headers.find((_, i) => i % 2 === 1 && (headers[i - 1] as string).toLowerCase() === lower)
}

/** Describe a body that was changed since. */
const OF_THE_OLD_BYTES = ['content-length', 'content-md5', 'content-digest', 'digest']

/** Headers for another body. @param type when it is of another type, too */
export function forOtherBody(headers: readonly string[], type?: string): string[] {
  const kept = withoutNames(headers, OF_THE_OLD_BYTES)
  return type === undefined ? kept : withHeaders(kept, [['content-type', type]])
}

/** With these in place of those of the same name. */
export function withHeaders(
  headers: readonly string[],
  added: readonly (readonly [name: string, value: string])[],
): string[] {
  return [
    ...withoutNames(
      headers,
      added.map(([name]) => name.toLowerCase()),
    ),
    ...added.flat(),
  ]
}

/** Meant for us, or said by a proxy in front of us. */
function isOfThisHop(lower: string): boolean {
  return (
    lower.startsWith('x-') &&
    (lower.startsWith('x-paragon-') || lower.startsWith('x-tenon-') || lower.startsWith('x-forwarded-'))
  )
}

/** RFC 9110 §7.6.1: a header that `Connection` names is removed with it. */
function withoutNamed(headers: string[], connection: string): string[] {
  const options = connection.toLowerCase()
  if (options === 'keep-alive' || options === 'close') return headers
  return withoutNames(
    headers,
    options.split(',').map((option) => option.trim()),
  )
}

function withoutNames(headers: readonly string[], names: readonly string[]): string[] {
  return headers.filter((_, i) => !names.includes((headers[i - (i % 2)] as string).toLowerCase()))
}

function indexOfName(headers: readonly string[], name: string): number {
  const lower = name.toLowerCase()
  return headers.findIndex((header, i) => i % 2 === 0 && header.toLowerCase() === lower)
}

/**
 * Whether a header says nothing that the caller meant: `fetch` sends these by itself. BambooHR takes an Accept of anything for XML, and
 * Discord blocks what does not call itself as it asks.
 */
function isOfTheClient(name: string, value: string, { isBrowser }: Caller): boolean {
  const lower = name.toLowerCase()
  if (lower === 'accept') return value === '*/*'
  return lower === 'user-agent' && (isBrowser || value === 'node' || value === 'undici')
}
