import { once } from 'node:events'
import { request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { Signing, type TemplateValues } from '@tenon/core'
import { awsSigner, oauth1SignerOf } from '@tenon/oauth'
import { describe, expect, onTestFinished, test } from 'vitest'
import { callSigner } from '../connections/call-signer.ts'
import * as fake from '../testing/fake-provider.ts'
import { accessTo, type ProxyHostOptions, startProxyHost } from '../testing/proxy-host.ts'
import type { UpstreamAccess } from './access.ts'

const NOW = new Date('2026-01-01T00:00:00Z')
const FORM = 'application/x-www-form-urlencoded'
const OAUTH1 = Signing.parse({
  scheme: 'oauth1',
  method: 'HMAC-SHA256',
  consumerKey: 'ck',
  consumerSecret: 'cs',
})
const SIGV4 = Signing.parse({
  scheme: 'sigv4',
  service: 'execute-api',
  region: 'eu-central-1',
  accessKeyId: 'AKID',
  secretAccessKey: 'secret',
})

async function setUp(access: Partial<UpstreamAccess>, options: ProxyHostOptions = {}) {
  const provider = await fake.startFakeProvider()
  onTestFinished(provider.close)
  const proxy = await startProxyHost(accessTo(provider.origin, { headers: [], ...access }), {
    now: () => NOW,
    ...options,
  })
  onTestFinished(proxy.close)
  return { provider, proxy }
}

const signedBy = (signing: Signing, values: TemplateValues = {}) => ({ signer: callSigner(signing, values) })

/** Signs what arrived once more, with the nonce that came with it. */
function expectedOAuth1({ origin }: fake.FakeProvider, received: fake.Received): string {
  const { authorization = '' } = received.headers
  const nonce = /oauth_nonce="([^"]+)"/.exec(authorization)?.[1]
  const form = received.headers['content-type']?.startsWith(FORM) ? received.body.toString() : undefined
  if (OAUTH1.scheme !== 'oauth1') throw new TypeError()
  const sign = oauth1SignerOf(OAUTH1, {})
  return sign({ method: received.method, url: origin + received.url, form }, { now: NOW, nonce })
}

test('a body is held only in turn: what waits for a share of the connections is not read', async () => {
  const held: (() => void)[] = []
  const { provider, proxy } = await setUp(signedBy(SIGV4), {
    fairnessKey: 'user-1',
    limits: { maxSignedBytes: 32 * 1024 * 1024 },
  })
  provider.answer('*', (received, response) => void held.push(() => fake.json(200, {})(received, response)))
  const init = { method: 'POST', headers: { 'content-type': FORM }, body: 'a=1' }
  const calls = Array.from({ length: 64 }, () => fetch(`${proxy.origin}/x`, init))
  await expect.poll(() => held.length).toBe(64)
  const large = request(`${proxy.origin}/x`, { method: 'POST', headers: { 'content-type': FORM } })
  const answered = once(large, 'response')
  const sent = once(large, 'finish')
  large.end(Buffer.alloc(24 * 1024 * 1024))
  expect(await Promise.race([sent, delay(500, 'waits')])).toBe('waits')
  held.shift()?.()
  await sent
  await expect.poll(() => held.length, { timeout: 10_000 }).toBe(64)
  for (const release of held) release()
  await Promise.all(calls)
  const [response] = await answered
  response.resume()
  expect(response.statusCode).toBe(200)
})

