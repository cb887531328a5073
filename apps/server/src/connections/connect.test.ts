import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  beginOAuth,
  confirm,
  connectByOAuth,
  integrationIdOf,
  KNOWN_PAGE,
  openBrowser,
} from '../testing/browser.ts'
import { startConnecting } from '../testing/connecting.ts'
import { type FakeProvider, json } from '../testing/fake-provider.ts'
import type { TestServer } from '../testing/harness.ts'

/** The parts of the wire's shapes that are looked at. */
interface Credential {
  id: string
}
interface UserIntegration {
  enabled: boolean
  allCredentials: Credential[]
}

let provider: FakeProvider
let server: TestServer
let close: () => Promise<void>

beforeAll(async () => {
  ;({ provider, server, close } = await startConnecting({
    inputs: [{ type: 'TEXT_NO_VARS', id: 'channel', title: 'Channel' }],
  }))
})
afterAll(() => close())

let user: string
beforeEach((context) => {
  user = context.task.id
})

const integrationId = () => integrationIdOf(server, 'fake')

async function mine(): Promise<UserIntegration> {
  const me = await server.call('sdk/me', { user })
  const { integrations } = (await me.json()) as { integrations: { fake: UserIntegration } }
  return integrations.fake
}

async function connectByKey(installOptions: object = {}, apiKey = 'fake-api-key') {
  return server.call('sdk/credentials', {
    user,
    method: 'POST',
    json: { integrationId: await integrationId(), config: {}, payload: { api_key: apiKey }, installOptions },
  })
}

describe('connecting with an API key', () => {
  test('checks the key with the provider, saves it and calls the API with it', async () => {
    const response = await connectByKey()
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({
      status: 'VALID',
      providerId: 'acct-1',
      configurations: [{ isDefault: true }],
    })
    const proxied = await server.call('sdk/proxy/fake/me', { user })
    expect(proxied.status).toBe(200)
    expect(await proxied.json()).toMatchObject({ email: 'ada@example.com' })
  })

  test('a refused key is not saved, and the provider’s own message comes with the help link', async () => {
    const response = await connectByKey({}, 'wrong-key')
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({
      code: 'invalid_credentials',
      message: 'Fake says: Token is not valid',
      meta: { help: { url: 'https://example.com/help' } },
    })
    expect(await mine()).toEqual({ enabled: false, allCredentials: [] })
  })

  test('a value that cannot be right is refused before the provider is asked', async () => {
    const before = provider.received.length
    const response = await connectByKey({}, 'NOT A KEY')
    expect(await response.json()).toMatchObject({
      code: 'invalid_credentials',
      meta: { problems: { api_key: 'pattern' } },
    })
    expect(provider.received).toHaveLength(before)
  })

  test('nothing is saved while the provider is down', async () => {
    provider.misbehave('/me', json(503, { message: 'maintenance' }))
    const response = await connectByKey()
    expect(response.status).toBe(502)
    expect(await mine()).toMatchObject({ allCredentials: [] })
  })

  test('connecting again keeps id, settings and external id', async () => {
    const first = (await (await connectByKey({ externalId: 'main' })).json()) as Credential
    await server.call(`sdk/credentials/${first.id}`, {
      user,
      method: 'PATCH',
      json: { config: { sharedSettings: { channel: 'C1' } } },
    })
    const again = await (await connectByKey({ selectedCredentialId: 'ext:main' })).json()
    expect(again).toMatchObject({
      id: first.id,
      externalId: 'main',
      configurations: [{ sharedSettings: { channel: 'C1' } }],
    })
  })

  test('without asking for several, a second account takes the place of the first', async () => {
    const first = (await (await connectByKey()).json()) as Credential
    expect(await (await connectByKey()).json()).toMatchObject({ id: first.id })
  })

  test('several accounts stand side by side, each called by its external id', async () => {
    await connectByKey({ externalId: 'one' })
    await connectByKey({ externalId: 'two', allowMultipleCredentials: true })
    expect((await mine()).allCredentials).toHaveLength(2)
    const called = await server.call('sdk/proxy/fake/me', {
      user,
      headers: { 'x-paragon-credential': 'ext:two' },
    })
    expect(called.status).toBe(200)
    const taken = await connectByKey({ externalId: 'two', allowMultipleCredentials: true })
    expect(taken.status).toBe(409)
  })
})

