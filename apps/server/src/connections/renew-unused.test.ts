import { unusedRenewalAt } from '@tenon/core'
import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listAudit } from '../audit/audit.ts'
import { connection } from '../database/schema.ts'
import { json } from '../testing/fake-provider.ts'
import { type Life, startLife } from '../testing/life.ts'
import { fakePage } from '../testing/pages.ts'
import { renewUnused, unusedKinds } from './renew-unused.ts'
import { listDueUnused } from './unused-store.ts'

const DAY_MS = 86_400_000
const LIFETIME_MS = 60 * DAY_MS

let life: Life
beforeEach(async () => {
  life = await startLife({ page: { server: { refresh: { rotates: true, unusedLifetimeMs: LIFETIME_MS } } } })
})
afterEach(() => life.close())

const run = (stop = new AbortController().signal) => renewUnused(life.server.services, stop)
const rows = () => life.server.services.db.select().from(connection)
const refreshes = () => life.provider.tokens.refreshes.length

describe('credentials that nobody uses', () => {
  test('are renewed before they die, each at a time of its own', async () => {
    const users = Array.from({ length: 12 }, (_, index) => `user-${index}`)
    for (const user of users) await life.connect(user)
    const renewedOn = new Map<string, number>()
    for (let day = 0; day < 50; day += 1) {
      const versions = new Map((await rows()).map(({ id, credentialVersion }) => [id, credentialVersion]))
      await run()
      for (const { id, credentialVersion } of await rows())
        if (credentialVersion !== versions.get(id)) renewedOn.set(id, day)
      life.server.advance(DAY_MS)
    }
    const days = [...renewedOn.values()]
    expect(days).toHaveLength(users.length)
    expect(Math.min(...days)).toBeGreaterThanOrEqual(30)
    expect(Math.max(...days)).toBeLessThanOrEqual(49)
    expect(new Set(days).size).toBeGreaterThan(3)
    expect(refreshes()).toBe(users.length)
  })

  test('are chosen by the database exactly as the rule says', async () => {
    for (const user of ['a', 'b', 'c', 'd']) await life.connect(user)
    const kind = { integration: 'fake', accountType: 'oauth', lifetimeMs: LIFETIME_MS }
    for (const row of await rows()) {
      const dueAt = unusedRenewalAt(row, LIFETIME_MS)
      const isDue = async (now: Date) => {
        const due = await listDueUnused(life.server.services.db, kind, { now, after: undefined, limit: 10 })
        return due.some(({ id }) => id === row.id)
      }
      expect(await isDue(new Date(dueAt.getTime() - 1_000))).toBe(false)
      expect(await isDue(new Date(dueAt.getTime() + 1_000))).toBe(true)
    }
  })

  test('that are used are left alone', async () => {
    await life.connect()
    for (let day = 0; day < 60; day += 20) {
      life.server.advance(20 * DAY_MS)
      await life.server.call('sdk/proxy/fake/api/things')
    }
    const before = refreshes()
    expect(await run()).toEqual({ renewed: 0, failed: 0 })
    expect(refreshes()).toBe(before)
  })

  test('of a kind that does not die are left alone', async () => {
    const page = fakePage(life.provider.origin)
    expect(unusedKinds(new Map([[page.id, page]]))).toEqual([])
    await life.connect()
    await life.server.services.db.update(connection).set({ accountType: 'api_key' })
    life.server.advance(LIFETIME_MS)
    expect(await run()).toEqual({ renewed: 0, failed: 0 })
  })

  test('and whose token renews itself are renewed before it expires', () => {
    const server = { refresh: { with: 'access_token', defaultLifetimeMs: LIFETIME_MS } }
    const page = fakePage(life.provider.origin, { server })
    expect(unusedKinds(new Map([[page.id, page]]))).toEqual([
      { integration: 'fake', accountType: 'oauth', lifetimeMs: LIFETIME_MS },
    ])
  })

  test('are renewed for every project, two processes at once use no token twice', async () => {
    for (const user of ['a', 'b', 'c']) await life.connect(user)
    const other = await life.another()
    life.server.advance(50 * DAY_MS)
    other.advance(50 * DAY_MS)
    const stop = new AbortController().signal
    await Promise.all([run(stop), renewUnused(other.services, stop)])
    expect(refreshes()).toBe(3)
    expect((await rows()).map(({ status }) => status)).toEqual(['active', 'active', 'active'])
  })

  test('are left for later when the process is to end', async () => {
    await life.connect()
    life.server.advance(50 * DAY_MS)
    expect(await run(AbortSignal.abort())).toEqual({ renewed: 0, failed: 0 })
  })
})

describe('a credential that cannot be renewed', () => {
  test('is reported once, in audit trail and metrics, and tried again', async () => {
    await life.connect()
    await life.connect('user-2')
    life.server.advance(50 * DAY_MS)
    const [first] = await rows()
    if (!first) throw new Error('somebody has connected')
    await life.server.services.db
      .update(connection)
      .set({ accountType: 'api_key' })
      .where(eq(connection.id, first.id))
    for (const _ of [1, 2, 3]) {
      life.provider.misbehave('/oauth/token', json(503, {}))
      expect(await run()).toEqual({ renewed: 0, failed: 1 })
      life.server.advance(10 * 60_000)
    }
    const { items } = await listAudit(life.server.ctx, { action: 'connection.renewal_failed' })
    expect(items).toMatchObject([
      {
        actor: { kind: 'system', id: null },
        integration: 'fake',
        userExternalId: expect.stringMatching(/^user-[12]$/),
        detail: { code: expect.stringMatching(/^upstream_/), diesAt: expect.stringMatching(/Z$/) },
      },
    ])
    expect(await life.server.services.metrics.text()).toMatch(
      /tenon_unused_renewals_total\{provider="fake",outcome="upstream_\w+"\} 3/,
    )
    expect(await run()).toEqual({ renewed: 1, failed: 0 })
  })

  test('because its grant has ended needs its user, and the others are renewed all the same', async () => {
    await life.connect('user-1')
    life.provider.tokens.revokeAll()
    await life.connect('user-2')
    life.server.advance(50 * DAY_MS)
    expect(await run()).toEqual({ renewed: 1, failed: 1 })
    expect((await rows()).map(({ status }) => status).toSorted()).toEqual(['active', 'needs_reauth'])
    const [{ action, reason } = { action: '', reason: '' }] = (await listAudit(life.server.ctx, {})).items
    expect({ action, reason }).toEqual({ action: 'connection.refresh_rejected', reason: 'refresh_rejected' })
  })
})
