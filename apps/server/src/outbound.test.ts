import type { Dispatcher } from 'undici'
import { expect, onTestFinished, test } from 'vitest'
import { parseAddress } from './outbound/address.ts'
import { allowsAddress, allowsHost, parseAllowedTarget } from './outbound/allow-list.ts'
import { createOutbound, type Outbound, type OutboundOptions } from './outbound.ts'
import {
  answerWith,
  type FakeProvider,
  hang,
  huge,
  json,
  redirect,
  startFakeProvider,
} from './testing/fake-provider.ts'

function outboundFor(options: OutboundOptions): Outbound {
  const outbound = createOutbound(options)
  onTestFinished(outbound.close)
  return outbound
}

async function startProvider(): Promise<FakeProvider> {
  const provider = await startFakeProvider()
  onTestFinished(provider.close)
  return provider
}

async function codeOf(answer: Promise<unknown>): Promise<string> {
  return answer.then(
    () => 'answered',
    (error) => error.code ?? String(error),
  )
}

/** Sends one GET on the raw path; resolves to the status or to the fault's code. */
function get(pool: Dispatcher, options: Partial<Dispatcher.DispatchOptions> = {}): Promise<number | string> {
  return new Promise((resolve) => {
    let status = 0
    pool.dispatch(
      { method: 'GET', path: '/', ...options },
      {
        onRequestStart() {},
        onResponseStart(_, code) {
          status = code
        },
        onResponseData() {},
        onResponseEnd: () => resolve(status),
        onResponseError: (_, error) => resolve((error as { code?: string }).code ?? error.message),
      },
    )
  })
}

test('trap 1: refused requests do not use up the connections of an origin', async () => {
  const provider = await startProvider()
  const connectionsPerOrigin = 4
  const outbound = outboundFor({ allow: [`127.0.0.1:${provider.port}`], connectionsPerOrigin })
  const pool = outbound.pool(provider.origin)
  const refused = []
  for (let i = 0; i < connectionsPerOrigin; i++) {
    refused.push(get(pool, { path: '/a b' }), get(pool, { headers: ['Keep-Alive', 'timeout=5'] }))
  }
  expect(new Set(await Promise.all(refused))).toEqual(new Set(['UND_ERR_INVALID_ARG']))
  expect(await get(pool)).toBe(200)
})

test.for([
  '127.0.0.1',
  '[::ffff:127.0.0.1]',
  '0',
  '2130706433',
  '0x7f.1',
  '[::]',
  '[::1]',
  '[::127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '168.63.129.16',
  '100.100.100.200',
  '[fd00:ec2::254]',
  '[fe80::1]',
  '198.18.0.1',
  '224.0.0.1',
  'localhost',
])('trap 3: %s is refused before a connection is made', async (host) => {
  const provider = await startProvider()
  const outbound = outboundFor({})
  const { origin } = new URL(`http://${host}:${provider.port}`)
  expect(await get(outbound.pool(origin))).toBe('host_not_allowed')
  expect(await codeOf(outbound.fetch(origin))).toBe('host_not_allowed')
  expect(provider.connections()).toBe(0)
})

test.for(['127.0.0.1:PORT', '127.0.0.0/8', '127.0.0.0/8:PORT', '127.0.0.1'])(
  'the operator can allow an address as %s, under any name',
  async (entry) => {
    const { origin, port } = await startProvider()
    const { fetch } = outboundFor({ allow: [entry.replace('PORT', String(port))] })
    expect((await fetch(origin)).status).toBe(200)
    expect((await fetch(`http://localhost:${port}`)).status).toBe(200)
  },
)

test('a host that is allowed by name is allowed on that port only, and not by its address', async () => {
  const [{ origin, port }, other] = [await startProvider(), await startProvider()]
  const { fetch } = outboundFor({ allow: [`localhost:${port}`] })
  expect((await fetch(`http://localhost:${port}`)).status).toBe(200)
  expect(await codeOf(fetch(origin))).toBe('host_not_allowed')
  expect(await codeOf(fetch(`http://localhost:${other.port}`))).toBe('host_not_allowed')
})

test('entries of the allow list are read as hosts, addresses and ranges with optional ports', () => {
  const allows = (entry: string, address: string, port = 80) =>
    allowsAddress([parseAllowedTarget(entry)], parseAddress(address), port)
  expect(allows('10.0.0.0/8', '10.1.2.3')).toBe(true)
  expect(allows('10.0.0.0/8', '11.1.2.3')).toBe(false)
  expect(allows('10.0.0.0/8', '::ffff:10.1.2.3')).toBe(true)
  expect(allows('fd00::/8', 'fd12::1')).toBe(true)
  expect(allows('[::1]:4402', '::1', 4402)).toBe(true)
  expect(allows('[::1]:4402', '::1', 4403)).toBe(false)
  expect(allowsHost([parseAllowedTarget('Intranet.example:8080')], 'intranet.example', 8080)).toBe(true)
  for (const entry of ['', 'http://x', 'a b', '10.0.0.0/99', 'x:y']) {
    expect(() => parseAllowedTarget(entry)).toThrow(TypeError)
  }
})

