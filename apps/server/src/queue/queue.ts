import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type { PgBoss } from 'pg-boss'
import type { Services } from '../context.ts'
import type { Executor } from '../database/open.ts'
import type { Log } from '../log.ts'
import { type Boss, openBoss } from './boss.ts'
import type { JobKind, NewJob } from './job.ts'

/** How soon work is found whose job was never added: by a command, or by a process that had no queue yet. */
const SWEEP_EVERY_MS = 5_000
/** When the database is away while we start: how soon we try again; less and less often while it is. */
const FIRST_RETRY_MS = 2_000
const LAST_RETRY_MS = 60_000

/** Work for later, done by whichever process is free. */
export interface Queue {
  /**
   * Adds jobs, with the executor's transaction. Where no queue runs nothing is added, and a sweep finds the rows later:
   * so a job is only ever a hint.
   */
  add: (executor: Executor, name: string, jobs: NewJob[]) => Promise<void>
  /** Begins to work, in the background; goes on trying while the database is away. */
  start: (services: Services, kinds: JobKind[]) => void
  /** Resolves once jobs are worked on. Rejects when the queue is stopped before. */
  started: () => Promise<void>
  /** Takes no more jobs and waits for those under way, as long as the operator allows. May be called again. */
  stop: () => Promise<void>
}

export interface QueueOptions {
  connectionString: string
  log: Log
  /** How long jobs under way may go on after a stop was asked for. */
  stopTimeoutMs: number
}

export function createQueue({ connectionString, log, stopTimeoutMs }: QueueOptions): Queue {
  const stopping = new AbortController()
  const { promise: started, resolve, reject } = Promise.withResolvers<void>()
  started.catch(() => {}) // whoever waits hears of it
  let boss: Boss | undefined
  let running: Promise<void> = Promise.resolve()
  let stopped: Promise<void> | undefined

  async function run(services: Services, kinds: JobKind[]): Promise<void> {
    for (
      let retryMs = FIRST_RETRY_MS;
      !stopping.signal.aborted;
      retryMs = Math.min(2 * retryMs, LAST_RETRY_MS)
    ) {
      try {
        boss = await openBoss({ connectionString, log, services, kinds, stop: stopping.signal })
        resolve()
        return await sweepUntilStopped(boss.client, services, kinds)
      } catch (err) {
        log.warn({ err }, 'the queue could not be started yet')
        await pause(retryMs)
      }
    }
  }

  async function sweepUntilStopped(client: PgBoss, services: Services, kinds: JobKind[]): Promise<void> {
    while (!stopping.signal.aborted) {
      for (const { name, findDue } of kinds) {
        if (findDue) await sweep(client, name, () => findDue(services))
      }
      await pause(SWEEP_EVERY_MS)
    }
  }

  async function sweep(client: PgBoss, name: string, findDue: () => Promise<NewJob[]>): Promise<void> {
    try {
      const due = await findDue()
      if (due.length > 0) await client.insert(name, due.map(toInsert))
    } catch (err) {
      log.warn({ err }, 'overdue work could not be looked for')
    }
  }

  const pause = (ms: number) => delay(ms, undefined, { signal: stopping.signal }).catch(() => {})

  return {
    async add(executor, name, jobs) {
      if (!boss || stopping.signal.aborted || jobs.length === 0) return
      const { client, within } = boss
      try {
        // A savepoint: a queue at fault must not undo what its job is only a hint at.
        await executor.transaction((tx) => client.insert(name, jobs.map(toInsert), { db: within(tx, sql) }))
      } catch (err) {
        log.warn({ queue: name, err }, 'a job could not be added: a sweep will find its work')
      }
    },
    start(services, kinds) {
      running = run(services, kinds)
    },
    started: () => started,
    stop() {
      stopping.abort()
      reject(new Error('the queue was stopped before it had started'))
      stopped ??= running.then(() => boss?.stop(stopTimeoutMs))
      return stopped
    },
  }
}

/** A start in the past is left out: pg-boss counts a job's retention from it, and would delete the job unseen. */
function toInsert({ key, data, startAfter }: NewJob) {
  return { singletonKey: key, data, ...(startAfter.getTime() > Date.now() && { startAfter }) }
}