describe('connecting by OAuth', () => {
  test('ends with a connection that the poll learns of, and whose token calls the API', async () => {
    const page = await connectByOAuth(server, { user, pollKey: 'poll-it-1' })
    expect(page.status).toBe(200)
    const polled = (await (await server.call('sdk/actions/session-id/poll-it-1', { user })).json()) as {
      connectCredentialId: string
    }
    const credential = await (
      await server.call(`sdk/credentials/${polled.connectCredentialId}`, { user })
    ).json()
    expect(credential).toMatchObject({
      status: 'VALID',
      providerId: 'acct-1',
      providerData: { accountLabel: 'ada@example.com' },
    })
    expect((await server.call('sdk/proxy/fake/me', { user })).status).toBe(200)
  })

  test('sends a challenge, a state and the scopes, and proves itself with the verifier', async () => {
    const { redirectUrl } = await beginOAuth(server, { user })
    const sent = new URL(redirectUrl).searchParams
    expect(sent.get('code_challenge_method')).toBe('S256')
    expect(sent.get('scope')).toBe('read')
    expect(sent.get('state')).toMatch(/^[\w-]{43}$/)
  })

  test('denied consent ends in a clear state, and saves nothing', async () => {
    provider.tokens.deniesConsent = true
    const page = await connectByOAuth(server, { user, pollKey: 'denied-1' })
    provider.tokens.deniesConsent = false
    expect(page.status).toBe(400)
    expect(await page.text()).toContain('Access was not granted at Fake')
    expect(await (await server.call('sdk/actions/session-id/denied-1', { user })).json()).toMatchObject({
      status: 'failed',
      error: { code: 'access_denied' },
    })
    expect(await mine()).toMatchObject({ allCredentials: [] })
  })

  test('a callback in another browser is refused', async () => {
    const { redirectUrl } = await beginOAuth(server, { user })
    const page = await openBrowser().get(redirectUrl)
    expect(page.status).toBe(400)
    expect(await page.text()).toContain('another browser')
    expect(await mine()).toMatchObject({ allCredentials: [] })
  })

  test('a callback with an unknown state is refused', async () => {
    const page = await fetch(`${server.origin}/oauth?code=x&state=made-up`)
    expect(page.status).toBe(400)
    expect(page.headers.get('content-security-policy')).toContain(`frame-ancestors 'none'`)
  })

  test('a callback counts once', async () => {
    const browser = openBrowser()
    const { redirectUrl } = await beginOAuth(server, { user, browser })
    const atProvider = await fetch(redirectUrl, { redirect: 'manual' })
    const callback = atProvider.headers.get('location') ?? ''
    expect((await browser.get(callback)).status).toBe(200)
    await beginOAuth(server, { user, browser, pollKey: 'poll-key-2' })
    expect((await browser.get(callback)).status).toBe(400)
    expect((await mine()).allCredentials).toHaveLength(1)
  })

  test('a flow that took longer than a quarter of an hour has expired', async () => {
    const browser = openBrowser()
    const { redirectUrl } = await beginOAuth(server, { user, browser })
    server.advance(16 * 60_000)
    const page = await browser.get(redirectUrl)
    server.advance(-16 * 60_000)
    expect(page.status).toBeGreaterThanOrEqual(400)
    expect(await mine()).toMatchObject({ allCredentials: [] })
  })

  test('for a page the project does not list, the user confirms before anything is saved', async () => {
    const browser = openBrowser()
    const page = await connectByOAuth(server, { user, browser, page: 'http://stranger.test' })
    const text = await page.clone().text()
    expect(text).toContain(server.ctx.project.productName)
    expect(text).toContain(user)
    expect(await mine()).toMatchObject({ allCredentials: [] })
    const confirmed = await confirm(server, { browser, page })
    expect(confirmed.status).toBe(200)
    expect((await mine()).allCredentials).toHaveLength(1)
  })

  test('nor does a sign of refusal in the redirect URI skip the confirmation', async () => {
    const browser = openBrowser()
    const redirectUrl = `${server.origin}/oauth?denied=1&oauth_problem=x`
    const page = await connectByOAuth(server, { user, browser, page: 'http://stranger.test', redirectUrl })
    expect(await page.text()).toContain('If you did not start this yourself')
    expect(await mine()).toMatchObject({ allCredentials: [] })
  })

  test('a link on a page of the product does not skip the confirmation', async () => {
    const { redirectUrl } = await beginOAuth(server, { user, browser: openBrowser() })
    const nonce = new URLSearchParams({
      integrationId: await integrationId(),
      originForPostMessage: KNOWN_PAGE,
      userToken: server.token(user),
    })
    const browser = openBrowser()
    await browser.get(`${server.origin}/projects/${server.ctx.project.id}/sdk/actions/oauth-nonce?${nonce}`, {
      referer: `${KNOWN_PAGE}/`,
    })
    expect(await (await browser.get(redirectUrl)).text()).toContain('If you did not start this yourself')
    expect(await mine()).toMatchObject({ allCredentials: [] })
  })

  test('the confirmation shows the signed name of the user, and nothing that the user chose', async () => {
    await server.call('sdk/me', { user, method: 'PATCH', json: { meta: { Name: 'Victim Smith' } } })
    const page = await connectByOAuth(server, { user, page: 'http://stranger.test' })
    expect(await page.text()).not.toContain('Victim')
  })

  test('an authorization server that fails is named, and nothing is saved', async () => {
    provider.misbehave('/oauth/token', json(503, {}))
    const page = await connectByOAuth(server, { user, pollKey: 'down-key-1' })
    expect(page.status).toBe(502)
    expect(await (await server.call('sdk/actions/session-id/down-key-1', { user })).json()).toMatchObject({
      status: 'failed',
    })
    expect(await mine()).toMatchObject({ allCredentials: [] })
  })
})

test('disconnecting revokes at the provider, and calls are refused from then on', async () => {
  await connectByOAuth(server, { user })
  const { allCredentials } = await mine()
  const response = await server.call(`sdk/integrations/${await integrationId()}`, {
    user,
    method: 'DELETE',
    headers: { 'x-paragon-credential': allCredentials[0]?.id ?? '' },
  })
  expect(response.status).toBe(204)
  expect(provider.tokens.revoked).toHaveLength(1)
  const refused = await server.call('sdk/proxy/fake/me', { user })
  expect(refused.status).toBe(404)
  expect(await refused.json()).toMatchObject({ code: 'connection_missing' })
})

test('a token that may only look is refused with the code that keeps its user signed in', async () => {
  await connectByKey()
  const claims = { 'urn:useparagon:connect:permissions': { 'integration:*': ['credential:read'] } }
  const token = server.token(user, claims)
  expect((await mine()).allCredentials).toHaveLength(1)
  for (const [path, method] of [
    ['sdk/proxy/fake/me', 'GET'],
    [`sdk/integrations/${await integrationId()}`, 'DELETE'],
  ] as const) {
    const response = await server.call(path, { token, method })
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ code: '7210' })
  }
})
