import { AppError, hasHiddenStep } from '@tenon/core'
import { type PreparedAccess, prepare, type UpstreamAccess } from './access.ts'

/** Where a call goes: an origin as `URL.origin` writes it, and the path and query of the request line. */
export interface UpstreamTarget {
  origin: string
  path: string
}

const ABSOLUTE_URL = /^https?:\/\//i
/** What a request line can hold: no blanks, no controls, nothing beyond Latin-1 bytes. */
const UNSENDABLE = /[^\x21-\xff]/

/**
 * Decides which URL a call reaches. Path and query stay as sent, byte for byte; what could leave the base URL is refused
 * rather than cleaned up.
 *
 * @param rawPathAndQuery what followed `/sdk/proxy/{integration}/` in the request target
 * @param proxyUrl the `X-Paragon-Proxy-Url` header, which takes the place of the path and query
 * @throws AppError `invalid_path`, `host_not_allowed`
 */
export function upstreamTarget(
  access: UpstreamAccess,
  rawPathAndQuery: string,
  proxyUrl?: string,
): UpstreamTarget {
  const prepared = prepare(access)
  const wanted = proxyUrl ?? rawPathAndQuery
  const target = ABSOLUTE_URL.test(wanted)
    ? absoluteTarget(access, prepared, wanted)
    : belowBase(access, wanted)
  checkPath(target.path)
  if (prepared.query !== '') target.path = withCredentialQuery(target.path, prepared)
  return target
}

/**
 * The URL of a call below the base URL, unchecked. A leading slash, as the Paragon SDK's callers write it, counts for
 * nothing; the base URL's query comes before the call's.
 */
export function belowBase(access: UpstreamAccess, pathAndQuery: string): UpstreamTarget {
  const { origin, ownPath, basePath, baseQuery } = prepare(access)
  const relative = pathAndQuery.startsWith('/') ? pathAndQuery.slice(1) : pathAndQuery
  const hasOwnPath = relative !== '' && !relative.startsWith('?')
  const path = hasOwnPath ? `${basePath}/${relative}` : ownPath + relative
  return { origin, path: baseQuery === '' ? path : withBaseQuery(path, baseQuery) }
}

function withBaseQuery(path: string, baseQuery: string): string {
  const queryAt = path.indexOf('?')
  if (queryAt < 0) return `${path}?${baseQuery}`
  return `${path.slice(0, queryAt)}?${baseQuery}&${path.slice(queryAt + 1)}`
}

function absoluteTarget(
  { allowedHosts }: UpstreamAccess,
  { origin, protocol, basePath }: PreparedAccess,
  wanted: string,
): UpstreamTarget {
  const authorityAt = wanted.indexOf('://') + 3
  const end = wanted.slice(authorityAt).search(/[/?#]/)
  const pathAt = end < 0 ? wanted.length : authorityAt + end
  const authority = wanted.slice(authorityAt, pathAt)
  // the parser would read `\` as `/`, and what stands before `@` as a password
  if (authority === '' || /[@\\]/.test(authority)) throw notAllowed(authority)
  const url = URL.parse(wanted.slice(0, pathAt))
  if (!url) throw new AppError('invalid_path', 'The absolute URL of this call cannot be read')
  const isListed = allowedHosts.includes(url.host) && (url.protocol === 'https:' || url.protocol === protocol)
  if (!isListed && url.origin !== origin) throw notAllowed(url.host)
  const pathAndQuery = wanted.slice(pathAt)
  const path = pathAndQuery.startsWith('/') ? pathAndQuery : `/${pathAndQuery}`
  if (!isListed && !isBelow(path, basePath)) {
    throw new AppError('invalid_path', `Calls to ${url.host} must stay below ${basePath}`)
  }
  return { origin: url.origin, path }
}

function isBelow(path: string, basePath: string): boolean {
  return path.startsWith(basePath) && /^(?:[/?]|$)/.test(path.slice(basePath.length))
}

/** Refuses what a server could read as a step out of the base path, or as another host. */
function checkPath(path: string): void {
  if (UNSENDABLE.test(path) || path.includes('#')) {
    throw new AppError('invalid_path', 'The path holds characters that must be percent-encoded')
  }
  const queryAt = path.indexOf('?')
  const onlyPath = queryAt < 0 ? path : path.slice(0, queryAt)
  if (onlyPath.startsWith('//') || onlyPath.includes('\\') || hasHiddenStep(onlyPath)) {
    throw new AppError(
      'invalid_path',
      'The path must not hold "..", a NUL, a backslash or a leading "//", encoded or not',
    )
  }
}

/** Adds the credential's parameters after the caller's, less those of the same name; the rest stays as sent. */
function withCredentialQuery(path: string, { query, queryNames }: PreparedAccess): string {
  const queryAt = path.indexOf('?')
  if (queryAt < 0) return `${path}?${query}`
  const kept = path
    .slice(queryAt + 1)
    .split('&')
    .filter((parameter) => !queryNames.has(parameterName(parameter)))
  return `${path.slice(0, queryAt)}?${[...kept, query].join('&')}`
}

function parameterName(parameter: string): string {
  const [[name] = ['']] = [...new URLSearchParams(parameter)]
  return name
}

function notAllowed(host: string): AppError {
  return new AppError('host_not_allowed', `This integration’s calls may not go to "${host}"`, {
    meta: { host },
  })
}
