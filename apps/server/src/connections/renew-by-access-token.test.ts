import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connection } from '../database/schema.ts'
import { connectByOAuth, KNOWN_PAGE } from '../testing/browser.ts'
import { type Behaviour, type FakeProvider, json, startFakeProvider } from '../testing/fake-provider.ts'
import { startTestServer, type TestServer } from '../testing/harness.ts'
import { fakePage } from '../testing/pages.ts'

/** As Instagram does it: a token that still works is exchanged for a longer one, by GET, and nothing else is asked. */

const DAY_MS = 24 * 60 * 60 * 1_000

let provider: FakeProvider
let server: TestServer

/** Exchanges the token in the query for another, unless it has ended. */
const exchange: Behaviour = (received, response) => {
  const { tokens } = provider
  const before = received.query.get('access_token') ?? ''
  const isGood = received.method === 'GET' && tokens.accessTokens.delete(before)
  if (!isGood)
    return json(400, { error: { type: 'OAuthException', message: 'Invalid access token' } })(
      received,
      response,
    )
  const { accessToken } = tokens.issue()
  return json(200, { access_token: accessToken, token_type: 'bearer', expires_in: 5_184_000 })(
    received,
    response,
  )
}

beforeEach(async () => {
  provider = await startFakeProvider()
  provider.tokens.omitsRefreshToken = true
  provider.tokens.expiresInSeconds = 5_184_000
  provider.answer('/refresh_access_token', exchange)
  const refresh = {
    url: `${provider.origin}/refresh_access_token`,
    method: 'GET',
    grantType: 'ig_refresh_token',
    with: 'access_token',
    tokenParam: 'access_token',
    clientAuth: 'none',
    marginMs: 7 * DAY_MS,
  }
  server = await startTestServer({
    providers: [fakePage(provider.origin, { server: { refresh, revocation: undefined } })],
    allowedOrigins: [KNOWN_PAGE],
  })
  await server.integrate({ provider: 'fake', clientId: 'fake-client', clientSecret: 'fake-secret' })
  await connectByOAuth(server)
})
afterEach(async () => {
  await server.close()
  await provider.close()
})

const call = () => server.call('sdk/proxy/fake/api/things')
const row = async () => {
  const isOurs = eq(connection.projectId, server.ctx.project.id)
  return (await server.services.db.select().from(connection).where(isOurs))[0]
}

test('a token is exchanged in time, again and again, and no secret of the client’s travels', async () => {
  for (const times of [1, 2, 3]) {
    server.advance(54 * DAY_MS)
    expect((await call()).status).toBe(200)
    expect(provider.receivedAt('/refresh_access_token')).toHaveLength(times)
  }
  const [received] = provider.receivedAt('/refresh_access_token')
  expect(received?.query.get('grant_type')).toBe('ig_refresh_token')
  expect(received?.url).not.toContain('fake-secret')
  expect(received?.headers.authorization).toBeUndefined()
  expect(await row()).toMatchObject({ status: 'active', credentialVersion: 4 })
})

test('a token that nobody used for its whole life cannot be exchanged: the user signs in again', async () => {
  server.advance(61 * DAY_MS)
  provider.tokens.expireAccessTokens()
  expect((await call()).status).toBe(409)
  expect(await row()).toMatchObject({ status: 'needs_reauth', reauthReason: 'refresh_rejected' })
})
