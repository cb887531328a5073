import { createVerify, generateKeyPairSync } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connectByOAuth } from '../testing/browser.ts'
import { connectByInputs, credentialsOf, startWithPage } from '../testing/catalog-page.ts'
import { type FakeProvider, json, startFakeProvider } from '../testing/fake-provider.ts'
import type { TestServer } from '../testing/harness.ts'

const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS

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

/** What the last request to a path was. */
const last = (path: string) => provider.receivedAt(path).at(-1)

describe('Mailchimp', () => {
  const account = json(200, { account_id: 'a1', account_name: 'Acme' })

  test('asks where the account is, in words of its own, and keeps a token that never expires', async () => {
    await start('mailchimp')
    provider.tokens.expiresInSeconds = 0
    provider.answer('/oauth2/metadata', json(200, { dc: 'us6', login: { email: 'ada@example.com' } }))
    provider.answer('/3.0/', account)
    await connectByOAuth(server, { integration: 'mailchimp' })
    const [token] = provider.tokens.accessTokens
    expect(last('/oauth2/metadata')?.headers.authorization).toBe(`OAuth ${token}`)
    expect(last('/3.0/')?.headers.authorization).toBe(`Bearer ${token}`)
    expect(await credentials('mailchimp')).toMatchObject([
      { status: 'VALID', providerId: 'a1', providerData: { dc: 'us6' } },
    ])
  })

  test('finds it at the end of a key', async () => {
    await start('mailchimp')
    provider.answer('/3.0/', account)
    expect((await connectByInputs(server, 'mailchimp', { api_key: 'abc123-us6' })).status).toBe(200)
    expect(last('/3.0/')?.headers.authorization).toMatch(/^Basic /)
  })
})

describe('Google', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  const key = JSON.stringify({
    type: 'service_account',
    client_email: 'robot@acme.iam.example',
    private_key: privateKey,
    private_key_id: 'k1',
  })

  async function assertion(payload: Record<string, string>): Promise<Record<string, unknown>> {
    await start('google-drive')
    provider.answer('/oauth/token', json(200, { access_token: 'at', token_type: 'Bearer', expires_in: 3599 }))
    provider.answer('/v1/userinfo', json(200, { sub: '1', email: 'robot@acme.iam.example' }))
    expect((await connectByInputs(server, 'google-drive', payload)).status).toBe(200)
    const sent = new URLSearchParams(last('/oauth/token')?.body.toString())
    const [head = '', claims = '', signature = ''] = (sent.get('assertion') ?? '').split('.')
    const verify = createVerify('RSA-SHA256').update(`${head}.${claims}`)
    expect(verify.verify(publicKey, signature, 'base64url')).toBe(true)
    return JSON.parse(Buffer.from(claims, 'base64url').toString())
  }

  test('a service account signs with the key of the pasted file', async () => {
    const claims = await assertion({ service_account: key })
    expect(claims).toMatchObject({
      iss: 'robot@acme.iam.example',
      scope: expect.stringContaining('/auth/drive.file'),
    })
    expect(claims).not.toHaveProperty('sub')
  })

  test('a service account acts as the person that is named', async () => {
    const claims = await assertion({ service_account: key, subject: 'ada@acme.example' })
    expect(claims).toMatchObject({ sub: 'ada@acme.example' })
  })
})

describe('Microsoft', () => {
  test('a refresh names the scopes again', async () => {
    await start('outlook')
    provider.answer('/v1.0/me', json(200, { id: 'u1', userPrincipalName: 'ada@acme.example' }))
    await connectByOAuth(server, { integration: 'outlook' })
    server.advance(2 * HOUR_MS)
    await server.call('sdk/proxy/outlook/v1.0/me/messages')
    expect(provider.tokens.refreshes[0]?.parameters.scope).toMatch(/^offline_access User\.Read Mail\./)
  })

  test('an app is tried where it is no user', async () => {
    await start('outlook')
    provider.answer('/v1.0/organization', json(200, { value: [{ id: 't1', displayName: 'Acme' }] }))
    expect((await connectByInputs(server, 'outlook', { tenant: 'acme.onmicrosoft.com' })).status).toBe(200)
    expect(provider.tokens.requests).toMatchObject([{ grantType: 'client_credentials', clientAuth: 'post' }])
    expect(await credentials('outlook')).toMatchObject([{ status: 'VALID', providerId: 't1' }])
  })
})

