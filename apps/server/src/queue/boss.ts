import type { fromDrizzle, Job, PgBoss, Queue } from 'pg-boss'
import type { Services } from '../context.ts'
import type { Log } from '../log.ts'
import type { JobKind } from './job.ts'

/** Apart from our own tables: pg-boss migrates it by itself, one process at a time. */
const SCHEMA = 'queue'
/** A process that says nothing for this long has died; pg-boss takes no less. */
const HEARTBEAT_SECONDS = 10
/** How often the dead are looked for. pg-boss's own interval makes a takeover last a minute. */
const LOOK_EVERY_SECONDS = 2
/** A job is given up only by its own rules: each death of a process counts as a retry. */
const MAX_DEATHS = 10_000
/** Heartbeats must not wait behind requests, so these connections are the queue's own; the listener has one more. */
const POOL_SIZE = 2
const DAY_SECONDS = 86_400
/** Batches under way at a time: a slow job holds up only its own. Webhooks count on it, see webhooks/gate.ts. */
const BATCHES = 8

export interface Boss {
  client: PgBoss
  /** Makes an executor's transaction what a job is written in. */
  within: typeof fromDrizzle
  stop: (timeoutMs: number) => Promise<void>
}

interface Options {
  connectionString: string
  log: Log
  services: Services
  kinds: JobKind[]
  /** Handed to the work. */
  stop: AbortSignal
}

/** Starts pg-boss and its workers. Loaded late: the server is ready before. @throws when the database is away */
export async function openBoss(options: Options): Promise<Boss> {
  const { connectionString, log, kinds } = options
  const { fromDrizzle, PgBoss } = await import('pg-boss')
  const client = new PgBoss({
    connectionString,
    application_name: 'tenon queue',
    schema: SCHEMA,
    max: POOL_SIZE,
    useListenNotify: true,
    superviseIntervalSeconds: LOOK_EVERY_SECONDS,
    monitorIntervalSeconds: LOOK_EVERY_SECONDS,
  })
  client.on('error', (err) => log.warn({ err }, 'the queue has lost the database for a moment'))
  try {
    await client.start()
    for (const kind of kinds) await work(client, kind, options)
  } catch (error) {
    await client.stop({ graceful: false }).catch(() => {}) // the failed start is what the caller must hear of
    throw error
  }
  return { client, within: fromDrizzle, stop: (timeout) => client.stop({ timeout }) }
}

async function work(client: PgBoss, kind: JobKind, { services, stop }: Options): Promise<void> {
  const { name, concurrency, pollEverySeconds, cron } = kind
  const settings = settingsOf(kind)
  await client.createQueue(name, { policy: 'exclusive', ...settings })
  await client.updateQueue(name, settings) // one of an earlier version
  if (cron !== undefined) await client.schedule(name, cron)
  const options = {
    // With notifications a batch of one is fetched at the slow base rate; see DESIGN.md, row pg-boss.
    batchSize: concurrency,
    burstWhenBatchFull: concurrency > 1,
    localConcurrency: concurrency > 1 ? BATCHES : 1,
    perJobResults: true as const,
    pollingIntervalSeconds: pollEverySeconds,
    notifyPollingIntervalSeconds: pollEverySeconds,
  }
  await client.work(name, options, (jobs: Job[]) =>
    Promise.all(
      jobs.map(async ({ id, data }) => {
        try {
          await kind.work(services, data ?? {}, stop)
          return { id, status: 'completed' as const }
        } catch (err) {
          services.log.error({ queue: name, err }, 'a job has failed and is tried again')
          return { id, status: 'failed' as const }
        }
      }),
    ),
  )
}

function settingsOf({ expireInSeconds }: JobKind): Omit<Queue, 'name' | 'policy'> {
  return {
    expireInSeconds,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    retryLimit: MAX_DEATHS,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 60,
    deleteAfterSeconds: DAY_SECONDS,
    notify: true,
  }
}
