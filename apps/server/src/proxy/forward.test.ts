import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { brotliDecompressSync } from 'node:zlib'
import { request } from 'undici'
import { describe, expect, onTestFinished, test } from 'vitest'
import { headerValues } from '../testing/fake-provider/received.ts'
import * as fake from '../testing/fake-provider.ts'
import { accessTo, type ProxyHost, type ProxyHostOptions, startProxyHost } from '../testing/proxy-host.ts'
import type { UpstreamAccess } from './access.ts'
import type { Observation } from './forward.ts'

interface Setup {
  provider: fake.FakeProvider
  proxy: ProxyHost
}

async function setUp(options: ProxyHostOptions = {}, access: Partial<UpstreamAccess> = {}): Promise<Setup> {
  const provider = await fake.startFakeProvider()
  onTestFinished(provider.close)
  const proxy = await startProxyHost(accessTo(provider.origin, access), options)
  onTestFinished(proxy.close)
  return { provider, proxy }
}

/** Sends bytes on a connection of its own and returns all bytes that come back until it is closed. */
async function exchange({ port }: ProxyHost, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(bytes, 'latin1')
  return (await socket.setEncoding('latin1').toArray()).join('')
}

/** A body longer than its headers' fit, and of every byte. */
const BINARY = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 7) % 256))

