import { AppError } from '@tenon/core'
import { Client, type Dispatcher, Pool } from 'undici'
import { type ConnectorOptions, guardedConnector } from './connector.ts'

export interface PoolsOptions extends ConnectorOptions {
  /** Connections to one origin; more calls than that wait for one. */
  connectionsPerOrigin: number
  /** With more origins in use, the one unused for longest is closed. */
  maxOrigins: number
  /** An origin without a call for this long, or twice that, is closed. */
  idleOriginMs: number
}

/** Calls some seconds apart share a connection and its TLS handshake; the other side can tell a shorter time. */
const KEEP_ALIVE_MS = 10_000

interface OriginPool {
  pool: Pool
  wasUsed: boolean
}

/** Connections kept open by origin, bounded in number. */
export class Pools {
  readonly #options: PoolsOptions
  /** In order of last use, oldest first. */
  readonly #pools = new Map<string, OriginPool>()
  readonly #sweep: NodeJS.Timeout
  #latest: string | undefined

  constructor(options: PoolsOptions) {
    this.#options = options
    this.#sweep = setInterval(() => this.#closeIdle(), options.idleOriginMs).unref()
  }

  /**
   * @param origin as `URL.origin` writes it
   * @throws AppError `host_not_allowed` unless it is http or https
   */
  get(origin: string): Dispatcher {
    const known = this.#pools.get(origin)
    if (!known) return this.#open(origin)
    known.wasUsed = true
    if (this.#latest !== origin) {
      this.#pools.delete(origin)
      this.#pools.set(origin, known)
      this.#latest = origin
    }
    return known.pool
  }

  async close(): Promise<void> {
    clearInterval(this.#sweep)
    const pools = [...this.#pools.values()]
    this.#pools.clear()
    await Promise.all(pools.map(({ pool }) => pool.destroy()))
  }

  #open(origin: string): Dispatcher {
    const url = new URL(origin)
    if (url.protocol !== 'https:' && url.protocol !== 'http:') {
      throw new AppError('host_not_allowed', `${url.protocol} is not http: or https:`)
    }
    const pool = new Pool(url.origin, {
      connect: guardedConnector(url, this.#options),
      connections: this.#options.connectionsPerOrigin,
      allowH2: false,
      keepAliveTimeout: KEEP_ALIVE_MS,
      factory: (clientOrigin, options) => new SteadyClient(clientOrigin, options),
    })
    this.#pools.set(origin, { pool, wasUsed: true })
    this.#latest = origin
    const [oldest] = this.#pools
    if (oldest && this.#pools.size > this.#options.maxOrigins) this.#retire(...oldest)
    return pool
  }

  #closeIdle(): void {
    for (const [origin, entry] of this.#pools) {
      if (!entry.wasUsed && entry.pool.stats.size === 0) this.#retire(origin, entry)
      entry.wasUsed = false
    }
  }

  /** Takes it out of use; calls under way still finish. */
  #retire(origin: string, { pool }: OriginPool): void {
    this.#pools.delete(origin)
    void pool.close()
  }
}

/**
 * A pool's member that says "busy" only while it holds a request.
 *
 * A request whose path or header undici refuses is never queued, and yet `dispatch` returns false; the pool then waits for
 * a `drain` that never comes and counts the member out for ever. As many such requests as there are connections would
 * hang the origin for everybody.
 */
class SteadyClient extends Client {
  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    return super.dispatch(options, handler) || this.stats.size === 0
  }
}
