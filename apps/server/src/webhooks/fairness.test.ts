import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newConnectionId } from '../connections/ids.ts'
import type { ProjectContext } from '../context.ts'
import { webhookDelivery } from '../database/schema.ts'
import { jobKinds } from '../queue/kinds.ts'
import { answerWith, type FakeProvider, startFakeProvider } from '../testing/fake-provider.ts'
import { type Life, startLife } from '../testing/life.ts'
import { newProject } from '../testing/services.ts'
import { deliver, findDueDeliveries } from './deliver.ts'
import { createEndpoint } from './endpoints.ts'
import { enqueueWebhooks } from './enqueue.ts'

/** The machine may be busy. */
const TIMEOUT_MS = 20_000

let life: Life
let receiver: FakeProvider
beforeEach(async () => {
  life = await startLife()
  receiver = await startFakeProvider()
})
afterEach(async () => {
  await life.close()
  await receiver.close()
})

const endpoint = (path: string, ctx: ProjectContext = life.server.ctx) =>
  createEndpoint(ctx, { url: receiver.origin + path })

/** Something happens so many times. */
async function happen(times: number, ctx: ProjectContext = life.server.ctx): Promise<void> {
  const names = { integration: 'fake', userExternalId: 'u', externalId: null, accountType: 'oauth' }
  for (let count = 0; count < times; count += 1) {
    const subject = { id: newConnectionId(), ...names }
    await enqueueWebhooks(ctx, { event: 'connection.created', subject, reason: null })
  }
}

const all = ({ project }: ProjectContext = life.server.ctx) =>
  life.server.services.db.select().from(webhookDelivery).where(eq(webhookDelivery.projectId, project.id))

/** What the queue would do now, one after the other. */
async function tick(): Promise<void> {
  for (const { data } of await findDueDeliveries(life.server.services))
    await deliver(life.server.services, data)
}

test('a project whose endpoints do not answer holds up no other', { timeout: 2 * TIMEOUT_MS }, async () => {
  const { services } = life.server
  services.queue.start(services, jobKinds)
  await services.queue.started()
  const holds = ['/slow-1', '/slow-2', '/slow-3'].map((path) => receiver.hold(path))
  for (const path of ['/slow-1', '/slow-2', '/slow-3']) await endpoint(path)
  const other = await newProject(services)
  await endpoint('/quick', other)

  await happen(40)
  const waiting = () => holds.reduce((sum, hold) => sum + hold.waiting(), 0)
  await vi.waitFor(() => expect(waiting()).toBe(4), { timeout: TIMEOUT_MS })
  await happen(10, other)
  await vi.waitFor(
    async () => expect((await all(other)).map(({ status }) => status)).toEqual(Array(10).fill('delivered')),
    { timeout: TIMEOUT_MS },
  )
  expect(waiting()).toBe(4)
  expect((await all()).map(({ attempts }) => attempts)).toEqual(Array(120).fill(0))
  for (const hold of holds) hold.release()
})

test('what waits for a busy endpoint counts no attempt, and is delivered', async () => {
  await endpoint('/hook')
  await happen(5)
  const held = receiver.hold('/hook')
  const due = await findDueDeliveries(life.server.services)
  const delivering = Promise.all(due.map(({ data }) => deliver(life.server.services, data)))
  await vi.waitFor(async () => {
    const later = (await all()).filter(({ nextAttemptAt }) => nextAttemptAt && nextAttemptAt > new Date())
    expect([held.waiting(), later.length]).toEqual([2, 3])
  })
  held.release()
  await delivering
  life.server.advance(2_000)
  await tick()
  expect((await all()).map(({ status, attempts }) => [status, attempts])).toEqual(
    Array(5).fill(['delivered', 1]),
  )
})

test('an endpoint that fails is asked about one delivery, until it answers', async () => {
  await endpoint('/hook')
  receiver.answer('/hook', answerWith(500))
  await happen(20)
  await tick()
  expect(receiver.receivedAt('/hook')).toHaveLength(5)
  life.server.advance(61_000)
  await tick()
  expect(receiver.receivedAt('/hook')).toHaveLength(6)
  receiver.answer('/hook', answerWith(204))
  life.server.advance(3 * 60_000)
  await tick()
  expect((await all()).map(({ status }) => status)).toEqual(Array(20).fill('delivered'))
})

test('what has waited for a failing endpoint until its time was over is given up', async () => {
  await endpoint('/hook')
  receiver.answer('/hook', answerWith(500))
  await happen(7)
  await tick()
  life.server.advance(3 * 86_400_000)
  await tick()
  const rows = await all()
  expect(rows.map(({ status }) => status)).toEqual(Array(7).fill('failed'))
  expect(rows.map(({ error }) => error).filter(Boolean)).toEqual(Array(6).fill('endpoint_failing'))
})
