import { createHmac } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import {
  beginOAuth,
  connectByOAuth,
  integrationIdOf,
  KNOWN_PAGE,
  openBrowser,
} from '../../testing/browser.ts'
import { type FakeProvider, startFakeProvider } from '../../testing/fake-provider.ts'
import { startTestServer, type TestServer } from '../../testing/harness.ts'
import { fakePage } from '../../testing/pages.ts'

let provider: FakeProvider
let server: TestServer

afterEach(async () => {
  await server.close()
  await provider.close()
})

/** Switches on a provider whose authorization server is special. */
async function start(special: (origin: string) => { server?: object; oauth?: object }): Promise<void> {
  provider = await startFakeProvider()
  const page = fakePage(provider.origin, special(provider.origin))
  server = await startTestServer({ providers: [page], allowedOrigins: [KNOWN_PAGE] })
  await server.integrate({ provider: 'fake', clientId: 'fake-client', clientSecret: 'fake-secret' })
}

async function connections(): Promise<{ status: string; providerData: Record<string, string> }[]> {
  const me = (await (await server.call('sdk/me')).json()) as {
    integrations: { fake: { allCredentials: { status: string; providerData: Record<string, string> }[] } }
  }
  return me.integrations.fake.allCredentials
}

describe('what the callback brings', () => {
  test('goes back in the token request (BigCommerce: context), and not in a refresh', async () => {
    await start(() => ({ server: { tokenParams: { context: '{{callback.context}}' } } }))
    provider.tokens.callbackParameters = { context: 'stores/abc' }
    provider.tokens.expiresInSeconds = 3600
    await connectByOAuth(server)
    expect(provider.tokens.requests[0]?.parameters).toMatchObject({ context: 'stores/abc' })
    server.advance(2 * 3_600_000)
    expect((await server.call('sdk/proxy/fake/api/things')).status).toBe(200)
    expect(provider.tokens.refreshes[0]?.parameters).not.toHaveProperty('context')
  })

  test('may be where the token is asked for (Zoho: accounts-server), then and later', async () => {
    const accounts = { from: 'callback', path: 'accounts-server', pattern: '^http://127\\.0\\.0\\.1:\\d+$' }
    await start(() => ({
      server: { tokenUrl: '{{metadata.accounts}}/oauth/token' },
      oauth: { metadata: { accounts } },
    }))
    provider.tokens.callbackParameters = { 'accounts-server': provider.origin }
    await connectByOAuth(server)
    expect(await connections()).toMatchObject([
      { status: 'VALID', providerData: { accounts: provider.origin } },
    ])
    server.advance(2 * 3_600_000)
    expect((await server.call('sdk/proxy/fake/api/things')).status).toBe(200)
    expect(provider.tokens.refreshes).toHaveLength(1)
  })

  test('ends the assembly before a secret is sent, when it is not what the page expects', async () => {
    const accounts = {
      from: 'callback',
      path: 'accounts-server',
      pattern: '^https://accounts\\.vendor\\.example$',
    }
    await start(() => ({
      server: { tokenUrl: '{{metadata.accounts}}/oauth/token' },
      oauth: { metadata: { accounts } },
    }))
    provider.tokens.callbackParameters = { 'accounts-server': provider.origin }
    const page = await connectByOAuth(server)
    const text = await page.text()
    expect(text).toContain('cannot be one of its own')
    expect(text).not.toContain(provider.origin)
    expect(provider.tokens.requests).toEqual([])
    expect(await connections()).toEqual([])
  })
})

describe('what the token reply tells', () => {
  const region = { from: 'token', path: 'region', pattern: '^(eu|us)$' }

  test('ends the assembly when it does not match its pattern', async () => {
    await start(() => ({ oauth: { metadata: { region } } }))
    provider.tokens.replyFields = { region: 'evil.example' }
    expect(await (await connectByOAuth(server)).text()).toContain('cannot be one of its own')
    expect(await connections()).toEqual([])
  })

  test('stays as it was when a refresh tells what does not match', async () => {
    await start(() => ({ oauth: { metadata: { region } } }))
    provider.tokens.replyFields = { region: 'eu' }
    await connectByOAuth(server)
    provider.tokens.replyFields = { region: 'evil.example' }
    server.advance(2 * 3_600_000)
    expect((await server.call('sdk/proxy/fake/api/things')).status).toBe(200)
    expect(provider.tokens.refreshes).toHaveLength(1)
    expect(await connections()).toMatchObject([{ providerData: { region: 'eu' } }])
  })
})

test('the redirect URI is what the server knows it by (eBay: the RuName)', async () => {
  await start(() => ({ server: { redirectUri: 'Acme-AcmeApp-PRD-1' } }))
  const { redirectUrl } = await beginOAuth(server)
  expect(new URL(redirectUrl).searchParams.get('redirect_uri')).toBe('Acme-AcmeApp-PRD-1')
})

describe('a callback that the provider signs (Shopify)', () => {
  const signing = () => ({ server: { callbackSignature: { param: 'hmac', algorithm: 'sha256' } } })

  /** The callback as the provider sends it, signed by a secret. */
  async function callBack(secret: string): Promise<Response> {
    const browser = openBrowser()
    const { redirectUrl } = await beginOAuth(server, { browser })
    const consent = await fetch(redirectUrl, { redirect: 'manual' })
    const callback = new URL(consent.headers.get('location') ?? '')
    callback.searchParams.set('shop', 'acme.myshopify.com')
    callback.searchParams.sort()
    const hmac = createHmac('sha256', secret).update(callback.search.slice(1)).digest('hex')
    callback.searchParams.set('hmac', hmac)
    return browser.get(callback.href, { referer: `${KNOWN_PAGE}/` })
  }

  test('connects', async () => {
    await start(signing)
    expect((await callBack('fake-secret')).status).toBe(200)
    expect(await connections()).toMatchObject([{ status: 'VALID' }])
  })

  test('is refused with another signature, before the code is spent', async () => {
    await start(signing)
    expect(await (await callBack('another-secret')).text()).toContain('does not belong to the sign-in')
    expect(provider.tokens.requests).toEqual([])
    expect(await connections()).toEqual([])
  })

  test('is not asked for with a code that the product’s own page received', async () => {
    await start(signing)
    const redirectUrl = 'https://product.test/callback'
    const query = new URLSearchParams({ client_id: 'fake-client', redirect_uri: redirectUrl, state: 's' })
    const consent = await fetch(`${provider.origin}/oauth/authorize?${query}`, { redirect: 'manual' })
    const code = new URL(consent.headers.get('location') ?? '').searchParams.get('code')
    const connected = await server.call('sdk/credentials', {
      method: 'POST',
      json: {
        integrationId: await integrationIdOf(server, 'fake'),
        code,
        redirectUrl,
        installOptions: {},
      },
    })
    expect(connected.status).toBe(200)
  })
})
