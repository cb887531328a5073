import { expect, onTestFinished, test, vi } from 'vitest'
import * as fake from '../testing/fake-provider.ts'
import { accessTo, startProxyHost } from '../testing/proxy-host.ts'
import type { ThrottleMemory } from './retries.ts'
import type { RetryBudget } from './retry.ts'
import { Throttles } from './throttle.ts'

const NOW = Date.UTC(2026, 0, 1)
/** The answer says "now": no test waits longer than the jitter. */
const throttled = fake.answerWith(429, [['Retry-After', new Date(NOW).toUTCString()]], 'slow down')
const patient = { retries: 3, waitMs: 30_000 }

function memoryOf(limit?: ThrottleMemory['limit'], throttles = new Throttles()): ThrottleMemory {
  return {
    limit,
    until: () => throttles.until('c', NOW),
    remember: (untilMs) => throttles.remember('c', untilMs),
    now: () => NOW,
  }
}

async function setUp({ retry = patient as RetryBudget | null, throttle = memoryOf() } = {}) {
  vi.spyOn(Math, 'random').mockReturnValue(0)
  onTestFinished(() => void vi.restoreAllMocks())
  const provider = await fake.startFakeProvider()
  onTestFinished(provider.close)
  const proxy = await startProxyHost(accessTo(provider.origin), { retry: retry ?? undefined, throttle })
  onTestFinished(proxy.close)
  return { provider, proxy, throttle }
}

test('a throttled call is repeated until it is answered, its body too', async () => {
  const { provider, proxy } = await setUp()
  provider.misbehave('/x', throttled, 2)
  const answer = await fetch(`${proxy.origin}/x`, { method: 'POST', body: 'once' })
  expect(answer.status).toBe(200)
  expect(provider.received.map(({ body }) => body.toString())).toEqual(['once', 'once', 'once'])
})

test('after the last retry the caller gets the provider’s own answer', async () => {
  const { provider, proxy } = await setUp({ retry: { retries: 1, waitMs: 1_000 } })
  provider.misbehave('/x', throttled, 9)
  const answer = await fetch(`${proxy.origin}/x`)
  expect(answer.status).toBe(429)
  expect(answer.headers.get('x-tenon-error')).toBeNull()
  expect(await answer.text()).toBe('slow down')
  expect(provider.received.length).toBe(2)
})

test('a wait beyond the budget is not begun', async () => {
  const { provider, proxy } = await setUp({ retry: { retries: 3, waitMs: 1_000 } })
  provider.misbehave('/x', fake.answerWith(429, [['Retry-After', '3600']], 'tomorrow'))
  expect(await (await fetch(`${proxy.origin}/x`)).text()).toBe('tomorrow')
  expect(provider.received.length).toBe(1)
})

test('nobody who did not ask is made to wait, but the reset time is remembered', async () => {
  const { provider, proxy, throttle } = await setUp({ retry: null })
  provider.misbehave('/x', fake.answerWith(429, [['Retry-After', '30']]))
  expect((await fetch(`${proxy.origin}/x`)).status).toBe(429)
  expect(provider.received.length).toBe(1)
  expect(throttle.until()).toBe(NOW + 30_000)
})

test('a throttle under another status is told from a refusal by its body', async () => {
  const limit = { status: [403], when: { path: 'code', is: ['LIMIT'] }, headers: [] }
  const { provider, proxy } = await setUp({ throttle: memoryOf(limit) })
  provider.misbehave('/x', fake.answerWith(403, [['Retry-After', '0']], '{"code":"LIMIT"}'))
  expect((await fetch(`${proxy.origin}/x`)).status).toBe(200)
  provider.misbehave('/y', fake.answerWith(403, [['Retry-After', '0']], '{"code":"NO"}'))
  const refused = await fetch(`${proxy.origin}/y`)
  expect([refused.status, await refused.text()]).toEqual([403, '{"code":"NO"}'])
})

test('a passing fault is repeated for a GET, and never for a POST', async () => {
  const { provider, proxy } = await setUp()
  const busy = fake.answerWith(503, [['Retry-After', '0']], 'busy')
  provider.misbehave('/x', busy)
  expect((await fetch(`${proxy.origin}/x`)).status).toBe(200)
  provider.misbehave('/x', busy)
  expect((await fetch(`${proxy.origin}/x`, { method: 'POST', body: 'b' })).status).toBe(503)
})

test('when a retry gets no answer, the provider’s last answer stands', async () => {
  const { provider, proxy } = await setUp()
  provider.misbehave('/x', throttled)
  provider.misbehave('/x', fake.resetBeforeAnswer)
  expect((await fetch(`${proxy.origin}/x`)).status).toBe(429)
})

test('a caller who leaves during the wait ends it', async () => {
  const { provider, proxy } = await setUp()
  provider.misbehave('/x', fake.answerWith(429, [['Retry-After', '20']]))
  const leaving = new AbortController()
  const call = fetch(`${proxy.origin}/x`, { signal: leaving.signal }).catch(() => 'left')
  const outcome = proxy.nextOutcome()
  await vi.waitFor(() => expect(provider.received.length).toBe(1))
  leaving.abort()
  expect(await call).toBe('left')
  expect(await outcome).toMatchObject({ callerLeft: true })
})
