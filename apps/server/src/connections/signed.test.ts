import { createHash, generateKeyPairSync } from 'node:crypto'
import { awsSigner } from '@tenon/oauth'
import { Provider, providers } from '@tenon/providers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  beginOAuth,
  confirm,
  connectByOAuth,
  integrationIdOf,
  KNOWN_PAGE,
  openBrowser,
} from '../testing/browser.ts'
import { type HarnessOptions, startTestServer, type TestServer } from '../testing/harness.ts'
import { activation, type OAuth1Provider, startOAuth1Provider } from '../testing/oauth1-provider.ts'
import { atOrigin, fakePage } from '../testing/pages.ts'

const CLIENT = { clientId: 'team-key', clientSecret: 'team-secret-of-this-test' }
const FORM = 'application/x-www-form-urlencoded'

let provider: OAuth1Provider
let server: TestServer

beforeEach(async () => {
  provider = await startOAuth1Provider()
})
afterEach(async () => {
  await server.close()
  await provider.close()
})

async function start(page: Provider, options: HarnessOptions = {}, settings: object = CLIENT): Promise<void> {
  server = await startTestServer({ providers: [page], allowedOrigins: [KNOWN_PAGE], ...options })
  await server.integrate({ provider: page.id, ...settings })
}

/** The fake page with another first kind of authorisation. */
function pageWith(auth: object): Provider {
  const page = fakePage(provider.origin)
  return Provider.parse({ ...page, auth: [auth] })
}

const TOKEN_SIGNING = {
  scheme: 'oauth1',
  method: 'HMAC-SHA1',
  token: '{{token.access_token}}',
  tokenSecret: '{{token.token_secret}}',
}

function threeLegged(signing: object = {}): Provider {
  return pageWith({
    id: 'oauth1',
    type: 'oauth1',
    label: 'Sign in',
    server: {
      requestUrl: `${provider.origin}/oauth/request`,
      authorizationUrl: `${provider.origin}/oauth/authorize`,
      tokenUrl: `${provider.origin}/oauth/access`,
      scopeParam: 'scope',
    },
    signing: { ...TOKEN_SIGNING, ...signing },
    scopes: [{ name: 'read' }, { name: 'write' }],
    metadata: { screen_name: { from: 'token', path: 'screen_name' } },
  })
}

interface Credential {
  id: string
  status: string
  providerId: string
  providerData: Record<string, string>
}

async function credentials(slug = 'fake'): Promise<Credential[]> {
  const me = (await (await server.call('sdk/me')).json()) as {
    integrations: Record<string, { allCredentials: Credential[] }>
  }
  return me.integrations[slug]?.allCredentials ?? []
}

async function enter(slug: string, payload: Record<string, string>): Promise<Response> {
  const integrationId = await integrationIdOf(server, slug)
  return server.call('sdk/credentials', {
    method: 'POST',
    json: { integrationId, payload, installOptions: {} },
  })
}

const callForm = (slug = 'fake') =>
  server.call(`sdk/proxy/${slug}/api/things?b=2&a=%20&a`, {
    method: 'POST',
    headers: { 'content-type': FORM },
    body: 'c2&a3=2+q',
  })