test('only http and https go out', async () => {
  const outbound = outboundFor({})
  expect(() => outbound.pool('ftp://example.com')).toThrow(
    expect.objectContaining({ code: 'host_not_allowed' }),
  )
  expect(await codeOf(outbound.fetch('ftp://example.com'))).not.toBe('answered')
})

test('refused connection, unknown host, failed TLS and silence each have their code', async () => {
  const provider = await startProvider()
  const { fetch } = outboundFor({ allow: ['127.0.0.1'], fetchTimeoutMs: 50 })
  const gone = await startFakeProvider()
  await gone.close()
  provider.answer('/silent', hang)
  expect(await codeOf(fetch(gone.origin))).toBe('upstream_unreachable')
  expect(await codeOf(fetch('http://no-such-host.invalid'))).toBe('upstream_dns_failed')
  expect(await codeOf(fetch(`https://127.0.0.1:${provider.port}`))).toBe('upstream_tls_failed')
  expect(await codeOf(fetch(`${provider.origin}/silent`))).toBe('upstream_timeout')
})

test('fetch follows a redirect within the origin with its headers', async () => {
  const provider = await startProvider()
  provider.answer('/from', redirect('/to'))
  const { fetch } = outboundFor({ allow: ['127.0.0.1'] })
  const answer = await fetch(`${provider.origin}/from`, { headers: { 'x-api-key': 'k' } })
  expect(answer.status).toBe(200)
  expect(provider.receivedAt('/to')[0]?.headers['x-api-key']).toBe('k')
})

test('fetch takes no credential to another host', async () => {
  const [provider, other] = [await startProvider(), await startProvider()]
  provider.answer('/from', redirect(`${other.origin}/to`))
  const { fetch } = outboundFor({ allow: ['127.0.0.1'] })
  const headers = { authorization: 'Bearer t', 'x-api-key': 'k', cookie: 'c=1', accept: 'text/plain' }
  await fetch(`${provider.origin}/from`, { headers })
  expect(other.received[0]?.headers).toMatchObject({ accept: 'text/plain' })
  for (const name of ['authorization', 'x-api-key', 'cookie'])
    expect(other.received[0]?.headers).not.toHaveProperty(name)
})

test('fetch hands the redirect of a POST to its caller, body unsent', async () => {
  const [provider, other] = [await startProvider(), await startProvider()]
  provider.answer('/token', redirect(`${other.origin}/to`, 307))
  const { fetch } = outboundFor({ allow: ['127.0.0.1'] })
  const answer = await fetch(`${provider.origin}/token`, { method: 'POST', body: 'client_secret=s' })
  expect(answer.status).toBe(307)
  expect(other.received).toEqual([])
})

test('fetch cannot be redirected to an address that is not allowed', async () => {
  const [provider, inner] = [await startProvider(), await startProvider()]
  provider.answer('/from', redirect(inner.origin))
  const { fetch } = outboundFor({ allow: [`127.0.0.1:${provider.port}`] })
  expect(await codeOf(fetch(`${provider.origin}/from`))).toBe('host_not_allowed')
})

test('fetch ends an answer that grows too large', async () => {
  const provider = await startProvider()
  provider.answer('/huge', huge(1024 * 1024))
  const { fetch } = outboundFor({ allow: ['127.0.0.1'], maxFetchBytes: 100_000 })
  const answer = await fetch(`${provider.origin}/huge`)
  await expect(answer.text()).rejects.toThrow()
})

test('fetch gives the reason of its caller’s own abort', async () => {
  const provider = await startProvider()
  provider.answer('/silent', hang)
  const { fetch } = outboundFor({ allow: ['127.0.0.1'] })
  const controller = new AbortController()
  const answer = fetch(`${provider.origin}/silent`, { signal: controller.signal })
  await provider.next('/silent')
  controller.abort(new Error('enough'))
  await expect(answer).rejects.toThrow('enough')
})

test('origins beyond the bound are closed, the one unused for longest first', async () => {
  const [first, second] = [await startProvider(), await startProvider()]
  const outbound = outboundFor({ allow: ['127.0.0.1'], maxOrigins: 1 })
  const pool = outbound.pool(first.origin)
  await get(pool)
  expect(await get(outbound.pool(second.origin))).toBe(200)
  expect(pool).toHaveProperty('closed', true)
  expect(await get(outbound.pool(first.origin))).toBe(200)
})

test('an origin that is not used any more is closed, one with a call under way is not', async () => {
  const [idle, busy] = [await startProvider(), await startProvider()]
  const hold = busy.hold('/')
  const outbound = outboundFor({ allow: ['127.0.0.1'], idleOriginMs: 10 })
  const call = get(outbound.pool(busy.origin))
  await hold.arrived
  await get(outbound.pool(idle.origin))
  await expect.poll(() => idle.connections()).toBe(0)
  hold.release()
  expect(await call).toBe(200)
})

test('close ends calls that are under way', async () => {
  const provider = await startProvider()
  provider.answer('*', answerWith(200))
  provider.answer('/silent', hang)
  provider.answer('/json', json(200, {}))
  const outbound = createOutbound({ allow: ['127.0.0.1'] })
  const call = get(outbound.pool(provider.origin), { path: '/silent' })
  await provider.next('/silent')
  await outbound.close()
  expect(await call).toBe('UND_ERR_DESTROYED')
})
