import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newConnectionId } from '../connections/ids.ts'
import {
  answerWith,
  type FakeProvider,
  resetBeforeAnswer,
  startFakeProvider,
} from '../testing/fake-provider.ts'
import { type Life, startLife } from '../testing/life.ts'
import { listSummaries } from '../users/connections-store.ts'
import { deliver, findDueDeliveries } from './deliver.ts'
import { listDeliveries, resend, type WebhookDelivery } from './deliveries.ts'
import { createEndpoint, listEndpoints, rotateSecret, updateEndpoint } from './endpoints.ts'
import { enqueueWebhooks } from './enqueue.ts'
import type { WebhookEvent } from './event.ts'

const DAY_MS = 86_400_000

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

const endpoint = (events?: WebhookEvent[]) =>
  createEndpoint(life.server.ctx, { url: `${receiver.origin}/hook`, events })

/** What the queue would do now. @returns how many attempts were made */
async function tick(): Promise<number> {
  const due = await findDueDeliveries(life.server.services)
  for (const { data } of due) await deliver(life.server.services, data)
  return due.length
}

async function deliveries(): Promise<WebhookDelivery[]> {
  return (await listDeliveries(life.server.ctx, {})).items
}

async function onlyDelivery(): Promise<WebhookDelivery> {
  const [delivery, ...others] = await deliveries()
  if (!delivery || others.length > 0) throw new Error('there is not one delivery')
  return delivery
}

const sent = () => receiver.receivedAt('/hook')
const typesSent = () => sent().map(({ body }) => JSON.parse(body.toString()).type)

describe('a webhook', () => {
  test('tells of each state that a connection comes to, signed for any library of Standard Webhooks', async () => {
    const { secret } = await endpoint()
    await life.connect()
    await life.lose()
    await life.connect()
    const [{ id } = { id: '' }] = (await life.page('connections')).items
    await life.team(`connections/${id}`, { method: 'DELETE' })
    expect(await tick()).toBe(4)
    expect(typesSent()).toEqual([
      'connection.created',
      'connection.needs_reauth',
      'connection.restored',
      'connection.deleted',
    ])
    for (const { body, headers } of sent()) {
      const told = new Webhook(secret).verify(body.toString(), headers as Record<string, string>)
      expect(told).toMatchObject({ data: { connectionId: id, userId: 'user-1', integration: 'fake' } })
      expect(() => new Webhook(secret).verify(`${body} `, headers as Record<string, string>)).toThrow()
    }
    expect(JSON.parse(sent()[1]?.body.toString() ?? '').data.reason).toBe('refresh_rejected')
    expect(await tick()).toBe(0)
    expect((await deliveries()).map(({ status }) => status)).toEqual(Array(4).fill('delivered'))
  })

  test('goes only to endpoints that are on and want the event', async () => {
    await endpoint(['connection.deleted'])
    const { endpoint: off } = await createEndpoint(life.server.ctx, { url: `${receiver.origin}/off` })
    await updateEndpoint(life.server.ctx, off.id, { isEnabled: false })
    await life.connect()
    expect(await deliveries()).toEqual([])
  })

  test('is written with what it tells of, or not at all', async () => {
    await endpoint()
    await life.connect()
    await expect(
      life.server.ctx.db.transaction(async (tx) => {
        const [connection] = await listSummaries(life.server.ctx, { limit: 1 })
        if (!connection) throw new Error('somebody has connected')
        const names = { integration: 'fake', userExternalId: 'u', externalId: null, accountType: 'oauth' }
        await enqueueWebhooks(
          { ...life.server.ctx, db: tx },
          { event: 'connection.deleted', subject: { id: connection.id, ...names }, reason: null },
        )
        throw new Error('the change failed')
      }),
    ).rejects.toThrow('the change failed')
    expect((await deliveries()).map(({ event }) => event)).toEqual(['connection.created'])
  })
})

