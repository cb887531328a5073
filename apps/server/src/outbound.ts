import type { Dispatcher } from 'undici'
import { parseAllowedTarget } from './outbound/allow-list.ts'
import { type Fetch, guardedFetch } from './outbound/fetch.ts'
import { Pools } from './outbound/pools.ts'
import { Shares } from './outbound/shares.ts'

export { outboundFailure } from './outbound/failure.ts'
export type { Fetch } from './outbound/fetch.ts'

export interface OutboundOptions {
  /** The operator's exceptions: `127.0.0.1:4402`, `10.0.0.0/8`, `intranet.example:8080`. @default none */
  allow?: readonly string[]
  /** For name resolution, TCP and TLS together. */
  connectTimeoutMs?: number
  /** Connections to one origin; more calls than that wait for one. */
  connectionsPerOrigin?: number
  /** Of these, how many one connected user's calls may hold. */
  connectionsPerUser?: number
  /** Origins with open connections; beyond it the one unused for longest is closed. */
  maxOrigins?: number
  /** An origin without a call for this long, or twice that, is closed. */
  idleOriginMs?: number
  /** Longest exchange of `fetch`, the body included. */
  fetchTimeoutMs?: number
  /** Largest answer that `fetch` takes. */
  maxFetchBytes?: number
}

/**
 * The one guarded way out to other hosts. Only http and https, and only to addresses of the public internet or on the
 * operator's list, looked at when connecting.
 */
export interface Outbound {
  /**
   * Connections to one origin, for raw requests. Refused addresses reach the handler's `onResponseError`.
   *
   * @param origin as `URL.origin` writes it
   * @throws AppError `host_not_allowed` unless it is http or https
   */
  pool: (origin: string) => Dispatcher
  /** Calls under way, by connected user and origin. */
  shares: Shares
  /** For calls of our own: token endpoints, checks, resources. See {@link guardedFetch} about redirects and errors. */
  fetch: Fetch
  /** Ends what is under way. */
  close: () => Promise<void>
}

/** @throws TypeError naming the entry of `allow` that cannot be read */
export function createOutbound({
  allow = [],
  connectTimeoutMs = 10_000,
  connectionsPerOrigin = 256,
  connectionsPerUser = 64,
  maxOrigins = 1_000,
  idleOriginMs = 60_000,
  fetchTimeoutMs = 30_000,
  maxFetchBytes = 16 * 1024 * 1024,
}: OutboundOptions = {}): Outbound {
  const pools = new Pools({
    allow: allow.map(parseAllowedTarget),
    connectTimeoutMs,
    connectionsPerOrigin,
    maxOrigins,
    idleOriginMs,
  })
  return {
    pool: (origin) => pools.get(origin),
    shares: new Shares(connectionsPerUser),
    fetch: guardedFetch(pools, { timeoutMs: fetchTimeoutMs, maxAnswerBytes: maxFetchBytes }),
    close: () => pools.close(),
  }
}
