import { encodeComponent } from './encode-component.ts'
import type { CallSigner } from './signer.ts'

/** What a call needs of a connection, ready to use. Built elsewhere and kept while the connection does not change. */
export interface UpstreamAccess {
  /** Templates filled: `https://slack.com/api`, or with a query that all calls below it keep. */
  baseUrl: string
  /** Further hosts that an absolute URL may name, as `host` or `host:port`. The base URL's own origin always may. */
  allowedHosts: readonly string[]
  /** The credential and what the provider demands. They replace the caller's headers of the same name. */
  headers: readonly Pair[]
  /** Sent unless the caller sends its own. */
  defaultHeaders?: readonly Pair[]
  /** A credential that travels in the query. It replaces the caller's parameters of the same name. */
  query: readonly Pair[]
  /** A credential that travels in the body: fields of a JSON object or form. Such a body is held until it is whole. */
  body?: readonly Pair[]
  /** Absent: calls are not signed. */
  signer?: CallSigner
}

type Pair = readonly [name: string, value: string]

/** The same, taken apart once for all calls. */
export interface PreparedAccess {
  /** `https://slack.com` */
  origin: string
  /** Where a call without a path of its own goes: `/api`, `/feed/`. */
  ownPath: string
  /** What paths of calls are put behind: `/api`, or empty. */
  basePath: string
  /** `key=value&…` of the base URL, or empty. */
  baseQuery: string
  /** `https:` */
  protocol: string
  /** Names and values in turn. */
  headers: readonly string[]
  /** Lower-case names in `headers`. */
  headerNames: ReadonlySet<string>
  defaultHeaders: readonly Pair[]
  /** `key=value&…`, encoded, or empty. */
  query: string
  /** Decoded names in `query`. */
  queryNames: ReadonlySet<string>
}

const prepared = new WeakMap<UpstreamAccess, PreparedAccess>()

/** @throws TypeError if the base URL is none */
export function prepare(access: UpstreamAccess): PreparedAccess {
  const known = prepared.get(access)
  if (known) return known
  const { origin, protocol, pathname, search } = new URL(access.baseUrl)
  const fresh = {
    origin,
    protocol,
    ownPath: pathname,
    basePath: pathname.replace(/\/+$/, ''),
    baseQuery: search.slice(1),
    headers: access.headers.flat(),
    headerNames: new Set(access.headers.map(([name]) => name.toLowerCase())),
    defaultHeaders: access.defaultHeaders ?? [],
    query: access.query.map((pair) => pair.map(encodeComponent).join('=')).join('&'),
    queryNames: new Set(access.query.map(([name]) => name.toWellFormed())),
  }
  prepared.set(access, fresh)
  return fresh
}