describe('an endpoint that fails', () => {
  test('is tried again until it answers, under the same id', async () => {
    await endpoint()
    await life.connect()
    receiver.misbehave('/hook', answerWith(500, [], 'x'.repeat(5_000)))
    receiver.misbehave('/hook', answerWith(302, [['Location', `${receiver.origin}/elsewhere`]]))
    receiver.misbehave('/hook', resetBeforeAnswer)
    await tick()
    expect(await onlyDelivery()).toMatchObject({ status: 'waiting', attempts: 1, answerStatus: 500 })
    expect((await onlyDelivery()).answerExcerpt).toBe('x'.repeat(1_024))
    expect(await tick()).toBe(0) // not before its time
    life.server.advance(6_000)
    await tick()
    expect(await onlyDelivery()).toMatchObject({ status: 'waiting', answerStatus: 302 })
    life.server.advance(11_000)
    await tick()
    expect(await onlyDelivery()).toMatchObject({
      status: 'waiting',
      answerStatus: null,
      error: 'upstream_reset',
    })
    life.server.advance(21_000)
    await tick()
    expect(await onlyDelivery()).toMatchObject({ status: 'delivered', attempts: 4, nextAttemptAt: null })
    expect(new Set(sent().map(({ headers }) => headers['webhook-id']))).toEqual(
      new Set([(await onlyDelivery()).id]),
    )
    expect(receiver.receivedAt('/elsewhere')).toEqual([])
  })

  test('is given up after three days, and can be told again', async () => {
    await endpoint()
    await life.connect()
    receiver.answer('*', answerWith(503))
    const startedAt = life.server.services.now().getTime()
    while ((await onlyDelivery()).status === 'waiting') {
      const { nextAttemptAt } = await onlyDelivery()
      life.server.advance((nextAttemptAt?.getTime() ?? 0) - life.server.services.now().getTime() + 1)
      await tick()
    }
    const tookMs = life.server.services.now().getTime() - startedAt
    expect(tookMs / DAY_MS).toBeGreaterThan(2.7)
    expect(tookMs / DAY_MS).toBeLessThan(3)
    expect((await onlyDelivery()).attempts).toBeGreaterThan(20)
    receiver.answer('*', answerWith(204))
    const { id } = await onlyDelivery()
    expect((await life.team(`webhook-deliveries/${id}/resend`, { method: 'POST' })).status).toBe(200)
    expect(await onlyDelivery()).toMatchObject({ status: 'waiting', finishedAt: null })
    await tick()
    expect(await onlyDelivery()).toMatchObject({ status: 'delivered', answerStatus: 204 })
  })

  test('that is gone is switched off', async () => {
    await endpoint()
    await life.connect()
    receiver.answer('*', answerWith(410))
    await tick()
    expect(await onlyDelivery()).toMatchObject({ status: 'failed', attempts: 1 })
    expect((await listEndpoints(life.server.ctx))[0]?.isEnabled).toBe(false)
  })

  test('two attempts at once count as one', async () => {
    await endpoint()
    await life.connect()
    const [due] = await findDueDeliveries(life.server.services)
    if (!due) throw new Error('a delivery is due')
    await Promise.all([deliver(life.server.services, due.data), deliver(life.server.services, due.data)])
    expect(await onlyDelivery()).toMatchObject({ status: 'delivered', attempts: 1 })
  })

  test('a private address is refused by the guard', async () => {
    const guarded = await startLife({ config: { outboundAllow: [] } })
    const { ctx } = guarded.server
    const url = `${receiver.origin}/hook`
    await expect(createEndpoint(ctx, { url })).rejects.toThrow(
      /not on the public internet.*TENON_OUTBOUND_ALLOW=127\.0\.0\.1:\d+$/,
    )
    await createEndpoint({ ...ctx, config: life.server.ctx.config }, { url }) // was allowed once
    const id = newConnectionId()
    await enqueueWebhooks(guarded.server.ctx, {
      event: 'connection.created',
      subject: { id, integration: 'fake', userExternalId: 'u', externalId: null, accountType: 'oauth' },
      reason: null,
    })
    for (const { data } of await findDueDeliveries(guarded.server.services))
      await deliver(guarded.server.services, data)
    expect((await listDeliveries(guarded.server.ctx, {})).items[0]).toMatchObject({
      status: 'waiting',
      error: 'host_not_allowed',
    })
    expect(sent()).toEqual([])
    await guarded.close()
  })
})

test('there is one endpoint for a URL, however often it is asked for at once', async () => {
  const asked = await Promise.allSettled([endpoint(), endpoint(), endpoint()])
  expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  await expect(endpoint()).rejects.toMatchObject({ code: 'conflict' })
  const other = await createEndpoint(life.server.ctx, { url: `${receiver.origin}/other` })
  const change = (url: string) => updateEndpoint(life.server.ctx, other.endpoint.id, { url })
  await expect(change(`${receiver.origin}/hook`)).rejects.toMatchObject({ code: 'conflict' })
  expect(await change(`${receiver.origin}/other`)).toMatchObject({ id: other.endpoint.id })
})

describe('a secret that is replaced', () => {
  test('signs beside the new one for a day', async () => {
    const { secret: before, endpoint: made } = await endpoint()
    const { secret: after } = await rotateSecret(life.server.ctx, made.id)
    expect(after).not.toBe(before)
    await life.connect()
    await tick()
    const [{ body, headers } = { body: Buffer.alloc(0), headers: {} }] = sent()
    for (const secret of [before, after])
      new Webhook(secret).verify(body.toString(), headers as Record<string, string>)
    life.server.advance(DAY_MS)
    await resend(life.server.ctx, (await onlyDelivery()).id)
    await tick()
    expect(String(sent()[1]?.headers['webhook-signature']).split(' ')).toHaveLength(1)
  })

  test('by two at once signs with what both were given', async () => {
    const { endpoint: made } = await endpoint()
    const both = await Promise.all([made.id, made.id].map((id) => rotateSecret(life.server.ctx, id)))
    await life.connect()
    await tick()
    const [{ body, headers } = { body: Buffer.alloc(0), headers: {} }] = sent()
    for (const { secret } of both)
      new Webhook(secret).verify(body.toString(), headers as Record<string, string>)
  })

  test('is shown when it is made, and by no other answer', async () => {
    const made = await life.team('webhooks', { method: 'POST', json: { url: 'https://hook.test/' } })
    const { secret, id } = (await made.json()) as { secret: string; id: string }
    expect(secret).toMatch(/^whsec_/)
    const answers = [
      await life.team('webhooks'),
      await life.team(`webhooks/${id}`, { method: 'PATCH', json: {} }),
    ]
    for (const answer of answers) expect(await answer.text()).not.toMatch(/whsec_|secret":/)
  })
})
