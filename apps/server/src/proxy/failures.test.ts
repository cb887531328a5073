import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { errorStatus } from '@tenon/core'
import { request } from 'undici'
import { describe, expect, onTestFinished, test } from 'vitest'
import * as fake from '../testing/fake-provider.ts'
import { accessTo, type ProxyHost, type ProxyHostOptions, startProxyHost } from '../testing/proxy-host.ts'

async function startProvider(): Promise<fake.FakeProvider> {
  const provider = await fake.startFakeProvider()
  onTestFinished(provider.close)
  return provider
}

async function startProxy(baseUrl: string, options: ProxyHostOptions = {}): Promise<ProxyHost> {
  const proxy = await startProxyHost(accessTo(baseUrl), options)
  onTestFinished(proxy.close)
  return proxy
}

async function setUp(
  options: ProxyHostOptions = {},
): Promise<{ provider: fake.FakeProvider; proxy: ProxyHost }> {
  const provider = await startProvider()
  return { provider, proxy: await startProxy(provider.origin, options) }
}

/** Expects an answer of ours and returns its body. */
async function expectFailure(answer: Promise<Response>, code: keyof typeof errorStatus): Promise<unknown> {
  const { status, headers, body } = await answer.then(async (whole) => ({
    status: whole.status,
    headers: whole.headers,
    body: await whole.json(),
  }))
  expect(body).toMatchObject({
    code,
    status: errorStatus[code],
    message: expect.any(String),
    requestId: 'request-1',
  })
  expect(status).toBe(errorStatus[code])
  expect(headers.get('x-tenon-error')).toBe(code)
  return body
}

/** Everything that comes back on one connection until it ends, and whether it ended in order. */
async function exchange(
  { port }: ProxyHost,
  bytes: string,
): Promise<{ answer: string; endedInOrder: boolean }> {
  const socket = connect(port, '127.0.0.1').setEncoding('latin1')
  let answer = ''
  let endedInOrder = false
  socket.on('data', (chunk) => (answer += chunk))
  socket.on('end', () => (endedInOrder = true))
  socket.on('error', () => {})
  socket.write(bytes)
  await new Promise((resolve) => socket.once('close', resolve)) // `once` of node:events would reject at a reset
  return { answer, endedInOrder }
}

