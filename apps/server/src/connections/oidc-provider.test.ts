import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { connection } from '../database/schema.ts'
import { oauthCallbackUrl } from '../http/urls.ts'
import { connectByOAuth, KNOWN_PAGE } from '../testing/browser.ts'
import { startTestServer, type TestServer } from '../testing/harness.ts'
import { type OidcProvider, startOidcProvider } from '../testing/oidc-provider.ts'
import { fakePage } from '../testing/pages.ts'

/** Renewal at an authorization server that is not ours: its tokens live for 5 seconds, and it replaces refresh tokens. */

const CLIENT = { id: 'tenon', secret: 'a secret for tests' }
const EXPIRED_MS = 6_000

let oidc: OidcProvider
let first: TestServer
let second: TestServer

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] }) // the one clock that both sides go by
  oidc = await startOidcProvider({ accessTokenTtlS: 5 })
  const providers = [page()]
  first = await startTestServer({ providers, allowedOrigins: [KNOWN_PAGE] })
  second = await startTestServer({ providers, sameProjectAs: first })
  oidc.register({ ...CLIENT, redirectUri: oauthCallbackUrl(first.services.config) })
  await first.integrate({ provider: 'fake', clientId: CLIENT.id, clientSecret: CLIENT.secret })
  await connectByOAuth(first)
})
afterEach(async () => {
  vi.useRealTimers()
  await second.close()
  await first.close()
  oidc.close()
})

function page() {
  const { origin } = oidc
  return fakePage(origin, {
    server: {
      authorizationUrl: `${origin}/auth`,
      tokenUrl: `${origin}/token`,
      issuer: origin,
      revocation: { url: `${origin}/token/revocation`, auth: 'basic' },
    },
    oauth: { scopes: [{ name: 'openid', description: 'See who you are' }] },
    api: { account: { id: 'sub', label: 'sub' } },
  })
}

const call = (at = first, token = at.token()) => at.call('sdk/proxy/fake/me', { token })
const advance = (ms: number) => vi.setSystemTime(Date.now() + ms)
const isOurs = () => eq(connection.projectId, first.ctx.project.id)

async function row() {
  const [found] = await first.services.db.select().from(connection).where(isOurs())
  if (!found) throw new Error('there is no connection')
  return found
}

test('refresh tokens are followed from one to the next', async () => {
  const asked = oidc.tokenRequests()
  for (const times of [1, 2, 3, 4]) {
    advance(EXPIRED_MS)
    const answer = await call(times % 2 ? first : second)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({ sub: 'ada' })
    expect(oidc.tokenRequests()).toBe(asked + times)
    expect(await row()).toMatchObject({ status: 'active', credentialVersion: 1 + times })
  }
})

test('a token in the second half of its life is renewed before it expires', async () => {
  const asked = oidc.tokenRequests()
  advance(2_000)
  expect((await call()).status).toBe(200)
  expect(oidc.tokenRequests()).toBe(asked)
  advance(1_000)
  expect((await call()).status).toBe(200)
  expect(oidc.tokenRequests()).toBe(asked + 1)
})

test('a refresh token used a second time is refused, and the user has to sign in again', async () => {
  const { credential } = await row()
  advance(EXPIRED_MS)
  expect((await call()).status).toBe(200)
  await first.services.db.update(connection).set({ credential }).where(isOurs()) // as from an old backup
  advance(EXPIRED_MS)
  expect((await call()).status).toBe(409)
  expect(await row()).toMatchObject({
    status: 'needs_reauth',
    reauthReason: 'refresh_rejected',
    credential: null,
  })
  await connectByOAuth(first, { pollKey: 'again-key' })
  expect((await call()).status).toBe(200)
})

test('twenty callers in two processes cause one token request', async () => {
  const asked = oidc.tokenRequests()
  advance(EXPIRED_MS)
  const token = first.token()
  const calls = Array.from({ length: 20 }, (_, index) => call(index % 2 ? first : second, token))
  const statuses = (await Promise.all(calls)).map(({ status }) => status)
  expect(new Set(statuses)).toEqual(new Set([200]))
  expect(oidc.tokenRequests()).toBe(asked + 1)
  expect(await row()).toMatchObject({ status: 'active', credentialVersion: 2 })
})