describe('what goes up', () => {
  test.for([
    ['application/json', '{"id":12345678901234567890,"ratio":1.0,"e":1e2}'],
    ['application/x-www-form-urlencoded', 'a=1&b=%20&c=+'],
    [
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="f"\r\n\r\n\r\n--x--\r\n',
    ],
    ['application/octet-stream', BINARY],
  ] as const)('a %s body arrives byte for byte', async ([type, body]) => {
    const { provider, proxy } = await setUp()
    await (
      await fetch(`${proxy.origin}/x`, { method: 'POST', headers: { 'content-type': type }, body })
    ).text()
    const [received] = provider.received
    expect(received?.body.equals(Buffer.from(body))).toBe(true)
    expect(received?.headers).toMatchObject({ 'content-type': type, 'content-length': String(body.length) })
  })

  test.for(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'])(
    '%s stays %s',
    async (method) => {
      const { provider, proxy } = await setUp()
      await (await fetch(`${proxy.origin}/x`, { method })).text()
      expect(provider.received.map((one) => one.method)).toEqual([method])
    },
  )

  test('path and query go up byte for byte', async () => {
    const { provider, proxy } = await setUp()
    const target = '/a%2Fb/c%20d/e;v=1?q=%22&x=[1]&&next=http://e/../f'
    await exchange(proxy, `GET ${target} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`)
    expect(provider.received[0]?.url).toBe(target)
  })

  test('trap 2: a GET may have a body, with a length or without', async () => {
    const { provider, proxy } = await setUp()
    const head = 'GET /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n'
    await exchange(proxy, `${head}Content-Length: 4\r\n\r\nbody`)
    await exchange(proxy, `${head}Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n`)
    await exchange(proxy, `${head}Content-Length: 0\r\n\r\n`)
    expect(provider.received.map(({ body }) => body.toString())).toEqual(['body', 'body', ''])
    expect(provider.received[1]?.headers['transfer-encoding']).toBe('chunked')
    expect(provider.received[2]?.headers).not.toHaveProperty('content-length')
  })

  test('end-to-end headers keep order, spelling, repetition and bytes', async () => {
    const { provider, proxy } = await setUp()
    const headers = [
      'X-B: 2',
      'x-a: 1',
      'X-B: 3',
      'If-None-Match: "e"',
      'X-Latin: caf\xe9',
      'User-Agent: mine/1',
    ]
    await exchange(proxy, `GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n${headers.join('\r\n')}\r\n\r\n`)
    const { rawHeaders = [] } = provider.received[0] ?? {}
    const lines = rawHeaders.flatMap((name, i) => (i % 2 === 0 ? [`${name}: ${rawHeaders[i + 1]}`] : []))
    expect(lines.slice(2, -1)).toEqual(headers)
    expect(lines.map((line) => line.split(':')[0])).toEqual([
      'host',
      'connection',
      ...headers.map((line) => line.split(':')[0]),
      'Authorization',
    ])
  })

  test('the caller’s credentials, hop-by-hop and X-Paragon headers do not', async () => {
    const { provider, proxy } = await setUp()
    await exchange(
      proxy,
      [
        'POST /x HTTP/1.1',
        'Host: tenon.example',
        'Connection: close, X-Hop, authorization',
        'X-Hop: 1',
        'Keep-Alive: timeout=5',
        'TE: trailers',
        'Trailer: X-T',
        'Upgrade: h2c',
        'HTTP2-Settings: AAM',
        'Proxy-Authorization: Basic x',
        'Proxy-Connection: close',
        'Expect: 100-continue',
        'Authorization: Bearer user-token',
        'Cookie: session=1',
        'X-Paragon-Credential: c',
        'X-Paragon-Anything: 1',
        'X-Forwarded-For: 10.0.0.1',
        'X-End: kept',
        'Content-Length: 2',
        '',
        'ok',
      ].join('\r\n'),
    )
    const { headers, body } = provider.received[0] ?? {}
    expect(headers).toEqual({
      host: `127.0.0.1:${provider.port}`,
      connection: 'keep-alive',
      authorization: 'Bearer upstream',
      'x-end': 'kept',
      'content-length': '2',
    })
    expect(body?.toString()).toBe('ok')
  })

  test('a caller who expects 100-continue gets it, and the body goes up', async () => {
    const { provider, proxy } = await setUp()
    const socket = connect(proxy.port, '127.0.0.1')
    socket.write(
      'POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n',
    )
    const [first] = await once(socket, 'data')
    expect(String(first)).toBe('HTTP/1.1 100 Continue\r\n\r\n')
    socket.write('body')
    expect(await text(socket)).toContain('200 OK')
    expect(provider.received[0]?.body.toString()).toBe('body')
  })

  test('what the connection demands wins over the caller, its defaults do not', async () => {
    const { provider, proxy } = await setUp(
      {},
      {
        headers: [
          ['X-Api-Key', 'ours'],
          ['Notion-Version', '2025'],
        ],
        defaultHeaders: [
          ['Accept', 'application/json'],
          ['X-Default', 'ours'],
        ],
        query: [['key', 'secret']],
      },
    )
    const headers = { 'x-api-key': 'mine', 'notion-version': '1999', 'x-default': 'mine' }
    await (await request(`${proxy.origin}/x?key=mine&a=1`, { headers })).body.dump()
    expect(provider.received[0]?.headers).toMatchObject({
      'x-api-key': 'ours',
      'notion-version': '2025',
      accept: 'application/json',
      'x-default': 'mine',
    })
    expect(provider.received[0]?.url).toBe('/x?a=1&key=secret')
  })

  test('what an HTTP client says by itself gives way to the connection’s defaults', async () => {
    const defaultHeaders: [string, string][] = [
      ['Accept', 'application/json'],
      ['User-Agent', 'Bot (https://app.example, 1.0)'],
    ]
    const { provider, proxy } = await setUp({}, { defaultHeaders })
    await fetch(proxy.origin)
    await fetch(proxy.origin, { headers: { origin: 'https://app.example', 'user-agent': 'Mozilla/5.0' } })
    await fetch(proxy.origin, { headers: { accept: 'text/csv', 'user-agent': 'mine/1' } })
    expect(provider.received.map(({ headers }) => [headers.accept, headers['user-agent']])).toEqual([
      ['application/json', 'Bot (https://app.example, 1.0)'],
      ['application/json', 'Bot (https://app.example, 1.0)'],
      ['text/csv', 'mine/1'],
    ])
  })

  test('X-Paragon-Proxy-Url says where to', async () => {
    const { provider, proxy } = await setUp()
    await fetch(proxy.origin, { headers: { 'x-paragon-proxy-url': '/via/header?x=%20' } })
    expect(provider.received[0]?.url).toBe('/via/header?x=%20')
  })

  test('a browser’s own headers stay here, a server’s Referer does not', async () => {
    const { provider, proxy } = await setUp()
    const headers = { referer: 'https://app.example/page', 'sec-fetch-site': 'cross-site', 'sec-ch-ua': 'x' }
    await (
      await request(proxy.origin, { headers: { ...headers, origin: 'https://app.example' } })
    ).body.dump()
    await (await request(proxy.origin, { headers: { referer: 'https://batch.example' } })).body.dump()
    const [browser, server] = provider.received
    for (const name of ['origin', 'referer', 'sec-fetch-site', 'sec-ch-ua']) {
      expect(browser?.headers).not.toHaveProperty(name)
    }
    expect(server?.headers.referer).toBe('https://batch.example')
  })
})

