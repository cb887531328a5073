import { Provider } from '@tenon/providers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connectByOAuth, integrationIdOf } from '../testing/browser.ts'
import { type FakeProvider, json, startFakeProvider } from '../testing/fake-provider.ts'
import { startTestServer, type TestServer } from '../testing/harness.ts'
import { fakePage } from '../testing/pages.ts'

/** Texts of users and providers that some part behind us cannot hold: no header, no URL, no column of PostgreSQL. */

const HOSTILE = ['ключ', 'a\r\nX-Evil: 1', 'a\0b', 'half a pair \ud800', '__proto__']

let provider: FakeProvider
let server: TestServer

beforeEach(async () => {
  provider = await startFakeProvider()
  const page = fakePage(provider.origin)
  const [oauth, apiKey] = page.auth
  if (oauth?.type !== 'oauth2' || apiKey?.type !== 'entered')
    throw new Error('the page of this test has changed')
  const [input] = apiKey.inputs
  const anyKey = { ...apiKey, inputs: [{ ...input, pattern: undefined }] }
  const withMetadata = { ...oauth, metadata: { team: { from: 'token', path: 'team' } } }
  server = await startTestServer({
    providers: [Provider.parse({ ...page, auth: [withMetadata, anyKey] })],
    allowedOrigins: ['http://product.test'],
  })
  await server.integrate({
    provider: 'fake',
    clientId: provider.tokens.clientId,
    clientSecret: provider.tokens.clientSecret,
  })
})
afterEach(async () => {
  await server.close()
  await provider.close()
})

async function connectWithKey(key: string): Promise<{ status: number; code?: string }> {
  const integrationId = await integrationIdOf(server, 'fake')
  const answer = await server.call('sdk/credentials', {
    method: 'POST',
    json: { integrationId, payload: { api_key: key }, installOptions: { accountType: 'api_key' } },
  })
  const { code } = (await answer.json()) as { code?: string }
  return { status: answer.status, ...(code && { code }) }
}

describe.each(HOSTILE)('%j', (text) => {
  test('as a key is refused, not a fault of ours', async () => {
    const { status, code } = await connectWithKey(text)
    expect(status, code).toBeLessThan(500)
    expect(provider.received.every(({ headers }) => headers['x-evil'] === undefined)).toBe(true)
  })

  test('as the name of an account does not keep its user from connecting', async () => {
    provider.answer('/me', json(200, { id: text, email: text }))
    expect(await connectWithKey('fake-api-key')).toEqual({ status: 200 })
    expect((await server.call('sdk/proxy/fake/api/x')).status).toBe(200)
  })

  test('in a token reply does not keep its user from connecting, nor from going on', async () => {
    provider.tokens.replyFields = { team: text, scope: text }
    await connectByOAuth(server)
    expect((await server.call('sdk/proxy/fake/api/x')).status).toBe(200)
    server.advance(2 * 60 * 60_000)
    expect((await server.call('sdk/proxy/fake/api/x')).status).toBe(200)
    expect(provider.tokens.refreshes).toHaveLength(1)
  })
})