test('Instagram: a token of an hour buys one of 60 days, and that one the next', async () => {
  await start('instagram')
  provider.tokens.expiresInSeconds = undefined
  const long = (name: string) => {
    provider.tokens.accessTokens.add(name)
    return json(200, { access_token: name, token_type: 'bearer', expires_in: (60 * DAY_MS) / 1000 })
  }
  provider.tokens.account = { user_id: '17', username: 'acme' }
  provider.answer('/access_token', long('first'))
  provider.answer('/refresh_access_token', long('second'))
  await connectByOAuth(server, { integration: 'instagram' })
  expect(last('/access_token')?.query.get('client_secret')).toBe('fake-secret')
  expect(await credentials('instagram')).toMatchObject([{ status: 'VALID', providerId: '17' }])

  server.advance(51 * DAY_MS)
  await server.call('sdk/proxy/instagram/me/media')
  expect(last('/me/media')?.headers.authorization).toBe('Bearer second')
  const { searchParams } = new URL(last('/refresh_access_token')?.url ?? '', provider.origin)
  expect(Object.fromEntries(searchParams)).toEqual({
    grant_type: 'ig_refresh_token',
    access_token: 'first',
    client_id: 'fake-client',
  })
})

test('Jira: calls go to the site that was chosen', async () => {
  await start('jira')
  const token = { access_token: 'at', refresh_token: 'rt', token_type: 'Bearer', expires_in: 3600 }
  provider.answer('/oauth/token', json(200, token)) // it is asked in JSON
  const site = { id: 'c1', name: 'acme', url: 'https://acme.atlassian.net' }
  provider.answer('/oauth/token/accessible-resources', json(200, [site]))
  provider.answer('/ex/jira/c1/rest/api/3/myself', json(200, { accountId: 'u1' }))
  await connectByOAuth(server, { integration: 'jira' })
  expect(await credentials('jira')).toMatchObject([{ status: 'VALID', providerId: 'c1' }])
  await server.call('sdk/proxy/jira/rest/api/3/project/search')
  expect(last('/ex/jira/c1/rest/api/3/project/search')).toBeDefined()
})

test('Linear: a list of the GraphQL API goes on by a variable of its query', async () => {
  await start('linear')
  const viewer = { viewer: { id: 'u1', email: 'ada@example.com' } }
  provider.answer('/graphql', json(200, { data: viewer }))
  expect((await connectByInputs(server, 'linear', { api_key: 'lin_api_0a' })).status).toBe(200)
  expect(last('/graphql')?.headers.authorization).toBe('lin_api_0a')

  const teams = (hasNextPage: boolean) =>
    json(200, {
      data: { teams: { nodes: [{ id: 't1', name: 'Core' }], pageInfo: { endCursor: 'c1', hasNextPage } } },
    })
  const load = async (paginationParameters?: object) => {
    const body = {
      action: 'linear',
      sourceKey: 'teams',
      ...(paginationParameters && { paginationParameters }),
    }
    return (await server.call('sdk/actions', { method: 'POST', json: body })).json()
  }
  provider.answer('/graphql', teams(true))
  expect(await load()).toMatchObject({ output: { nextPageCursor: 'c1' } })
  provider.answer('/graphql', teams(false))
  expect(await load({ pageCursor: 'c1' })).toMatchObject({ output: { nextPageCursor: null } })
  expect(JSON.parse(last('/graphql')?.body.toString() ?? '')).toMatchObject({ variables: { after: 'c1' } })
})

test('Shopify: a client of the user’s own gets a token for a day, which travels in a header of its own', async () => {
  await start('shopify')
  provider.tokens.omitsTokenType = true
  const graphql = '/admin/api/2026-10/graphql.json'
  provider.answer(graphql, json(200, { data: { shop: { name: 'Acme', myshopifyDomain: 'acme.example' } } }))
  const client = { client_id: 'fake-client', client_secret: 'fake-secret' }
  expect((await connectByInputs(server, 'shopify', { subdomain: 'acme', ...client })).status).toBe(200)
  const [token] = provider.tokens.accessTokens
  expect(last(graphql)?.headers).toMatchObject({
    'x-shopify-access-token': token,
    'content-type': 'application/json',
  })
  expect(provider.tokens.requests[0]?.parameters).not.toHaveProperty('expiring')
  expect(await credentials('shopify')).toMatchObject([{ status: 'VALID', providerId: 'acme.example' }])
})