describe('OAuth 1.0a', () => {
  test.for([
    ['a GET with a query', '/x?b=2&a=%20&a', {}],
    [
      'a form',
      '/x?q=1',
      { method: 'POST', headers: { 'content-type': `${FORM}; charset=utf-8` }, body: 'a=1&b=+' },
    ],
    [
      'JSON, which is not signed',
      '/x',
      { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' },
    ],
    ['an empty form', '/x', { method: 'POST', headers: { 'content-type': FORM, 'content-length': '0' } }],
  ] as const)('%s', async ([, path, init]) => {
    const { provider, proxy } = await setUp(signedBy(OAUTH1))
    expect((await fetch(proxy.origin + path, init)).status).toBe(200)
    const [received] = provider.received
    expect(received?.url).toBe(path)
    expect(received?.headers.authorization).toBe(received && expectedOAuth1(provider, received))
  })

  test('the caller’s own Authorization is not sent', async () => {
    const { provider, proxy } = await setUp(signedBy(OAUTH1))
    await fetch(`${proxy.origin}/x`, { headers: { authorization: 'Bearer of-the-caller' } })
    expect(provider.received[0]?.headers.authorization).toMatch(/^OAuth oauth_consumer_key="ck"/)
  })

  test('each attempt has a signature of its own', async () => {
    const fresh = accessTo('', signedBy(OAUTH1))
    const { provider, proxy } = await setUp(signedBy(OAUTH1), {
      onUnauthorized: async () => ({ ...fresh, baseUrl: provider.origin, headers: [] }),
    })
    provider.misbehave('/x', fake.json(401, {}))
    const body = 'a=1'
    expect(
      (await fetch(`${proxy.origin}/x`, { method: 'POST', headers: { 'content-type': FORM }, body })).status,
    ).toBe(200)
    const [first, second] = provider.received.map(({ headers }) => headers.authorization)
    expect(provider.received.map((one) => one.body.toString())).toEqual([body, body])
    expect(second).not.toBe(first)
  })

  test('a body that is no form streams, however large', async () => {
    const { provider, proxy } = await setUp(signedBy(OAUTH1), { limits: { maxSignedBytes: 10 } })
    const body = Buffer.alloc(3_000_000, 'x')
    expect((await fetch(`${proxy.origin}/x`, { method: 'POST', body })).status).toBe(200)
    expect(provider.received[0]?.body.equals(body)).toBe(true)
  })
})

describe('Signature Version 4', () => {
  test('signs query, type, x-amz headers and a body of any type', async () => {
    const { provider, proxy } = await setUp(signedBy(SIGV4))
    const headers = {
      'content-type': 'application/json',
      'x-amz-target': 'Do.Something',
      'x-amz-date': 'of the caller',
      'x-other': 'may change',
    }
    await fetch(`${proxy.origin}/a%20b?z=1&a=%2F`, { method: 'PUT', headers, body: '{"n":1.0}' })
    const [received] = provider.received
    const { 'x-amz-date': date, 'x-amz-content-sha256': digest, authorization } = received?.headers ?? {}
    expect(date).toBe('20260101T000000Z')
    expect(authorization).toContain(
      'SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;x-amz-target,',
    )
    const { service, region, accessKeyId, secretAccessKey } = { ...SIGV4 } as Record<string, string>
    const sign = awsSigner({ service, region, accessKeyId, secretAccessKey } as Parameters<
      typeof awsSigner
    >[0])
    const again = await sign(
      {
        method: 'PUT',
        url: provider.origin + received?.url,
        headers: { 'content-type': 'application/json', 'x-amz-target': 'Do.Something' },
        body: received?.body,
      },
      NOW,
    )
    expect(again).toMatchObject({ authorization, 'x-amz-content-sha256': digest })
  })

  test('a body in chunks is signed whole', async () => {
    const { provider, proxy } = await setUp(signedBy(SIGV4))
    const body = new Blob(['part 1, ', 'part 2']).stream()
    await fetch(`${proxy.origin}/x`, { method: 'POST', body, duplex: 'half' } as RequestInit)
    expect(provider.received[0]?.body.toString()).toBe('part 1, part 2')
    expect(provider.received[0]?.headers['content-length']).toBe('14')
  })

  test.for([
    ['announced', Buffer.alloc(101)],
    ['in chunks', new Blob([Buffer.alloc(60), Buffer.alloc(60)]).stream()],
  ] as const)('a body above the limit, %s, is refused and not sent', async ([, body]) => {
    const { provider, proxy } = await setUp(signedBy(SIGV4), { limits: { maxSignedBytes: 100 } })
    const response = await fetch(`${proxy.origin}/x`, { method: 'POST', body, duplex: 'half' } as RequestInit)
    expect(response.status).toBe(413)
    expect(await response.json()).toMatchObject({
      code: 'body_too_large_to_sign',
      meta: { maxSignedBytes: 100 },
    })
    expect(provider.received).toEqual([])
  })

  test('a body of exactly the limit is sent', async () => {
    const { provider, proxy } = await setUp(signedBy(SIGV4), { limits: { maxSignedBytes: 100 } })
    expect((await fetch(`${proxy.origin}/x`, { method: 'POST', body: Buffer.alloc(100) })).status).toBe(200)
    expect(provider.received[0]?.body.length).toBe(100)
  })

  test('a caller that falls silent is told so', async () => {
    const { proxy } = await setUp(signedBy(SIGV4), { limits: { stallTimeoutMs: 50 } })
    const body = new ReadableStream({ start: (stream) => stream.enqueue(Buffer.from('x')) })
    const response = await fetch(`${proxy.origin}/x`, { method: 'POST', body, duplex: 'half' } as RequestInit)
    expect(await response.json()).toMatchObject({ code: 'request_timeout' })
  })
})

describe('a credential in the body', () => {
  const inBody = { body: [['api_key', 'k"1']] as const }
  const send = async (init: RequestInit) => {
    const { provider, proxy } = await setUp(inBody)
    const response = await fetch(`${proxy.origin}/x`, init)
    await response.arrayBuffer()
    return provider.received[0]
  }
  const json = { 'content-type': 'application/json; charset=utf-8' }

  test.for([
    [
      'a JSON object, whose numbers stay',
      json,
      '{"id":12345678901234567890,"r":1.0}',
      '{"id":12345678901234567890,"r":1.0,"api_key":"k\\"1"}',
    ],
    ['an empty object', json, ' {} ', ' {"api_key":"k\\"1"} '],
    ['a JSON array stays', json, '[1]', '[1]'],
    ['JSON that is none stays', json, '{"a":', '{"a":'],
    ['a form', { 'content-type': FORM }, 'a=1&api_key=callers&b=%20', 'a=1&b=%20&api_key=k%221'],
    ['an empty form', { 'content-type': FORM }, '', '{"api_key":"k\\"1"}'],
    ['text stays', { 'content-type': 'text/plain' }, '{}', '{}'],
    ['an encoded body stays', { ...json, 'content-encoding': 'gzip' }, '{}', '{}'],
  ] as const)('%s', async ([, headers, body, sent]) => {
    const received = await send({ method: 'POST', headers, body })
    expect(received?.body.toString()).toBe(sent)
    expect(received?.headers['content-length']).toBe(String(Buffer.byteLength(sent)))
  })

  test('a call without a body sends one, unless it is a GET', async () => {
    const deleted = await send({ method: 'DELETE' })
    expect(deleted?.body.toString()).toBe('{"api_key":"k\\"1"}')
    expect(deleted?.headers['content-type']).toBe('application/json')
    expect((await send({ method: 'GET' }))?.body.length).toBe(0)
  })

  test('is signed with the rest', async () => {
    const { provider, proxy } = await setUp({ ...inBody, ...signedBy(OAUTH1) })
    await fetch(`${proxy.origin}/x`, { method: 'POST', headers: { 'content-type': FORM }, body: 'a=1' })
    const [received] = provider.received
    expect(received?.body.toString()).toBe('a=1&api_key=k%221')
    expect(received?.headers.authorization).toBe(received && expectedOAuth1(provider, received))
  })
})
