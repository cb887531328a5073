import { Provider } from '@tenon/providers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { integrationIdOf } from '../testing/browser.ts'
import { type FakeProvider, json, startFakeProvider } from '../testing/fake-provider.ts'
import { startTestServer, type TestServer } from '../testing/harness.ts'
import { fakePage } from '../testing/pages.ts'

/** Where an entered key travels: in the query, in the path, in the body. */

const KEY = '123:AAE-key'

let provider: FakeProvider
let server: TestServer

beforeEach(async () => {
  provider = await startFakeProvider()
})
afterEach(async () => {
  await server.close()
  await provider.close()
})

async function start(kind: object, api: object = {}): Promise<void> {
  const page = fakePage(provider.origin)
  const apiKey = page.auth.find(({ id }) => id === 'api_key')
  const inputs = [{ type: 'PASSWORD', id: 'key', title: 'Key' }]
  const auth = [{ ...apiKey, placement: {}, inputs, ...kind }]
  server = await startTestServer({
    providers: [Provider.parse({ ...page, auth, api: { ...page.api, ...api } })],
  })
  await server.integrate({ provider: 'fake' })
}

async function connect(key = KEY): Promise<Response> {
  const json = { integrationId: await integrationIdOf(server, 'fake'), payload: { key }, installOptions: {} }
  return server.call('sdk/credentials', { method: 'POST', json })
}

const lastAt = (path: string) => provider.receivedAt(path).at(-1)

test('in the query, beside the caller’s own parameters', async () => {
  await start({ placement: { query: { api_token: '{{inputs.key}}' } } })
  provider.answer('/me', json(200, { id: '1', email: 'ada@example.com' }))
  provider.answer('/things', json(200, []))
  expect((await connect()).status).toBe(200)
  expect(lastAt('/me')?.query.get('api_token')).toBe(KEY)
  await server.call('sdk/proxy/fake/things?page=2&api_token=mine')
  expect(lastAt('/things')?.query.getAll('api_token')).toEqual([KEY])
  expect(lastAt('/things')?.query.get('page')).toBe('2')
})

test('in the path (Telegram)', async () => {
  await start({ baseUrl: `${provider.origin}/bot{{inputs.key}}` })
  provider.answer(`/bot${KEY}/me`, json(200, { id: '1', email: 'bot@example.com' }))
  provider.answer('/botother/me', json(401, { message: 'Unauthorized' }))
  expect((await connect('other')).status).toBe(422)
  expect((await connect()).status).toBe(200)
  await server.call('sdk/proxy/fake/sendMessage', { method: 'POST', json: { text: 'Hello' } })
  expect(lastAt(`/bot${KEY}/sendMessage`)?.body.toString()).toBe('{"text":"Hello"}')
})

test('in the body, beside the caller’s own fields', async () => {
  await start(
    { placement: { body: { api_key: '{{inputs.key}}' } } },
    { test: { method: 'POST', url: '/me' } },
  )
  provider.answer('/me', json(200, { id: '1', email: 'ada@example.com' }))
  provider.answer('/things', json(200, []))
  expect((await connect()).status).toBe(200)
  expect(JSON.parse(String(lastAt('/me')?.body))).toEqual({ api_key: KEY })
  await server.call('sdk/proxy/fake/things', { method: 'POST', json: { name: 'Ada' } })
  expect(JSON.parse(String(lastAt('/things')?.body))).toEqual({ name: 'Ada', api_key: KEY })
})