describe('three-legged', () => {
  beforeEach(() => provider.consumers.set(CLIENT.clientId, CLIENT.clientSecret))

  test('connects through the popup; calls are signed with the team’s client and the user’s token', async () => {
    await start(threeLegged())
    const page = await connectByOAuth(server)
    expect(await page.text()).toContain('is connected')
    expect(provider.authorizeQuery.get('scope')).toBe('read,write')
    expect(await credentials()).toMatchObject([
      { status: 'VALID', providerId: 'acct-1', providerData: { screen_name: 'ada' } },
    ])
    expect((await callForm()).status).toBe(200)
    expect(provider.lastHeader).toMatchObject({ oauth_consumer_key: 'team-key', oauth_token: 'access-token' })
    expect((await server.call('sdk/proxy/fake/api/things')).status).toBe(200)
  })

  test.for([
    ['X', (callback: URL) => callback.searchParams.set('denied', 'temporary-0')],
    ['others', (callback: URL) => callback.searchParams.set('oauth_problem', 'user_refused')],
  ] as const)('a user who says no is told so, as %s do', async ([, consent]) => {
    await start(threeLegged())
    provider.consent = consent
    const page = await connectByOAuth(server)
    expect(page.status).toBe(400)
    expect(await page.text()).toContain('Access was not granted')
    expect(await credentials()).toEqual([])
    const session = await server.call('sdk/actions/session-id/poll-key-1')
    expect(await session.text()).toContain('access_denied')
  })

  test.for([
    ['another token', (callback: URL) => callback.searchParams.set('oauth_token', 'of-somebody-else'), 400],
    ['a verifier that is none', (callback: URL) => callback.searchParams.set('oauth_verifier', 'x'), 400],
  ] as const)('a callback with %s saves nothing', async ([, consent, status]) => {
    await start(threeLegged())
    provider.consent = (callback) => {
      callback.searchParams.set('oauth_verifier', 'verifier-1')
      consent(callback)
    }
    expect((await connectByOAuth(server)).status).toBe(status)
    expect(await credentials()).toEqual([])
  })

  test('the user comes back to us, wherever whoever sent them there would have them go', async () => {
    await start(threeLegged())
    const { redirectUrl } = await beginOAuth(server, { redirectUrl: 'https://attacker.test/' })
    const authorize = await fetch(redirectUrl, { redirect: 'manual' })
    expect(authorize.headers.get('location')).toMatch(`${server.origin}/oauth?`)
  })

  test('another browser cannot finish, and no callback works twice', async () => {
    await start(threeLegged())
    const browser = openBrowser()
    const { redirectUrl } = await beginOAuth(server, { browser })
    const authorize = await fetch(redirectUrl, { redirect: 'manual' })
    const callback = authorize.headers.get('location') ?? ''
    expect((await openBrowser().get(callback)).status).toBe(400)
    expect((await browser.get(callback)).status).toBe(200)
    expect((await browser.get(callback)).status).toBe(400)
    expect(await credentials()).toHaveLength(1)
  })

  test('a client that the provider does not know is the team’s to mend', async () => {
    provider.consumers.clear()
    await start(threeLegged())
    await expect(beginOAuth(server)).rejects.toThrow('integration_incomplete')
  })

  test('a token that is refused by the test endpoint too needs a new sign-in', async () => {
    await start(threeLegged())
    await connectByOAuth(server)
    provider.secrets.clear()
    expect((await server.call('sdk/proxy/fake/api/things')).status).toBe(401)
    await expect.poll(async () => (await credentials())[0]?.status).toBe('INVALID')
    expect((await server.call('sdk/proxy/fake/api/things')).status).toBe(409)
  })

  test('Trello’s own page, to the revocation', async () => {
    const trello = providers.get('trello')
    if (!trello) throw new Error('the catalog has no Trello')
    const moved = atOrigin(trello, provider.origin)
    const [first, ...rest] = moved.auth
    if (first?.type !== 'oauth1') throw new Error('Trello signs')
    const { origin } = provider
    const settings = { ...CLIENT, scopes: ['account'] }
    const tokens = { requestUrl: `${origin}/oauth/request`, tokenUrl: `${origin}/oauth/access` }
    await start(
      { ...moved, auth: [{ ...first, server: { ...first.server, ...tokens } }, ...rest] },
      {},
      settings,
    )
    expect((await connectByOAuth(server, { integration: 'trello' })).status).toBe(200)
    expect(Object.fromEntries(provider.authorizeQuery)).toMatchObject({
      expiration: 'never',
      scope: 'read,account',
    })
    expect((await callForm('trello')).status).toBe(200)
    await server.call('sdk/integrations/trello', { method: 'DELETE' })
    expect(provider.receivedAt('/1/tokens/access-token')).toMatchObject([{ method: 'DELETE' }])
    expect(provider.lastHeader).toMatchObject({ oauth_token: 'access-token' })
  })

  test('RSA-SHA1: the client’s secret is its private key, which never travels', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    provider.consumers.set('team-key', publicKey.export({ type: 'spki', format: 'pem' }).toString())
    const clientSecret = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    await start(threeLegged({ method: 'RSA-SHA1' }), {}, { clientId: 'team-key', clientSecret })
    expect((await connectByOAuth(server)).status).toBe(200)
    expect((await callForm()).status).toBe(200)
  })
})

