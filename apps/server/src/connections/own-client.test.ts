import type { PortalView } from '@tenon/core'
import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { connection } from '../database/schema.ts'
import { oauthCallbackUrl } from '../http/urls.ts'
import { listIntegrations, type SwitchOnInput } from '../integrations/integrations.ts'
import { beginOAuth, connectByOAuth, integrationIdOf, KNOWN_PAGE, openBrowser } from '../testing/browser.ts'
import { startFakeProvider } from '../testing/fake-provider.ts'
import { startTestServer, type TestServer } from '../testing/harness.ts'
import { type OidcProvider, startOidcProvider } from '../testing/oidc-provider.ts'
import { fakePage } from '../testing/pages.ts'

/** Users who bring an OAuth client of their own, at an authorization server that is not ours. */

const SECRET = 'a secret for tests'
const TEAM = { clientId: 'team', clientSecret: SECRET }
const OWN = { client_id: 'users-own', client_secret: SECRET }

let oidc: OidcProvider
let server: TestServer

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] }) // the one clock that both sides go by
  oidc = await startOidcProvider({ accessTokenTtlS: 5 })
  server = await startTestServer({ providers: [page()], allowedOrigins: [KNOWN_PAGE] })
  oidc.register(...clients('team', 'users-own'))
})
afterEach(async () => {
  vi.useRealTimers()
  await server.close()
  oidc.close()
})

function page() {
  const { origin } = oidc
  const server = { authorizationUrl: `${origin}/auth`, tokenUrl: `${origin}/token`, revocation: undefined }
  return fakePage(origin, {
    server,
    oauth: { scopes: [{ name: 'openid', description: 'See who you are' }] },
    api: { account: { id: 'sub', label: 'sub' } },
  })
}

const clients = (...ids: string[]) =>
  ids.map((id) => ({ id, secret: SECRET, redirectUri: oauthCallbackUrl(server.services.config) }))

const switchOn = (settings: Partial<SwitchOnInput>) =>
  server.integrate({ provider: 'fake', accountTypes: ['oauth'], ...settings })

async function asked() {
  const view = await server.call(`sdk/portal/${await integrationIdOf(server, 'fake')}`)
  const { accountTypes } = (await view.json()) as PortalView
  return accountTypes[0]?.inputs
}

/** The client that the user is sent to the provider with. */
async function clientSent(inputs: Record<string, string> = {}): Promise<string | null> {
  const { redirectUrl } = await beginOAuth(server, { inputs })
  return new URL(redirectUrl).searchParams.get('client_id')
}

const rows = () =>
  server.services.db.select().from(connection).where(eq(connection.projectId, server.ctx.project.id))

describe('a client of the user’s own', () => {
  test('is asked for where the team allows it, with the redirect URL to register', async () => {
    await switchOn({ ...TEAM, allowsOwnClient: true })
    expect(await asked()).toMatchObject([
      { type: 'COPYABLE_BUTTON_INPUT', defaultValue: oauthCallbackUrl(server.services.config) },
      { id: 'client_id', required: false },
      { id: 'client_secret', required: false, type: 'PASSWORD' },
    ])
  })

  test('is used to connect and to renew', async () => {
    await switchOn({ ...TEAM, allowsOwnClient: true })
    expect(await clientSent(OWN)).toBe('users-own')
    const done = await connectByOAuth(server, { inputs: OWN, pollKey: 'poll-key-2' })
    expect(done.status).toBe(200)
    const asked = oidc.tokenRequests()
    vi.setSystemTime(Date.now() + 6_000)
    expect((await server.call('sdk/proxy/fake/me')).status).toBe(200)
    expect(oidc.tokenRequests()).toBe(asked + 1)
  })

  test('is not revoked where that would end the account’s other connection', async () => {
    const provider = await startFakeProvider()
    onTestFinished(provider.close)
    const revocation = { url: `${provider.origin}/oauth/revoke`, auth: 'basic', ends: 'grant' }
    const other = await startTestServer({
      providers: [fakePage(provider.origin, { server: { revocation } })],
      allowedOrigins: [KNOWN_PAGE],
    })
    onTestFinished(other.close)
    await other.integrate({ provider: 'fake', accountTypes: ['oauth'], allowsOwnClient: true })
    const inputs = { client_id: 'fake-client', client_secret: 'fake-secret' }
    for (const user of ['user-1', 'user-2'])
      expect((await connectByOAuth(other, { user, inputs, pollKey: `poll-key-${user}` })).status).toBe(200)
    const id = await integrationIdOf(other, 'fake')
    for (const [user, revoked] of [
      ['user-1', 0],
      ['user-2', 1],
    ] as const) {
      await other.call(`sdk/integrations/${id}`, { user, method: 'DELETE' })
      expect(provider.tokens.revoked).toHaveLength(revoked)
    }
  })

  test('may be left out while the team has one', async () => {
    await switchOn({ ...TEAM, allowsOwnClient: true })
    expect(await clientSent()).toBe('team')
    expect((await connectByOAuth(server, { pollKey: 'poll-key-2' })).status).toBe(200)
  })

  test('has to be entered where the team has none: the integration is ready without', async () => {
    await switchOn({ allowsOwnClient: true })
    expect(await listIntegrations(server.ctx)).toMatchObject([{ missing: [], allowsOwnClient: true }])
    expect(await asked()).toMatchObject([{}, { required: true }, { required: true }])
    await expect(beginOAuth(server)).rejects.toThrow(/Please check .*Client ID/)
    expect((await connectByOAuth(server, { inputs: OWN, pollKey: 'poll-key-2' })).status).toBe(200)
  })

  test('is not looked at where the team does not allow it', async () => {
    await switchOn(TEAM)
    expect(await asked()).toEqual([])
    expect(await clientSent(OWN)).toBe('team')
  })

  test('whose secret is wrong is told to the user, and nothing is saved', async () => {
    await switchOn({ ...TEAM, allowsOwnClient: true })
    const inputs = { ...OWN, client_secret: 'another' }
    await connectByOAuth(server, { inputs, pollKey: 'poll-key-2' })
    const polled = await server.call('sdk/actions/session-id/poll-key-2')
    expect(await polled.json()).toMatchObject({ status: 'failed', error: { code: 'invalid_credentials' } })
    expect(await rows()).toEqual([])
  })

  test('that its owner removed at the provider ends the connection, which asks for it again', async () => {
    await switchOn({ ...TEAM, allowsOwnClient: true })
    await connectByOAuth(server, { inputs: OWN })
    oidc.register(...clients('team'))
    vi.setSystemTime(Date.now() + 6_000)
    expect((await server.call('sdk/proxy/fake/me')).status).toBe(409)
    expect(await rows()).toMatchObject([{ status: 'needs_reauth', reauthReason: 'refresh_rejected' }])
  })

  test('goes on working when the team allows no new ones', async () => {
    await switchOn({ ...TEAM, allowsOwnClient: true })
    await connectByOAuth(server, { inputs: OWN })
    await switchOn({ allowsOwnClient: false })
    vi.setSystemTime(Date.now() + 6_000)
    expect((await server.call('sdk/proxy/fake/me')).status).toBe(200)
  })

  test('that is not allowed any more when its user comes back is not used', async () => {
    await switchOn({ ...TEAM, allowsOwnClient: true })
    const browser = openBrowser()
    const { redirectUrl } = await beginOAuth(server, { inputs: OWN, browser })
    await switchOn({ allowsOwnClient: false })
    const done = await browser.get(redirectUrl, { referer: `${KNOWN_PAGE}/` })
    expect(done.status).toBe(410)
    expect(await rows()).toEqual([])
  })
})
