import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connectByOAuth } from '../testing/browser.ts'
import { connectByInputs, credentialsOf, startWithPage } from '../testing/catalog-page.ts'
import { type FakeProvider, json, startFakeProvider } from '../testing/fake-provider.ts'
import type { TestServer } from '../testing/harness.ts'

let provider: FakeProvider
let server: TestServer

beforeEach(async () => {
  provider = await startFakeProvider()
})
afterEach(async () => {
  await server.close()
  await provider.close()
})

/** Switches on a page of the catalog as it is, its hosts aside. */
async function start(slug: string): Promise<void> {
  server = await startWithPage(slug, provider)
}

const credentials = (slug: string) => credentialsOf(server, slug)

describe('Telegram', () => {
  const token = `110201543:${'A1_-b'.repeat(7)}`

  test('the token stands in the path as it is, colon included', async () => {
    await start('telegram')
    const bot = { ok: true, result: { id: 110201543, username: 'acme_bot' } }
    provider.answer(`/bot${token}/getMe`, json(200, bot))
    expect((await connectByInputs(server, 'telegram', { api_key: token })).status).toBe(200)
    expect(await credentials('telegram')).toMatchObject([{ status: 'VALID', providerId: '110201543' }])
    await server.call('sdk/proxy/telegram/sendMessage', { method: 'POST', json: { chat_id: 1, text: 'Hi' } })
    expect(provider.received.at(-1)?.url).toBe(`/bot${token}/sendMessage`)
  })

  test('a refusal does not show the token', async () => {
    await start('telegram')
    const refusal = { ok: false, error_code: 401, description: `Unauthorized: ${token}` }
    provider.answer(`/bot${token}/getMe`, json(401, refusal))
    const refused = await connectByInputs(server, 'telegram', { api_key: token })
    expect(refused.status).toBe(422)
    const text = await refused.text()
    expect(text).toContain('Unauthorized')
    expect(text).not.toContain(token)
  })
})

test('Zoho CRM: a callback that names another host than Zoho’s is not asked for a token', async () => {
  await start('zoho-crm')
  provider.tokens.callbackParameters = { 'accounts-server': 'https://accounts.zoho.com.evil.example' }
  expect(await (await connectByOAuth(server, { integration: 'zoho-crm' })).text()).toContain('one of its own')
  expect(provider.tokens.requests).toEqual([])
  expect(await credentials('zoho-crm')).toEqual([])
})

test('Zoho CRM: a token reply that names another host than Zoho’s for the API is not kept', async () => {
  await start('zoho-crm')
  provider.tokens.callbackParameters = { 'accounts-server': 'https://accounts.zoho.eu' }
  provider.tokens.replyFields = { api_domain: 'https://evil.example/www.zohoapis.eu' }
  expect(await (await connectByOAuth(server, { integration: 'zoho-crm' })).text()).toContain('one of its own')
  expect(provider.tokens.requests).toHaveLength(1)
  expect(await credentials('zoho-crm')).toEqual([])
})

test('BigCommerce: the store that the callback names goes back for the token', async () => {
  await start('bigcommerce')
  const scope = 'store_v2_information_read_only'
  provider.tokens.callbackParameters = { context: 'stores/abc', scope }
  provider.tokens.replyFields = { context: 'stores/abc', user: { email: 'ada@example.com' } }
  provider.answer('/stores/abc/v2/store', json(200, { id: 'abc', name: 'Acme' }))
  await connectByOAuth(server, { integration: 'bigcommerce', inputs: { store_hash: 'abc' } })
  expect(provider.receivedAt('/oauth/authorize')[0]?.query.get('context')).toBe('stores/abc')
  expect(provider.tokens.requests[0]?.parameters).toMatchObject({ context: 'stores/abc', scope })
  expect(await credentials('bigcommerce')).toMatchObject([{ status: 'VALID', providerId: 'abc' }])
  const [token] = provider.tokens.accessTokens
  expect(provider.receivedAt('/stores/abc/v2/store')[0]?.headers).toMatchObject({ 'x-auth-token': token })
})

describe('Greenhouse: the user’s own client', () => {
  const client = { client_id: 'fake-client', client_secret: 'fake-secret' }

  test('acts as the user that is named', async () => {
    await start('greenhouse')
    expect((await connectByInputs(server, 'greenhouse', { ...client, user_id: '4080' })).status).toBe(200)
    expect(provider.tokens.requests).toMatchObject([
      { grantType: 'client_credentials', clientAuth: 'basic', parameters: { sub: '4080' } },
    ])
  })

  test('acts as its service account when none is', async () => {
    await start('greenhouse')
    expect((await connectByInputs(server, 'greenhouse', { ...client, user_id: '' })).status).toBe(200)
    expect(provider.tokens.requests[0]?.parameters).not.toHaveProperty('sub')
  })
})

test('Bitbucket: no scopes are asked, since its OAuth consumer has them', async () => {
  await start('bitbucket')
  provider.tokens.replyFields = { scopes: 'account repository' }
  provider.answer('/2.0/user', json(200, { uuid: '{1}', display_name: 'Ada' }))
  await connectByOAuth(server, { integration: 'bitbucket' })
  expect(provider.receivedAt('/oauth/authorize')[0]?.query.has('scope')).toBe(false)
  expect(await credentials('bitbucket')).toMatchObject([{ status: 'VALID', providerId: '{1}' }])
})