describe('before the answer has begun a failure is a status', () => {
  test('refused connection', async () => {
    const gone = await fake.startFakeProvider()
    await gone.close()
    const proxy = await startProxy(gone.origin)
    await expectFailure(fetch(proxy.origin), 'upstream_unreachable')
  })

  test('unknown host', async () => {
    const proxy = await startProxy('http://no-such-host.invalid')
    await expectFailure(fetch(proxy.origin), 'upstream_dns_failed')
  })

  test('failed TLS', async () => {
    const { port } = await startProvider()
    const proxy = await startProxy(`https://127.0.0.1:${port}`)
    await expectFailure(fetch(proxy.origin), 'upstream_tls_failed')
  })

  test('an address that the outbound guard refuses', async () => {
    const { provider, proxy } = await setUp({ outbound: { allow: [] } })
    await expectFailure(fetch(proxy.origin), 'host_not_allowed')
    expect(provider.connections()).toBe(0)
  })

  test('a path that could leave the base URL', async () => {
    const { provider, proxy } = await setUp()
    await expectFailure(fetch(`${proxy.origin}/a%2f..%2fb`), 'invalid_path')
    expect(provider.received).toEqual([])
  })

  test.for([
    ['silence', fake.hang, 'upstream_timeout'],
    ['a reset', fake.resetBeforeAnswer, 'upstream_reset'],
    ['an answer that is not HTTP', fake.garbage, 'upstream_protocol_error'],
    ['trap 2: an upgrade that nobody asked for', fake.switchProtocols, 'upstream_upgraded'],
  ] as const)('%s', async ([, behaviour, code]) => {
    const { provider, proxy } = await setUp({ limits: { firstByteTimeoutMs: 100 } })
    provider.misbehave('/x', behaviour)
    await expectFailure(fetch(`${proxy.origin}/x`), code)
    expect((await fetch(`${proxy.origin}/x`)).status).toBe(200)
    expect(proxy.outcomes[0]?.failure?.code).toBe(code)
  })

  test('no connection becoming free', async () => {
    const { provider, proxy } = await setUp({
      outbound: { connectionsPerOrigin: 1 },
      limits: { firstByteTimeoutMs: 100 },
    })
    provider.answer('/stall', fake.stallMidBody)
    const first = await fetch(`${proxy.origin}/stall`)
    await expectFailure(fetch(`${proxy.origin}/x`), 'upstream_timeout')
    await first.body?.cancel()
    expect((await fetch(`${proxy.origin}/y`)).status).toBe(200)
    expect(provider.receivedAt('/x')).toEqual([])
  })

  test('too many calls of one user under way', async () => {
    const { provider, proxy } = await setUp({
      fairnessKey: 'user',
      outbound: { connectionsPerUser: 1 },
      limits: { firstByteTimeoutMs: 100 },
    })
    provider.answer('/stall', fake.stallMidBody)
    const first = await fetch(`${proxy.origin}/stall`)
    await expectFailure(fetch(`${proxy.origin}/x`), 'rate_limited')
    await first.body?.cancel()
    expect((await fetch(`${proxy.origin}/y`)).status).toBe(200)
    expect(provider.receivedAt('/x')).toEqual([])
  })

  test('a failure is shown to browsers too', async () => {
    const { provider, proxy } = await setUp()
    provider.answer('/', fake.resetBeforeAnswer)
    const { headers } = await request(proxy.origin, { headers: { origin: 'https://app.example' } })
    expect(headers).toMatchObject({
      'access-control-allow-origin': 'https://app.example',
      'access-control-expose-headers': '*',
    })
  })

  test('an answer whose headers exceed what can be taken', async () => {
    const { provider, proxy } = await setUp()
    provider.answer('/', fake.answerWith(200, [['x-large', 'x'.repeat(20_000)]]))
    await expectFailure(fetch(proxy.origin), 'upstream_protocol_error')
  })

  test('an answer announced as larger than the limit', async () => {
    const { provider, proxy } = await setUp({ limits: { maxResponseBytes: 10 } })
    provider.answer('/', fake.answerWith(200, [['content-length', '11']], 'hello world'))
    provider.answer('/fits', fake.answerWith(200, [['content-length', '10']], 'hello worl'))
    await expectFailure(fetch(proxy.origin), 'upstream_response_too_large')
    expect(await (await fetch(`${proxy.origin}/fits`)).text()).toBe('hello worl')
    expect((await fetch(proxy.origin, { method: 'HEAD' })).status).toBe(200)
  })

  test('a request body larger than the limit, announced or not', async () => {
    const { provider, proxy } = await setUp({ limits: { maxRequestBytes: 10 } })
    await expectFailure(
      fetch(`${proxy.origin}/a`, { method: 'POST', body: 'hello world' }),
      'request_too_large',
    )
    expect(provider.received).toEqual([])
    const { answer } = await exchange(
      proxy,
      'POST /b HTTP/1.1\r\nHost: h\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\nb\r\nhello world\r\n0\r\n\r\n',
    )
    expect(answer).toMatch(/^HTTP\/1.1 413/)
    expect((await fetch(`${proxy.origin}/c`, { method: 'POST', body: 'hello worl' })).status).toBe(200)
  })

  test('a request body that stops arriving', async () => {
    const { provider, proxy } = await setUp({ limits: { stallTimeoutMs: 100 } })
    const { answer } = await exchange(
      proxy,
      'POST /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 10\r\n\r\nhello',
    )
    expect(answer).toMatch(/^HTTP\/1.1 408/)
    expect(await provider.received[0]?.whole).toBe(false)
  })

  test('a provider that does not take the upload', async () => {
    const server = createServer({ pauseOnConnect: true }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const { port } = server.address() as { port: number }
    const proxy = await startProxy(`http://127.0.0.1:${port}`, { limits: { firstByteTimeoutMs: 100 } })
    const body = Buffer.alloc(32 * 1024 * 1024)
    await expectFailure(fetch(proxy.origin, { method: 'POST', body }), 'upstream_timeout')
  })

  test('an upgrade, but not the mere offer of h2c', async () => {
    const { provider, proxy } = await setUp()
    const ask = (protocol: string) =>
      exchange(
        proxy,
        `GET / HTTP/1.1\r\nHost: h\r\nConnection: upgrade, close\r\nUpgrade: ${protocol}\r\n\r\n`,
      )
    const { answer } = await ask('websocket')
    expect(answer).toMatch(/^HTTP\/1.1 400/)
    expect(answer).toContain('x-tenon-error: upgrade_refused')
    expect(provider.received).toEqual([])
    expect((await ask('h2c')).answer).toMatch(/^HTTP\/1.1 200/)
  })

  test('TRACE, which would show the credential', async () => {
    const { provider, proxy } = await setUp()
    const { answer } = await exchange(proxy, 'TRACE / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1.1 400/)
    expect(provider.received).toEqual([])
  })
})

describe('trap 2: after the answer has begun, the connection to the caller breaks', () => {
  test.for([
    ['a stall', fake.stallMidBody, 'upstream_stalled'],
    ['a reset', fake.resetMidBody, 'upstream_reset'],
    ['half a body', fake.halfBody, 'upstream_reset'],
    ['an answer that grows too large', fake.huge(200_000), 'upstream_response_too_large'],
  ] as const)('%s', async ([, behaviour, code]) => {
    const { provider, proxy } = await setUp({ limits: { stallTimeoutMs: 100, maxResponseBytes: 100_000 } })
    provider.misbehave('/x', behaviour)
    const outcome = proxy.nextOutcome()
    const answer = await fetch(`${proxy.origin}/x`)
    expect(answer.status).toBe(200)
    await expect(answer.text()).rejects.toThrow()
    expect(await outcome).toMatchObject({ status: 200, callerLeft: false, failure: { code } })
    expect((await fetch(`${proxy.origin}/x`)).status).toBe(200)
  })

  test('even for a caller to whom an orderly end would look whole', async () => {
    const { provider, proxy } = await setUp()
    provider.answer('/', fake.resetMidBody)
    const { answer, endedInOrder } = await exchange(proxy, 'GET / HTTP/1.0\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1.1 200/)
    expect(endedInOrder).toBe(false)
  })

  test('wrapped answers are not completed either', async () => {
    const { provider, proxy } = await setUp({ wrapsRest: true })
    provider.answer('/', fake.resetMidBody)
    const answer = await fetch(proxy.origin)
    await expect(answer.text()).rejects.toThrow()
  })
})

describe('trap 2: a caller who goes away', () => {
  test.for([
    ['before the answer', fake.hang],
    ['in the middle of the answer', fake.stallMidBody],
  ] as const)('%s ends the provider’s call', async ([, behaviour]) => {
    const { provider, proxy } = await setUp()
    provider.answer('/x', behaviour)
    const outcome = proxy.nextOutcome()
    const socket = connect(proxy.port, '127.0.0.1')
    socket.write('GET /x HTTP/1.1\r\nHost: h\r\n\r\n')
    const received = await provider.next('/x')
    socket.destroy()
    expect(await received.answered).toBe(false)
    expect(await outcome).toMatchObject({ callerLeft: true, failure: undefined })
  })

  test('in the middle of an upload ends the provider’s call', async () => {
    const { provider, proxy } = await setUp()
    const socket = connect(proxy.port, '127.0.0.1')
    socket.write('POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nhello')
    const received = await provider.next('/x')
    socket.destroy()
    expect(await received.whole).toBe(false)
  })

  test.each([
    { outbound: { connectionsPerOrigin: 1 } },
    { outbound: { connectionsPerUser: 1 }, fairnessKey: 'user' },
  ])('while waiting for a connection (%j) never reaches the provider', async (options) => {
    const { provider, proxy } = await setUp(options)
    const hold = provider.hold('/held')
    const first = fetch(`${proxy.origin}/held`)
    await hold.arrived
    const outcome = proxy.nextOutcome()
    const socket = connect(proxy.port, '127.0.0.1')
    socket.write('GET /never HTTP/1.1\r\nHost: h\r\n\r\n', () => socket.end())
    socket.resume()
    await once(socket, 'connect')
    socket.destroy()
    expect(await outcome).toMatchObject({ callerLeft: true })
    hold.release()
    expect((await first).status).toBe(200)
    expect((await fetch(`${proxy.origin}/after`)).status).toBe(200)
    expect(provider.receivedAt('/never')).toEqual([])
  })

  test('without saying so, by not reading on, is given up', async () => {
    const { provider, proxy } = await setUp({ limits: { stallTimeoutMs: 200 } })
    provider.answer('/x', fake.huge(64 * 1024 * 1024))
    const outcome = proxy.nextOutcome()
    const socket = connect(proxy.port, '127.0.0.1').on('error', () => {})
    socket.write('GET /x HTTP/1.1\r\nHost: h\r\n\r\n')
    expect(await outcome).toMatchObject({ callerLeft: true })
    socket.destroy()
    expect(await provider.received[0]?.answered).toBe(false)
  })
})

describe('early answers', () => {
  test('an answer before the upload is complete reaches the caller, and the connection stays usable', async () => {
    const { provider, proxy } = await setUp()
    provider.answer('/x', fake.answerEarly)
    const upload = 'x'.repeat(1_000_000)
    const { answer } = await exchange(
      proxy,
      `POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: ${upload.length}\r\n\r\n${upload}` +
        'GET /next HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n',
    )
    expect(answer.match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 413', 'HTTP/1.1 200'])
    expect(answer).not.toContain('x-tenon-error')
  })
})

test('trap 1: calls that cannot be sent do not use up the connections for those that can', async () => {
  const connectionsPerOrigin = 2
  const { provider, proxy } = await setUp({ outbound: { connectionsPerOrigin } })
  for (let i = 0; i < 2 * connectionsPerOrigin; i++) {
    const headers = [
      'Keep-Alive: 1',
      'TE: trailers',
      'Upgrade: h2c',
      'Expect: 100-continue',
      'Connection: close, upgrade',
    ]
    await exchange(proxy, `GET / HTTP/1.1\r\nHost: h\r\n${headers.join('\r\n')}\r\n\r\n`)
    await fetch(`${proxy.origin}/x`, { headers: { 'x-paragon-proxy-url': '/caf\xe9 b' } })
  }
  expect((await fetch(`${proxy.origin}/good`)).status).toBe(200)
  expect(provider.receivedAt('/good').length).toBe(1)
})

test('a provider that answers nothing but resets is met anew each time', async () => {
  const server = createServer((socket) => socket.once('data', () => socket.resetAndDestroy()))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as { port: number }
  const proxy = await startProxy(`http://127.0.0.1:${port}`)
  for (let i = 0; i < 5; i++) await expectFailure(fetch(proxy.origin), 'upstream_reset')
})
