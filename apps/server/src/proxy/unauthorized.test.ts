import { AppError } from '@tenon/core'
import { expect, onTestFinished, test } from 'vitest'
import * as fake from '../testing/fake-provider.ts'
import { accessTo, type ProxyHost, type ProxyHostOptions, startProxyHost } from '../testing/proxy-host.ts'
import type { UpstreamAccess } from './access.ts'

interface Setup {
  provider: fake.FakeProvider
  proxy: ProxyHost
  /** How often a fresh credential was asked for. */
  renewals: () => number
}

type Renew = (provider: fake.FakeProvider) => Promise<UpstreamAccess | undefined>

/** A fresh credential that the provider accepts. */
const renewed: Renew = async ({ origin, tokens }) =>
  accessTo(origin, { headers: [['Authorization', `Bearer ${tokens.issue().accessToken}`]] })

async function setUp(renew: Renew, options: ProxyHostOptions = {}): Promise<Setup> {
  const provider = await fake.startFakeProvider()
  onTestFinished(provider.close)
  let renewals = 0
  const proxy = await startProxyHost(accessTo(provider.origin), {
    onUnauthorized: () => {
      renewals += 1
      return renew(provider)
    },
    ...options,
  })
  onTestFinished(proxy.close)
  return { provider, proxy, renewals: () => renewals }
}

test.for(['GET', 'DELETE', 'HEAD'])('%s is repeated once with a fresh credential', async (method) => {
  const { provider, proxy, renewals } = await setUp(renewed)
  const answer = await fetch(`${proxy.origin}/api/x?a=1`, { method })
  expect(answer.status).toBe(200)
  expect(renewals()).toBe(1)
  expect(provider.received.map(({ url }) => url)).toEqual(['/api/x?a=1', '/api/x?a=1'])
})

test.for([
  ['small', Buffer.from('{"a":1}')],
  ['1 MiB', Buffer.alloc(1024 * 1024, 'x')],
] as const)('a body of %s is repeated byte for byte', async ([, body]) => {
  const { provider, proxy } = await setUp(renewed)
  const outcome = proxy.nextOutcome()
  const answer = await fetch(`${proxy.origin}/api/x`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body,
  })
  expect(answer.status).toBe(200)
  expect(provider.received.map((received) => received.body.equals(body))).toEqual([true, true])
  expect(provider.received[1]?.headers['content-type']).toBe('text/plain')
  await answer.text()
  expect(await outcome).toMatchObject({ status: 200, upstreamStatus: 200, wasRepeated: true })
})

test('a streamed body without a length is repeated too', async () => {
  const { provider, proxy } = await setUp(renewed)
  const body = ReadableStream.from([Buffer.from('ab'), Buffer.from('cd')])
  await fetch(`${proxy.origin}/api/x`, { method: 'POST', body, duplex: 'half' } as RequestInit)
  expect(provider.received.map((received) => received.body.toString())).toEqual(['abcd', 'abcd'])
})

test('a 401 that comes before the body is complete is repeated with the whole body', async () => {
  const { provider, proxy } = await setUp(renewed)
  provider.misbehave('/api/x', fake.unauthorized)
  const body = Buffer.alloc(900_000, 'x')
  const answer = await fetch(`${proxy.origin}/api/x`, { method: 'POST', body })
  expect(answer.status).toBe(200)
  expect(provider.received[1]?.body.equals(body)).toBe(true)
})

test('a larger body is not repeated: the caller gets the 401, the credential is refreshed all the same', async () => {
  const { provider, proxy, renewals } = await setUp(renewed)
  const body = Buffer.alloc(1024 * 1024 + 1)
  const answer = await fetch(`${proxy.origin}/api/x`, { method: 'POST', body })
  expect(answer.status).toBe(401)
  expect(renewals()).toBe(1)
  expect(provider.received.length).toBe(1)
})