describe('what comes back', () => {
  test.for([200, 201, 202, 204, 205, 206, 301, 304, 400, 403, 404, 409, 418, 429, 500, 503, 599])(
    'status %i stays',
    async (status) => {
      const { provider, proxy } = await setUp()
      provider.answer('/x', fake.answerWith(status))
      expect((await request(`${proxy.origin}/x`)).statusCode).toBe(status)
    },
  )

  test('bytes stay, also of JSON and of encoded answers', async () => {
    const { provider, proxy } = await setUp()
    const body = '{"id":12345678901234567890,"ratio":1.0}'
    provider.answer('/json', fake.answerWith(200, [['Content-Type', 'application/json']], body))
    provider.answer('/br', fake.brotli(body))
    provider.answer('/binary', fake.answerWith(200, [], BINARY))
    expect(await (await request(`${proxy.origin}/json`)).body.text()).toBe(body)
    const brotli = await request(`${proxy.origin}/br`)
    expect(brotli.headers['content-encoding']).toBe('br')
    expect(brotliDecompressSync(Buffer.from(await brotli.body.arrayBuffer())).toString()).toBe(body)
    expect(Buffer.from(await (await request(`${proxy.origin}/binary`)).body.arrayBuffer())).toEqual(BINARY)
  })

  test('end-to-end headers keep their values, order and repetition', async () => {
    const { provider, proxy } = await setUp()
    const headers = [
      ['Location', '/next?a=%20'],
      ['ETag', 'W/"1"'],
      ['Retry-After', '30'],
      ['Set-Cookie', 'a=1'],
      ['set-cookie', 'b=2; HttpOnly'],
      ['Link', '<x>; rel=next'],
      ['WWW-Authenticate', 'Bearer'],
      ['X-Latin', 'caf\xe9'],
      ['Date', 'Thu, 01 Jan 1970 00:00:00 GMT'],
      ['Content-Length', '0'],
    ] as const
    provider.answer('/', fake.answerWith(302, headers))
    const answer = await exchange(proxy, 'GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n')
    const lines = answer.split('\r\n')
    expect(lines.slice(1, headers.length + 1)).toEqual(
      headers.map(([name, value]) => `${name.toLowerCase()}: ${value}`),
    )
  })

  test('trap 2: hop-by-hop headers, and those that Connection names, are dropped; trailers too', async () => {
    const { provider, proxy } = await setUp()
    provider.answer('/hop', fake.hopByHop)
    provider.answer('/trailers', fake.trailers)
    const { headers } = await request(`${proxy.origin}/hop`)
    expect(headers).not.toHaveProperty('x-hop')
    expect(headers).not.toHaveProperty('proxy-authenticate')
    expect(headers).toHaveProperty('x-end')
    const withTrailers = await request(`${proxy.origin}/trailers`)
    expect(await withTrailers.body.text()).toBe('body')
    expect(withTrailers.headers).not.toHaveProperty('trailer')
    expect(withTrailers.trailers).toEqual({})
  })

  test('trap 2: 1xx answers are ignored', async () => {
    const { provider, proxy } = await setUp()
    provider.answer('/', fake.informational)
    const answer = await exchange(proxy, 'GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1.1 200 OK/)
    expect(answer).not.toContain('HTTP/1.1 103')
  })

  test('headers that would act on our origin are dropped, and nobody can pose as us', async () => {
    const { provider, proxy } = await setUp()
    const dropped = [
      'access-control-allow-origin',
      'access-control-allow-credentials',
      'strict-transport-security',
      'alt-svc',
      'clear-site-data',
      'nel',
      'report-to',
      'x-tenon-error',
    ]
    provider.answer(
      '/',
      fake.answerWith(200, [...dropped.map((name) => [name, 'x'] as const), ['x-kept', '1']]),
    )
    const { headers } = await request(proxy.origin)
    for (const name of dropped) expect(headers).not.toHaveProperty(name)
    expect(headers).toHaveProperty('x-kept')
  })

  test('a browser gets CORS headers of ours and no cookie; a server gets the cookies', async () => {
    const { provider, proxy } = await setUp()
    provider.answer('/', fake.setCookies)
    const browser = await request(proxy.origin, { headers: { origin: 'https://app.example' } })
    expect(browser.headers).toMatchObject({
      'access-control-allow-origin': 'https://app.example',
      'access-control-expose-headers': '*',
      vary: 'Origin, Authorization, X-Paragon-Credential, X-Paragon-Proxy-Url',
    })
    expect(browser.headers).not.toHaveProperty('set-cookie')
    expect(browser.headers).not.toHaveProperty('access-control-allow-credentials')
    const sameOrigin = await request(proxy.origin, { headers: { 'sec-fetch-site': 'same-origin' } })
    expect(sameOrigin.headers).not.toHaveProperty('set-cookie')
    const server = await request(proxy.origin)
    expect(server.headers['set-cookie']).toEqual(['a=1; Path=/', 'b=2; HttpOnly'])
    expect(server.headers).not.toHaveProperty('access-control-allow-origin')
  })

  test('a browser’s cache is told what chose the account, beside what the provider says', async () => {
    const { provider, proxy } = await setUp()
    provider.answer('/', fake.answerWith(200, [['Vary', 'Accept-Language']]))
    const varyOf = async (headers: Record<string, string>) =>
      (await fetch(proxy.origin, { headers })).headers.get('vary')
    const ours = 'Origin, Authorization, X-Paragon-Credential, X-Paragon-Proxy-Url'
    expect(await varyOf({ origin: 'https://app.example' })).toBe(`Accept-Language, ${ours}`)
    expect(await varyOf({ 'sec-fetch-site': 'same-origin' })).toBe(`Accept-Language, ${ours}`)
    expect(await varyOf({})).toBe('Accept-Language')
  })

  test('HEAD, 204 and 304 keep their headers, have no body, and leave the connection usable', async () => {
    const { provider, proxy } = await setUp()
    provider.answer('/head', fake.answerWith(200, [['Content-Length', '1234']]))
    provider.answer('/204', fake.answerWith(204, [['ETag', '"1"']]))
    provider.answer('/304', fake.answerWith(304, [['ETag', '"2"']]))
    provider.answer('/', fake.answerWith(200, [['Content-Length', '0']]))
    const lines = ['HEAD /head', 'GET /204', 'GET /304'].map((line) => `${line} HTTP/1.1\r\nHost: h\r\n\r\n`)
    const answer = await exchange(
      proxy,
      `${lines.join('')}GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`,
    )
    expect(answer.match(/HTTP\/1.1 \d+/g)).toEqual([
      'HTTP/1.1 200',
      'HTTP/1.1 204',
      'HTTP/1.1 304',
      'HTTP/1.1 200',
    ])
    expect(answer).toContain('content-length: 1234\r\n')
    expect(answer).toContain('etag: "1"')
    expect(answer).toContain('etag: "2"')
    expect(answer.match(/transfer-encoding/gi)).toBeNull()
  })

  test('an answer streams: headers and chunks arrive while the provider is still at it', async () => {
    const { provider, proxy } = await setUp()
    const steps: (() => void)[] = []
    provider.answer('/', (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
      steps.push(
        () => response.write('data: 1\n\n'),
        () => response.end(),
      )
    })
    const answer = await fetch(proxy.origin)
    const reader = answer.body?.getReader()
    steps[0]?.()
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('data: 1\n\n')
    steps[1]?.()
    expect((await reader?.read())?.done).toBe(true)
  })

  test('a request body streams: the provider has its first bytes before the last are sent', async () => {
    const { provider, proxy } = await setUp()
    const socket = connect(proxy.port, '127.0.0.1')
    socket.write('POST /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 6\r\n\r\nabc')
    const received = await provider.next('/x')
    socket.write('def')
    expect(await received.whole).toBe(true)
    expect(received.body.toString()).toBe('abcdef')
    expect(await text(socket)).toContain('200 OK')
  })

  test('an HTTP/1.0 caller gets an answer it can read', async () => {
    const { provider, proxy } = await setUp()
    provider.answer('/', fake.huge(100_000))
    const answer = await exchange(proxy, 'GET / HTTP/1.0\r\n\r\n')
    expect(answer.length - answer.indexOf('\r\n\r\n') - 4).toBe(100_000)
  })
})

describe('Paragon SDK callers', () => {
  const sdk = { 'content-type': 'auto', 'x-paragon-sdk-version': '2.4.0' }
  const jsonAnswer = fake.answerWith(
    200,
    [
      ['Content-Type', 'application/json'],
      ['ETag', '"1"'],
    ],
    '{"id":12345678901234567890}',
  )

  test.for([
    ['2.4.0', sdk],
    ['before 2.4.0', { 'content-type': 'auto' }],
    ['with a type of their own', { 'content-type': 'text/csv', 'x-paragon-sdk-version': '2.4.0' }],
  ] as const)('%s get {"output":…}', async ([, headers]) => {
    const { provider, proxy } = await setUp()
    provider.answer('/', jsonAnswer)
    const answer = await request(proxy.origin, { headers: { ...headers, 'accept-encoding': 'br' } })
    expect(await answer.body.text()).toBe('{"output":{"id":12345678901234567890}}')
    expect(answer.headers).toMatchObject({ 'content-type': 'application/json', etag: '"1"' })
    expect(answer.headers).not.toHaveProperty('content-length')
    expect(headerValues(provider.received[0] as fake.Received, 'accept-encoding')).toEqual(['identity'])
  })

  test('get text as a JSON string', async () => {
    const { provider, proxy } = await setUp()
    provider.answer('/', fake.answerWith(200, [['Content-Type', 'text/csv']], 'a;"é"\n'))
    expect(await (await request(proxy.origin, { headers: sdk })).body.json()).toEqual({ output: 'a;"é"\n' })
  })

  test('get empty answers, failures and answers to HEAD as they are', async () => {
    const { provider, proxy } = await setUp()
    provider.answer('/empty', fake.answerWith(202, [['Content-Type', 'text/plain']]))
    provider.answer('/404', fake.json(404, { error: 'x' }))
    const empty = await request(`${proxy.origin}/empty`, { headers: sdk })
    expect([empty.statusCode, empty.headers['content-type'], await empty.body.text()]).toEqual([
      202,
      'text/plain',
      '',
    ])
    const failed = await request(`${proxy.origin}/404`, { headers: sdk })
    expect([failed.statusCode, await failed.body.json()]).toEqual([404, { error: 'x' }])
    const head = await request(`${proxy.origin}/x`, { method: 'HEAD', headers: sdk })
    expect(head.statusCode).toBe(200)
  })

  test('get a wrapper even from a provider that compresses unasked', async () => {
    const { provider, proxy } = await setUp()
    provider.answer('/br', fake.brotli('{"a":1}'))
    provider.answer('/gzip', fake.gzip('text €', 'text/plain'))
    expect(await (await request(`${proxy.origin}/br`, { headers: sdk })).body.json()).toEqual({
      output: { a: 1 },
    })
    const gzip = await request(`${proxy.origin}/gzip`, { headers: sdk })
    expect(gzip.headers).not.toHaveProperty('content-encoding')
    expect(await gzip.body.json()).toEqual({ output: 'text €' })
  })

  test.for([
    ['{"a":1}', 'application/json'],
    [' \n[1]', 'application/json'],
    ['"text"', 'application/json'],
    ['a=1&b=2', undefined],
    ['', undefined],
  ] as const)('never send "auto" up: %j goes as %s', async ([body, type]) => {
    const { provider, proxy } = await setUp()
    await (await request(proxy.origin, { method: 'POST', headers: sdk, body })).body.dump()
    expect(provider.received[0]?.headers['content-type']).toBe(type)
    expect(provider.received[0]?.body.toString()).toBe(body)
  })

  test('REST callers get the wrapper where the project says so, unless they ask for the raw answer', async () => {
    const { provider, proxy } = await setUp({ wrapsRest: true })
    provider.answer('/', fake.json(200, { a: 1 }))
    expect(await (await request(proxy.origin)).body.json()).toEqual({ output: { a: 1 } })
    const raw = await request(proxy.origin, { headers: { 'x-paragon-use-raw-response': 'true' } })
    expect(await raw.body.json()).toEqual({ a: 1 })
  })
})

describe('the observer', () => {
  test('sees method, path, status and the first bytes, after the answer went out', async () => {
    const seen: Observation[] = []
    const { provider, proxy } = await setUp({ observe: (observation) => seen.push(observation) })
    provider.answer('/big', fake.huge(200_000))
    const outcome = proxy.nextOutcome()
    await (await fetch(`${proxy.origin}/big?x=1`, { method: 'POST' })).text()
    await outcome
    expect(seen).toMatchObject([{ method: 'POST', path: '/big?x=1', status: 200 }])
    expect(seen[0]?.sample.length).toBe(64 * 1024)
  })
})