describe('tokens that were issued elsewhere', () => {
  const netsuite = {
    account_id: '1234567_SB1',
    consumer_key: 'entered-key',
    consumer_secret: 'entered-secret-of-netsuite',
    token: 'entered-token',
    token_secret: 'entered-token-secret',
  }

  test('NetSuite: entered, tested, and signed in the account’s realm', async () => {
    const page = providers.get('netsuite')
    if (!page) throw new Error('the catalog has no NetSuite')
    await start(atOrigin(page, provider.origin), {}, {})
    provider.consumers.set('entered-key', netsuite.consumer_secret)
    const refused = await enter('netsuite', netsuite)
    expect(refused.status).toBe(422)
    provider.secrets.set('entered-token', netsuite.token_secret)
    expect((await enter('netsuite', netsuite)).status).toBeLessThan(300)
    expect((await callForm('netsuite')).status).toBe(200)
    expect(provider.lastHeader).toMatchObject({ realm: '1234567_SB1', oauth_signature_method: 'HMAC-SHA256' })
  })

  test('one-legged: calls carry no token', async () => {
    await start(
      pageWith({
        id: 'keys',
        type: 'entered',
        label: 'Keys',
        inputs: [
          { type: 'TEXT_NO_VARS', id: 'key', title: 'Key' },
          { type: 'PASSWORD', id: 'secret', title: 'Secret' },
        ],
        help: { text: 'There', url: 'https://example.com/help' },
        signing: {
          scheme: 'oauth1',
          method: 'HMAC-SHA256',
          consumerKey: '{{inputs.key}}',
          consumerSecret: '{{inputs.secret}}',
        },
      }),
      {},
      {},
    )
    provider.consumers.set('entered-key', 'entered-secret')
    expect((await enter('fake', { key: 'entered-key', secret: 'entered-secret' })).status).toBeLessThan(300)
    expect((await callForm()).status).toBe(200)
    expect(provider.lastHeader).not.toHaveProperty('oauth_token')
  })
})

describe('a store that posts its consumer to us (Magento)', () => {
  const magento = () =>
    pageWith({
      id: 'oauth1',
      type: 'oauth1',
      label: 'Activate',
      inputs: [{ type: 'TEXT_NO_VARS', id: 'store_url', title: 'Store URL' }],
      server: {
        flow: 'posted',
        requestUrl: '{{inputs.store_url}}/oauth/request',
        tokenUrl: '{{inputs.store_url}}/oauth/access',
      },
      signing: { ...TOKEN_SIGNING, method: 'HMAC-SHA256' },
      metadata: { store: { from: 'callback', path: 'store_base_url' } },
    })

  /** Up to the page that shows the two addresses. */
  async function showAddresses(browser = openBrowser(), page = KNOWN_PAGE) {
    await start(magento(), {}, {})
    provider.consumers.set('posted-key', 'posted-secret-of-the-store')
    const inputs = { store_url: provider.origin }
    const { redirectUrl } = await beginOAuth(server, { browser, inputs, page })
    const text = await (await browser.get(redirectUrl, { referer: `${page}/` })).text()
    const [callbackUrl = '', identityUrl = ''] = Array.from(
      text.matchAll(/<code [^>]+>([^<]+)/g),
      ([, url]) => url,
    )
    return { browser, text, callbackUrl, identityUrl }
  }

  const activate = (callbackUrl: string, changes: Record<string, string> = {}) =>
    fetch(callbackUrl, {
      method: 'POST',
      body: new URLSearchParams({ ...activation(provider.origin), ...changes }),
    })

  const identity = (url: string, changes: Record<string, string> = {}) => {
    const success_call_back = `${provider.origin}/admin/done`
    return `${url}?${new URLSearchParams({ oauth_consumer_key: 'posted-key', success_call_back, ...changes })}`
  }

  test('shows both addresses, exchanges what was posted, and leads the administrator back', async () => {
    const { browser, text, callbackUrl, identityUrl } = await showAddresses()
    expect(text).toContain('Callback URL')
    expect(text).toContain('Identity link URL')
    expect(text).toContain(`href="${provider.origin}/admin"`)
    expect(text).toContain('Your store cannot reach these addresses: 127.0.0.1 is this computer')
    expect((await activate(callbackUrl)).status).toBe(204)
    expect(provider.receivedAt('/oauth/request')).toEqual([])
    await browser.get(identity(identityUrl))
    expect(provider.received.map(({ path }) => path)).toContain('/admin/done')
    expect(await credentials()).toMatchObject([
      { status: 'VALID', providerData: { store: `${provider.origin}/` } },
    ])
    expect((await callForm()).status).toBe(200)
    expect(provider.lastHeader).toMatchObject({
      oauth_consumer_key: 'posted-key',
      oauth_token: 'access-token',
    })
  })

  test('what was posted does nothing without the browser that started it', async () => {
    const { callbackUrl, identityUrl } = await showAddresses()
    await activate(callbackUrl)
    expect((await openBrowser().get(identity(identityUrl))).status).toBe(400)
    expect((await openBrowser().get(callbackUrl)).status).toBe(400)
    expect(provider.receivedAt('/oauth/request')).toEqual([])
    expect(await credentials()).toEqual([])
  })

  test('a page that we do not know has the administrator confirm', async () => {
    const { browser, callbackUrl, identityUrl } = await showAddresses(openBrowser(), 'http://unknown.test')
    await activate(callbackUrl)
    const page = await browser.get(identity(identityUrl))
    expect(provider.receivedAt('/oauth/request')).toEqual([])
    expect(await page.clone().text()).toContain('action="../../confirm"')
    expect((await confirm(server, { browser, page })).status).toBe(303)
    expect(await credentials()).toHaveLength(1)
  })

  test.for([
    ['nothing was posted', async () => {}, {}],
    ['another consumer comes', (url: string) => activate(url), { oauth_consumer_key: 'another' }],
  ] as const)('fails when %s', async ([, post, changes]) => {
    const { browser, callbackUrl, identityUrl } = await showAddresses()
    await post(callbackUrl)
    expect((await browser.get(identity(identityUrl, changes))).status).toBe(400)
    expect(await credentials()).toEqual([])
  })

  test('nobody is led to another host than the store’s', async () => {
    const { browser, callbackUrl, identityUrl } = await showAddresses()
    await activate(callbackUrl)
    const page = await browser.get(identity(identityUrl, { success_call_back: 'https://attacker.test/' }))
    expect(page.url).toContain('/identity')
    expect(await page.text()).toContain('is connected')
  })

  test.for([
    ['without a verifier', { oauth_verifier: '' }, 400],
    ['for a store that is no URL', { store_base_url: 'shop' }, 400],
  ] as const)('refuses a post %s', async ([, changes, status]) => {
    const { callbackUrl } = await showAddresses()
    const response = await activate(callbackUrl, changes)
    expect(response.status).toBe(status)
    expect(await response.text()).not.toContain('posted-secret')
  })

  test('refuses a post for a flow that is none of these, or long over', async () => {
    const { callbackUrl } = await showAddresses()
    expect((await activate(`${callbackUrl}x`)).status).toBe(400)
    server.advance(16 * 60_000)
    expect((await activate(callbackUrl)).status).toBe(410)
  })
})