test('without a fresh credential the caller gets the provider’s own 401', async () => {
  const { provider, proxy, renewals } = await setUp(async () => undefined)
  const answer = await fetch(`${proxy.origin}/api/x`)
  expect(answer.status).toBe(401)
  expect(await answer.json()).toEqual({ error: 'invalid_token', message: 'Token is not valid' })
  expect(answer.headers.get('x-tenon-error')).toBeNull()
  expect(renewals()).toBe(1)
  expect(provider.received.length).toBe(1)
})

test('a refresh that fails leaves the caller with the provider’s own 401', async () => {
  const { proxy } = await setUp(() => Promise.reject(new AppError('upstream_timeout', 'no token')))
  expect((await fetch(`${proxy.origin}/api/x`)).status).toBe(401)
})

test('a second 401 is the answer; nothing is asked for twice', async () => {
  const { provider, proxy, renewals } = await setUp(async ({ origin }) => accessTo(origin))
  const outcome = proxy.nextOutcome()
  expect((await fetch(`${proxy.origin}/api/x`)).status).toBe(401)
  expect(renewals()).toBe(1)
  expect(provider.received.length).toBe(2)
  expect(await outcome).toMatchObject({ upstreamStatus: 401, wasRepeated: true })
})

test('when the repeated call fails without an answer, the provider’s last answer was the 401', async () => {
  const { provider, proxy } = await setUp(renewed)
  provider.misbehave('/x', fake.unauthorized)
  provider.misbehave('/x', fake.resetBeforeAnswer)
  const outcome = proxy.nextOutcome()
  const answer = await fetch(`${proxy.origin}/x`)
  expect(answer.status).toBe(401)
  await answer.text()
  expect(await outcome).toMatchObject({ status: 401, failure: { code: 'upstream_reset' } })
})

test('a 401 too large to be kept goes out as it comes', async () => {
  const { provider, proxy, renewals } = await setUp(renewed)
  const page = 'x'.repeat(500_000)
  provider.answer('/x', fake.answerWith(401, [], page))
  const answer = await fetch(`${proxy.origin}/x`)
  expect([answer.status, await answer.text()]).toEqual([401, page])
  expect(renewals()).toBe(1)
})

test('a 401 that breaks off is repeated when there is a fresh credential, and a failure otherwise', async () => {
  const broken: fake.Behaviour = (_, response) => {
    response.writeHead(401, { 'content-length': '10' })
    response.write('12345', () => response.socket?.end())
  }
  const withToken = await setUp(renewed)
  withToken.provider.misbehave('/x', broken)
  expect((await fetch(`${withToken.proxy.origin}/x`)).status).toBe(200)
  const without = await setUp(async () => undefined)
  without.provider.misbehave('/x', broken)
  expect((await fetch(`${without.proxy.origin}/x`)).status).toBe(502)
})

test('calls that wait for a fresh credential hold no connection', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const { provider, proxy } = await setUp(
    async (provider) => {
      await promise
      return renewed(provider)
    },
    { outbound: { connectionsPerOrigin: 1 } },
  )
  const waiting = [fetch(`${proxy.origin}/api/a`), fetch(`${proxy.origin}/api/b`)]
  expect((await fetch(`${proxy.origin}/open`)).status).toBe(200)
  resolve()
  expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200])
  expect(provider.received.length).toBe(5)
})

test('a caller who leaves while the credential is refreshed is not called for again', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const { provider, proxy } = await setUp(async (provider) => {
    await promise
    return renewed(provider)
  })
  const controller = new AbortController()
  const outcome = proxy.nextOutcome()
  const answer = fetch(`${proxy.origin}/api/x`, { signal: controller.signal }).catch(() => 'left')
  const received = await provider.next('/api/x')
  await received.answered
  controller.abort()
  expect(await answer).toBe('left')
  expect(await outcome).toMatchObject({ callerLeft: true })
  resolve()
  await (await fetch(`${proxy.origin}/open`)).text()
  expect(provider.receivedAt('/api/x').length).toBe(1)
})
