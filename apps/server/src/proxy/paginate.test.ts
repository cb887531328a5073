import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Provider } from '@tenon/providers'
import { expect, onTestFinished, test } from 'vitest'
import { createOutbound } from '../outbound.ts'
import * as fake from '../testing/fake-provider.ts'
import { accessTo } from '../testing/proxy-host.ts'
import { callerOf } from './caller.ts'
import type { ForwardCall } from './forward.ts'
import { paginate } from './paginate.ts'
import { readPaginationWish } from './pagination.ts'

const byCursor = { next: { by: 'cursor', param: 'after', path: 'next' }, itemsPath: 'data' } as const

/** A provider of pages that are given by what they are asked with. */
async function setUp(
  pages: Record<string, fake.Behaviour>,
  pagination: Provider['api']['pagination'] = byCursor,
  call: Partial<ForwardCall> = {},
) {
  const provider = await fake.startFakeProvider()
  onTestFinished(provider.close)
  provider.answer('*', (received, response) => (pages[received.url] ?? fake.echo)(received, response))
  const outbound = createOutbound({ allow: ['127.0.0.0/8'] })
  onTestFinished(() => outbound.close())
  const described = { name: 'Acme', api: { pagination } } as unknown as Provider
  const server = createServer(async (request, response) => {
    const wish = readPaginationWish(request.headers)
    if (!wish) throw new TypeError('every call of this test is paginated')
    const limits = { firstByteTimeoutMs: 5_000, stallTimeoutMs: 5_000, maxSignedBytes: 1_000 }
    await paginate(
      request,
      response,
      {
        access: accessTo(provider.origin),
        outbound,
        limits: { ...limits, maxRequestBytes: undefined, maxResponseBytes: undefined },
        caller: callerOf(request.headers),
        requestId: 'request-1',
        pathAndQuery: (request.url ?? '').slice(1),
        ...call,
      },
      { provider: described, wish },
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const list = (path: string, wish = 'json') =>
    fetch(origin + path, { headers: { 'x-tenon-paginate': wish } })
  return { provider, list }
}

const threePages = {
  '/list?limit=2': fake.json(200, { data: [1, 2], next: 'b' }),
  '/list?limit=2&after=b': fake.answerWith(200, [], '{"data":[12345678901234567890],"next":"c"}'),
  '/list?limit=2&after=c': fake.json(200, { data: [], next: null }),
}

test('all pages come as one array, numbers as they were written', async () => {
  const { list, provider } = await setUp(threePages)
  const answer = await list('/list?limit=2')
  expect(answer.headers.get('content-type')).toBe('application/json')
  expect(await answer.text()).toBe('[1,2,12345678901234567890]')
  expect(provider.received.map(({ headers }) => headers.authorization)).toEqual(
    Array(3).fill('Bearer upstream'),
  )
})

test('or as a line of JSON for each item', async () => {
  const { list } = await setUp(threePages)
  const answer = await list('/list?limit=2', 'ndjson')
  expect(answer.headers.get('content-type')).toBe('application/x-ndjson')
  expect(await answer.text()).toBe('1\n2\n12345678901234567890\n')
})

test('an empty list is an empty array', async () => {
  const { list } = await setUp({ '/list': fake.json(200, { data: [] }) })
  expect(await (await list('/list')).text()).toBe('[]')
})

test('no more pages than the caller wants', async () => {
  const { list, provider } = await setUp(threePages)
  expect(await (await list('/list?limit=2', 'json; max-pages=1')).json()).toEqual([1, 2])
  expect(provider.received.length).toBe(1)
})

test('the provider’s refusal of the first page is the answer', async () => {
  const { list } = await setUp({ '/list': fake.json(403, { error: 'no' }) })
  const answer = await list('/list')
  expect([answer.status, await answer.json()]).toEqual([403, { error: 'no' }])
  expect(answer.headers.get('x-tenon-error')).toBeNull()
})

test('when a later page fails, the answer is broken off and does not look whole', async () => {
  const { list } = await setUp({
    '/list': fake.json(200, { data: [1], next: 'b' }),
    '/list?after=b': fake.json(500, { error: 'broken' }),
  })
  const answer = await list('/list')
  await expect(answer.text()).rejects.toThrow()
})

test('a throttled page is waited for', async () => {
  const answers = [fake.answerWith(429, [['Retry-After', '0']]), fake.json(200, { data: [2] })]
  const { list } = await setUp(
    {
      '/list': fake.json(200, { data: [1], next: 'b' }),
      '/list?after=b': (received, response) => answers.shift()?.(received, response),
    },
    byCursor,
    { throttle: { limit: undefined, until: () => undefined, remember: () => {}, now: () => 0 } },
  )
  expect(await (await list('/list')).json()).toEqual([1, 2])
})

test('a page’s own URL is followed below the base URL, and nowhere else', async () => {
  const byUrl = { next: { by: 'url', path: 'next' }, itemsPath: 'data' } as const
  const { list } = await setUp(
    {
      '/list': fake.json(200, { data: [1], next: '/list?page=2' }),
      '/list?page=2': fake.json(200, { data: [2], next: 'http://elsewhere.example/list' }),
    },
    byUrl,
  )
  const answer = await list('/list')
  await expect(answer.text()).rejects.toThrow()
})

test('lists take their turns within the user’s share of connections', async () => {
  const held: (() => void)[] = []
  const { list, provider } = await setUp(
    {
      '/list': (received, response) => void held.push(() => fake.json(200, { data: [] })(received, response)),
    },
    byCursor,
    { fairnessKey: 'user-1' },
  )
  const lists = Array.from({ length: 66 }, () => list('/list'))
  await expect.poll(() => held.length).toBe(64)
  expect(provider.received.length).toBe(64)
  for (const release of held.splice(0)) release()
  await expect.poll(() => held.length).toBe(2)
  for (const release of held) release()
  for (const answer of lists) expect(await (await answer).text()).toBe('[]')
})

test('a list that leads back to its own page ends as a failure, not never', async () => {
  const { list } = await setUp({
    '/list': fake.json(200, { data: [1], next: 'b' }),
    '/list?after=b': fake.json(200, { data: [1], next: 'b' }),
  })
  await expect((await list('/list')).text()).rejects.toThrow()
})

test('a provider whose lists are not described, and another verb, are refused in words', async () => {
  const { list } = await setUp({}, { next: { by: 'query_language' } })
  const answer = await list('/list')
  expect(answer.status).toBe(400)
  expect(await answer.json()).toMatchObject({
    code: 'invalid_request',
    message: expect.stringContaining('How lists of Acme go on'),
  })
})