test('Signature Version 4: keys are checked, and calls signed with a body of any type', async () => {
  await start(
    pageWith({
      id: 'keys',
      type: 'entered',
      label: 'Access key',
      inputs: [
        { type: 'TEXT_NO_VARS', id: 'access_key_id', title: 'Access key ID' },
        { type: 'PASSWORD', id: 'secret_access_key', title: 'Secret access key' },
        { type: 'PASSWORD', id: 'session_token', title: 'Session token', required: false },
      ],
      help: { text: 'There', url: 'https://example.com/help' },
      signing: {
        scheme: 'sigv4',
        service: 'execute-api',
        region: 'eu-central-1',
        accessKeyId: '{{inputs.access_key_id}}',
        secretAccessKey: '{{inputs.secret_access_key}}',
        sessionToken: '{{inputs.session_token}}',
      },
    }),
    {},
    {},
  )
  const secretAccessKey = 'secret-access-key-of-this-test'
  const sign = awsSigner({
    service: 'execute-api',
    region: 'eu-central-1',
    accessKeyId: 'AKID',
    secretAccessKey,
  })
  provider.answer('*', async (received, response) => {
    await received.whole
    const { 'content-type': type, 'x-amz-date': date = '', 'x-amz-content-sha256': digest } = received.headers
    const now = new Date(
      String(date).replace(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/, '$1-$2-$3T$4:$5:$6Z'),
    )
    const { authorization } = await sign(
      {
        method: received.method,
        url: provider.origin + received.url,
        headers: type === undefined ? {} : { 'content-type': type },
        body: received.body,
      },
      now,
    )
    const isWhole = digest === createHash('sha256').update(received.body).digest('hex')
    const isSigned = authorization === received.headers.authorization && isWhole
    response.writeHead(isSigned ? 200 : 401, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ id: 'aws', email: 'aws', message: 'SignatureDoesNotMatch' }))
  })
  const wrong = await enter('fake', { access_key_id: 'AKID', secret_access_key: 'another-secret-access-key' })
  expect(await wrong.json()).toMatchObject({ message: 'Fake says: SignatureDoesNotMatch' })
  const entered = { access_key_id: 'AKID', secret_access_key: secretAccessKey }
  expect((await enter('fake', entered)).status).toBeLessThan(300)
  const put = await server.call('sdk/proxy/fake/a%20b/c?x=1&x=0', { method: 'PUT', json: { n: 1 } })
  expect(put.status).toBe(200)
  const large = await server.call('sdk/proxy/fake/x', { method: 'PUT', body: Buffer.alloc(1024 * 1024 + 1) })
  expect(large.status).toBe(413)
  expect(await large.json()).toMatchObject({ code: 'body_too_large_to_sign' })
})
