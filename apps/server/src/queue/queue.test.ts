import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Services } from '../context.ts'
import type { Started } from '../releasers.ts'
import { createEmptyDatabase, type EmptyDatabase } from '../testing/database.ts'
import { startTestServices } from '../testing/services.ts'
import { defineJob, type JobKind, type NewJob } from './job.ts'

let database: EmptyDatabase
let processes: Started<Services>[]
beforeEach(async () => {
  database = await createEmptyDatabase()
  processes = []
})
afterEach(async () => {
  for (const { value, release } of processes) {
    await value.queue.stop()
    await release()
  }
  await database.drop()
})

/** A process on the test's database; its queue does not run yet. */
async function newProcess(): Promise<Services> {
  const started = await startTestServices({ DATABASE_URL: database.connectionString })
  processes.push(started)
  return started.value
}

interface Task {
  name: string
}

function tasks(work: JobKind<Task>['work'], findDue?: () => Promise<NewJob<Task>[]>): JobKind {
  return defineJob<Task>({
    name: 'tasks',
    concurrency: 10,
    expireInSeconds: 60,
    pollEverySeconds: 0.5,
    work,
    ...(findDue && { findDue }),
  })
}

const task = (name: string): NewJob<Task> => ({ key: name, data: { name }, startAfter: new Date(0) })

/** The machine may be busy. */
const TIMEOUT_MS = 20_000

describe('the queue', { timeout: TIMEOUT_MS }, () => {
  test('is set up by one of several processes that start at once, and each job is worked on once', async () => {
    const done: string[] = []
    const kind = tasks(async (_, { name }) => void done.push(name))
    const services = [await newProcess(), await newProcess(), await newProcess()]
    for (const one of services) one.queue.start(one, [kind])
    await Promise.all(services.map(({ queue }) => queue.started()))
    const names = Array.from({ length: 60 }, (_, index) => `task ${index}`)
    for (const [index, name] of names.entries()) {
      const { queue, db } = services[index % 3] as Services
      await queue.add(db, 'tasks', [task(name)])
    }
    await vi.waitFor(() => expect(done.toSorted()).toEqual(names.toSorted()), { timeout: TIMEOUT_MS })
  })

  test('adds jobs with the transaction, or not at all', async () => {
    const done: string[] = []
    const services = await newProcess()
    services.queue.start(services, [tasks(async (_, { name }) => void done.push(name))])
    await services.queue.started()
    const failing = services.db.transaction(async (tx) => {
      await services.queue.add(tx, 'tasks', [task('never')])
      throw new Error('rolled back')
    })
    await expect(failing).rejects.toThrow('rolled back')
    await services.db.transaction((tx) => services.queue.add(tx, 'tasks', [task('once'), task('once')]))
    await vi.waitFor(() => expect(done).toEqual(['once']), { timeout: TIMEOUT_MS })
  })

  test('undoes nothing when it is at fault itself', async () => {
    const services = await newProcess()
    services.queue.start(services, [tasks(async () => {})])
    await services.queue.started()
    await database.query('alter table queue.job rename to gone')
    await services.db.transaction(async (tx) => {
      await services.queue.add(tx, 'tasks', [task('lost')])
      await tx.execute('create table kept ()')
    })
    expect(await database.query("select to_regclass('kept')::text as name")).toEqual([{ name: 'kept' }])
    await database.query('alter table queue.gone rename to job')
  })

  test('tries again what has failed, however long ago it was due', async () => {
    let tries = 0
    const services = await newProcess()
    const kind = tasks(async () => {
      tries += 1
      if (tries < 2) throw new Error('not yet')
    })
    services.queue.start(services, [kind])
    await services.queue.started()
    await services.queue.add(services.db, 'tasks', [task('stubborn')])
    await vi.waitFor(() => expect(tries).toBe(2), { timeout: TIMEOUT_MS })
  })

  test('finds work whose job was never added', async () => {
    const done: string[] = []
    const services = await newProcess()
    await services.queue.add(services.db, 'tasks', [task('added before the start')])
    const left = ['left by a command']
    const kind = tasks(
      async (_, { name }) => void done.push(name),
      async () => left.splice(0).map(task),
    )
    services.queue.start(services, [kind])
    await vi.waitFor(() => expect(done).toEqual(['left by a command']), { timeout: TIMEOUT_MS })
  })

  test('stops when the work under way has ended, and tells it to', async () => {
    const services = await newProcess()
    const begun = Promise.withResolvers<void>()
    const order: string[] = []
    const kind = tasks(async (_, _task, stop) => {
      begun.resolve()
      while (!stop.aborted) await nextTurn()
      order.push('work ended')
    })
    services.queue.start(services, [kind])
    await services.queue.started()
    await services.queue.add(services.db, 'tasks', [task('long')])
    await begun.promise
    await services.queue.stop()
    order.push('stopped')
    expect(order).toEqual(['work ended', 'stopped'])
  })

  test('stops at once while it waits for its database', async () => {
    const services = await newProcess()
    await database.letIn(false)
    services.queue.start(services, [tasks(async () => {})])
    await services.queue.stop()
    await expect(services.queue.started()).rejects.toThrow('stopped before')
    await database.letIn(true)
  })
})
