import { AppError } from '@tenon/core'
import type { FastifyInstance } from 'fastify'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** From a cached answer to the proxy's longest wait, in seconds. */
const DURATION_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

/** What an operator sees of this process. Every label has few values: none holds a user, a path or a secret. */
export interface Metrics {
  /** @param route the pattern: never the path that was asked for */
  observeRequest: (method: string, route: string, status: number, durationMs: number) => void
  /** @param outcome an error code of ours, or `answered` */
  countProxyCall: (provider: string, status: number | undefined, outcome: string) => void
  countTokenRefresh: (provider: string, outcome: string) => void
  countRefusedToken: (reason: string) => void
  /** @param status what became of the delivery by this attempt */
  countWebhookDelivery: (status: string) => void
  countMail: (status: string) => void
  /** Credentials that would have died of disuse. @param outcome `renewed`, or an error code */
  countUnusedRenewal: (provider: string, outcome: string) => void
  /** Looked at when the metrics are read. */
  watchPool: (pool: PoolCounts) => void
  watchCaches: (sizes: () => Record<string, number>) => void
  /** In Prometheus' text format. */
  text: () => Promise<string>
  contentType: string
}

/** The part of `pg`'s pool that is looked at. */
interface PoolCounts {
  totalCount: number
  idleCount: number
  waitingCount: number
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'tenon_http_request_duration_seconds',
    help: 'HTTP requests and how long they took, until the last byte of the answer',
    labelNames: ['method', 'route', 'status'],
    buckets: DURATION_BUCKETS,
    registers,
  })
  const proxyCalls = new Counter({
    name: 'tenon_proxy_calls_total',
    help: 'Calls through the proxy, by the class of the provider’s status and how they ended',
    labelNames: ['provider', 'status', 'outcome'],
    registers,
  })
  const refreshes = new Counter({
    name: 'tenon_token_refreshes_total',
    help: 'Refreshes of provider credentials',
    labelNames: ['provider', 'outcome'],
    registers,
  })
  const refusals = new Counter({
    name: 'tenon_refused_tokens_total',
    help: 'User tokens and API keys that were refused',
    labelNames: ['reason'],
    registers,
  })
  const deliveries = new Counter({
    name: 'tenon_webhook_attempts_total',
    help: 'Attempts to deliver a webhook to the product, by what became of the delivery',
    labelNames: ['status'],
    registers,
  })
  const mails = new Counter({
    name: 'tenon_mails_total',
    help: 'Attempts to send an e-mail, by what became of it',
    labelNames: ['status'],
    registers,
  })
  const renewals = new Counter({
    name: 'tenon_unused_renewals_total',
    help: 'Credentials renewed before they died of disuse, and those that could not be',
    labelNames: ['provider', 'outcome'],
    registers,
  })
  const requestChild = rememberChildren<Histogram.Internal<string>>()
  const proxyChild = rememberChildren<Counter.Internal>()
  return {
    observeRequest(method, route, status, durationMs) {
      requestChild(method, status, route, () => requests.labels(method, route, statusClass(status))).observe(
        durationMs / 1_000,
      )
    },
    countProxyCall(provider, status, outcome) {
      proxyChild(provider, status, outcome, () =>
        proxyCalls.labels(provider, statusClass(status), outcome),
      ).inc()
    },
    countTokenRefresh: (provider, outcome) => refreshes.inc({ provider, outcome }),
    countRefusedToken: (reason) => refusals.inc({ reason }),
    countWebhookDelivery: (status) => deliveries.inc({ status }),
    countMail: (status) => mails.inc({ status }),
    countUnusedRenewal: (provider, outcome) => renewals.inc({ provider, outcome }),
    watchPool(pool) {
      new Gauge({
        name: 'tenon_database_connections',
        help: 'Connections of the database pool, and callers that wait for one',
        labelNames: ['state'],
        registers,
        collect() {
          this.set({ state: 'busy' }, pool.totalCount - pool.idleCount)
          this.set({ state: 'idle' }, pool.idleCount)
          this.set({ state: 'waiting' }, pool.waitingCount)
        },
      })
    },
    watchCaches(sizes) {
      new Gauge({
        name: 'tenon_cache_entries',
        help: 'Values that this process has cached',
        labelNames: ['cache'],
        registers,
        collect() {
          for (const [cache, size] of Object.entries(sizes())) this.set({ cache }, size)
        },
      })
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}

/** Observes every request below `app`, and why tokens were refused. Call it before routes are added. */
export function measureRequests(app: FastifyInstance, metrics: Metrics): void {
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none')
    metrics.observeRequest(request.method, route, reply.statusCode, reply.elapsedTime)
    done()
  })
  app.addHook('onError', (_request, _reply, error, done) => {
    if (error instanceof AppError && error.status === 401) {
      metrics.countRefusedToken(String(error.meta?.reason ?? error.code))
    }
    done()
  })
}

function statusClass(status: number | undefined): string {
  return status === undefined ? 'none' : `${Math.trunc(status / 100)}xx`
}

/** Label sets are few: the child of each is made once. Nested maps, because building one text as the key costs more. */
function rememberChildren<Child>() {
  const children = new Map<string, Map<number | undefined, Map<string, Child>>>()
  return (first: string, status: number | undefined, last: string, create: () => Child): Child => {
    const known = children.get(first)?.get(status)?.get(last)
    if (known !== undefined) return known
    const child = create()
    entryOf(entryOf(children, first), status).set(last, child)
    return child
  }
}

function entryOf<Key, K, V>(parent: Map<Key, Map<K, V>>, key: Key): Map<K, V> {
  const known = parent.get(key) ?? new Map<K, V>()
  parent.set(key, known)
  return known
}
