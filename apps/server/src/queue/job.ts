import type { Services } from '../context.ts'

/** One kind of work that any process may take on. What is to be done stands in rows; a job only says which. */
export interface JobKind<Data extends object = object> {
  /** Of the queue, too. */
  name: string
  /** How many are taken at once; a process works on a few such batches. */
  concurrency: number
  /** After this long a job of a process that is alive counts as lost. */
  expireInSeconds: number
  /** How soon a job is noticed for which no notification came. */
  pollEverySeconds: number
  /** For work that comes by the clock: minute, hour, day, month and weekday in UTC. At most one process does it. */
  cron?: string
  /**
   * Repeated when it throws or its process dies: it must not matter that it was done before.
   *
   * @param stop aborted when the process is to end: long work comes to an end by itself
   */
  work: (services: Services, data: Data, stop: AbortSignal) => Promise<void>
  /** What should be under way by now. Looked at every few seconds, for jobs that were never added or got lost. */
  findDue?: (services: Services) => Promise<NewJob<Data>[]>
}

export interface NewJob<Data extends object = object> {
  /** While a job with this key waits or is worked on, another is not added. */
  key: string
  data: Data
  /** In the past: as soon as possible. */
  startAfter: Date
}

/** Checks that a kind's data fit its work, then forgets the type: a queue treats all kinds alike. */
export function defineJob<Data extends object>(kind: JobKind<Data>): JobKind {
  return kind as unknown as JobKind
}
