import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connection } from '../database/schema.ts'
import { connectByOAuth, KNOWN_PAGE } from '../testing/browser.ts'
import {
  type FakeProvider,
  hang,
  json,
  resetBeforeAnswer,
  startFakeProvider,
} from '../testing/fake-provider.ts'
import { startTestServer, type TestServer } from '../testing/harness.ts'
import { fakePage } from '../testing/pages.ts'

const MINUTE_MS = 60_000

let provider: FakeProvider
let server: TestServer

/** A server with one connection, made by OAuth at a provider whose page may say other things. */
async function start(changes: Parameters<typeof fakePage>[1] = {}): Promise<void> {
  server = await startTestServer({
    providers: [fakePage(provider.origin, changes)],
    allowedOrigins: [KNOWN_PAGE],
  })
  await server.integrate({ provider: 'fake', clientId: 'fake-client', clientSecret: 'fake-secret' })
  await connectByOAuth(server)
}

beforeEach(async () => {
  provider = await startFakeProvider()
})
afterEach(async () => {
  await server.close()
  await provider.close()
})

const call = (at = server) => at.call('sdk/proxy/fake/api/things')

async function row() {
  const { id } = server.ctx.project
  const [found] = await server.services.db.select().from(connection).where(eq(connection.projectId, id))
  if (!found) throw new Error('the connection is gone')
  return found
}

describe('before expiry', () => {
  test('renews inside the margin, and uses the new token', async () => {
    await start()
    const before = await row()
    server.advance(59.5 * MINUTE_MS)
    provider.tokens.expireAccessTokens()
    expect((await call()).status).toBe(200)
    expect(provider.tokens.refreshes).toHaveLength(1)
    expect((await row()).credentialVersion).toBe(before.credentialVersion + 1)
  })

  test('does nothing while the token is fresh', async () => {
    await start()
    server.advance(58 * MINUTE_MS)
    expect((await call()).status).toBe(200)
    expect(provider.tokens.refreshes).toHaveLength(0)
  })

  test('a 5-second token is used for half of its life', async () => {
    provider.tokens.expiresInSeconds = 5
    await start()
    server.advance(2_000)
    await call()
    expect(provider.tokens.refreshes).toHaveLength(0)
    server.advance(1_000)
    await call()
    expect(provider.tokens.refreshes).toHaveLength(1)
  })

  test('renews once for all callers of three processes', async () => {
    await start()
    const second = await startTestServer({ providers: [fakePage(provider.origin)], sameProjectAs: server })
    const third = await startTestServer({ providers: [fakePage(provider.origin)], sameProjectAs: server })
    const processes = [server, second, third]
    for (const one of processes) one.advance(61 * MINUTE_MS)
    provider.tokens.expireAccessTokens()
    const token = server.token()
    const held = provider.hold('/oauth/token')
    const calls = Array.from({ length: 60 }, (_, index) =>
      processes[index % 3]?.call('sdk/proxy/fake/api/things', { token }),
    )
    await held.arrived
    held.release()
    const statuses = (await Promise.all(calls)).map((response) => response?.status)
    expect(new Set(statuses)).toEqual(new Set([200]))
    expect(provider.tokens.refreshes).toHaveLength(1)
    await second.close()
    await third.close()
  })

  test('a reply without a refresh token keeps the old one', async () => {
    provider.tokens.rotates = false
    provider.tokens.omitsRefreshToken = true
    await start()
    for (const times of [1, 2]) {
      server.advance(61 * MINUTE_MS)
      expect((await call()).status).toBe(200)
      expect(provider.tokens.refreshes).toHaveLength(times)
    }
  })
})

describe('a refresh that fails', () => {
  test('leaves a token that still works in use', async () => {
    await start()
    server.advance(59.5 * MINUTE_MS)
    provider.misbehave('/oauth/token', json(503, {}))
    expect((await call()).status).toBe(200)
    expect(await row()).toMatchObject({ status: 'active', refreshFailureCount: 1, refreshStartedAt: null })
  })

  test('for a token that has expired is a 502 for the caller, and is tried again a second later', async () => {
    await start()
    server.advance(61 * MINUTE_MS)
    provider.misbehave('/oauth/token', resetBeforeAnswer)
    const failed = await call()
    expect(failed.status).toBe(502)
    expect(failed.headers.get('x-tenon-error')).toBe('upstream_unreachable')
    const tooSoon = await call()
    expect(tooSoon.status).toBe(502)
    expect(await tooSoon.json()).toMatchObject({
      code: 'upstream_unreachable',
      meta: { retryAfterSeconds: 1 },
    })
    server.advance(1_000)
    expect((await call()).status).toBe(200)
  })

  test('is tried again less and less often, however many calls there are', async () => {
    await start()
    server.advance(61 * MINUTE_MS)
    provider.answer('/oauth/token', json(503, {}))
    const before = provider.receivedAt('/oauth/token').length
    for (const waitMs of [0, 1_000, 2_000, 4_000]) {
      server.advance(waitMs)
      for (const _ of [1, 2, 3]) expect((await call()).status).toBe(502)
    }
    expect(provider.receivedAt('/oauth/token')).toHaveLength(before + 4)
    expect(await row()).toMatchObject({ status: 'active', refreshFailureCount: 4 })
  })

  test('although a 401 forced it is not forced by the next 401, nor is the user blamed', async () => {
    await start()
    server.advance(20 * MINUTE_MS)
    provider.tokens.expireAccessTokens()
    provider.misbehave('/oauth/token', json(503, {}))
    const before = provider.receivedAt('/oauth/token').length
    for (const _ of [1, 2, 3]) expect((await call()).status).toBe(401)
    expect(provider.receivedAt('/oauth/token')).toHaveLength(before + 1)
    server.advance(1_000)
    expect((await call()).status).toBe(200)
  })

  test('with invalid_grant asks the user to sign in again, and removes the credential', async () => {
    await start()
    server.advance(61 * MINUTE_MS)
    provider.tokens.revokeAll()
    const refused = await call()
    expect(refused.status).toBe(409)
    expect(await refused.json()).toMatchObject({ code: 'connection_needs_reauth' })
    expect(await row()).toMatchObject({
      status: 'needs_reauth',
      reauthReason: 'refresh_rejected',
      credential: null,
    })
  })

  test('because the team’s client secret is wrong does not blame the user', async () => {
    await start()
    server.advance(61 * MINUTE_MS)
    await server.integrate({ provider: 'fake', clientId: 'fake-client', clientSecret: 'changed' })
    const refused = await call()
    expect(await refused.json()).toMatchObject({ code: 'client_rejected' })
    expect((await row()).status).toBe('active')
  })
})

describe('a refresh that a killed process left behind', () => {
  const interrupted = () => ({
    refreshStartedAt: server.services.now(),
    refreshLeaseUntil: new Date(0),
    refreshLeaseId: null,
  })

  test('asks the user to sign in again where the old refresh token may be spent', async () => {
    await start()
    await server.services.db
      .update(connection)
      .set(interrupted())
      .where(eq(connection.projectId, server.ctx.project.id))
    server.advance(61 * MINUTE_MS)
    expect((await call()).status).toBe(409)
    expect(await row()).toMatchObject({ status: 'needs_reauth', reauthReason: 'refresh_interrupted' })
    expect(provider.tokens.refreshes).toHaveLength(0)
  })

  test('is tried once more within the grace that the provider’s page declares', async () => {
    await start({ server: { refresh: { rotates: true, reuseGraceMs: 90 * MINUTE_MS } } })
    await server.services.db
      .update(connection)
      .set(interrupted())
      .where(eq(connection.projectId, server.ctx.project.id))
    server.advance(61 * MINUTE_MS)
    expect((await call()).status).toBe(200)
  })

  test('is tried again where refresh tokens are not replaced', async () => {
    await start({ server: { refresh: { rotates: false } } })
    await server.services.db
      .update(connection)
      .set(interrupted())
      .where(eq(connection.projectId, server.ctx.project.id))
    server.advance(61 * MINUTE_MS)
    expect((await call()).status).toBe(200)
  })
})

test('a token that arrives after the user has disconnected is revoked', async () => {
  await start()
  server.advance(61 * MINUTE_MS)
  const held = provider.hold('/oauth/token')
  const calling = call()
  await held.arrived
  await server.services.db.delete(connection).where(eq(connection.projectId, server.ctx.project.id))
  held.release()
  expect((await calling).status).toBe(404)
  expect(provider.tokens.revoked).toHaveLength(1)
})

describe('a provider’s 401', () => {
  test('renews the credential once and repeats the call with its body', async () => {
    await start()
    server.advance(20 * MINUTE_MS)
    provider.tokens.expireAccessTokens()
    const response = await server.call('sdk/proxy/fake/api/things', { method: 'POST', json: { name: 'Ada' } })
    expect(response.status).toBe(200)
    expect(provider.receivedAt('/api/things').map(({ body }) => body.toString())).toEqual([
      '{"name":"Ada"}',
      '{"name":"Ada"}',
    ])
    expect(provider.tokens.refreshes).toHaveLength(1)
  })

  test('that one endpoint insists on does not end the connection while the test endpoint is content', async () => {
    await start()
    provider.answer('/api/forbidden', json(401, { message: 'not for you' }))
    const response = await server.call('sdk/proxy/fake/api/forbidden')
    expect(response.status).toBe(401)
    expect(await response.json()).toEqual({ message: 'not for you' })
    await expect.poll(async () => (await row()).status).toBe('active')
    expect((await call()).status).toBe(200)
  })

  test('asks the test endpoint once a minute, however often one endpoint insists', async () => {
    await start()
    provider.answer('/api/forbidden', json(401, {}))
    const before = provider.receivedAt('/me').length
    for (const _ of [1, 2, 3, 4]) await server.call('sdk/proxy/fake/api/forbidden')
    expect(provider.receivedAt('/me')).toHaveLength(before + 1)
  })

  test('does not end the connection when a POST test endpoint reports an error under HTTP 200', async () => {
    provider.answer('/auth.test', json(200, { ok: true, id: '1', email: 'ada@example.com' }))
    await start({
      api: { test: { method: 'POST', url: '/auth.test' }, successCheck: { path: 'ok', equals: true } },
    })
    provider.answer('/auth.test', json(200, { ok: false }))
    provider.answer('/api/forbidden', json(401, {}))
    const asked = provider.next('/auth.test')
    for (const _ of [1, 2]) await server.call('sdk/proxy/fake/api/forbidden')
    expect((await asked).method).toBe('POST')
    expect((await row()).status).toBe('active')
  })

  test('after which the test endpoint says 401 too ends the connection; the caller gets the provider’s own answer', async () => {
    await start()
    provider.tokens.revokeAll()
    const response = await call()
    expect(response.status).toBe(401)
    expect(response.headers.get('x-tenon-error')).toBeNull()
    await expect.poll(async () => (await row()).status).toBe('needs_reauth')
  })

  test('changes nothing while the test endpoint cannot be reached', async () => {
    await start()
    await server.call('sdk/me')
    provider.answer('/api/things', json(401, {}))
    provider.answer('/me', json(503, {}))
    expect((await call()).status).toBe(401)
    expect((await row()).status).toBe('active')
  })

  test('storms cause one refresh, not many', async () => {
    await start()
    provider.answer('/api/things', json(401, {}))
    await Promise.all(Array.from({ length: 20 }, () => call()))
    await call()
    expect(provider.tokens.refreshes).toHaveLength(1)
  })
})

test('reconnecting makes a connection that needed it work again, under the same id', async () => {
  await start()
  server.advance(61 * MINUTE_MS)
  provider.tokens.revokeAll()
  await call()
  const before = await row()
  await connectByOAuth(server, { pollKey: 'again-key' })
  expect(await row()).toMatchObject({ id: before.id, status: 'active', reauthReason: null })
  expect((await call()).status).toBe(200)
})

test('a token endpoint that never answers ends in a clear failure', async () => {
  await start()
  server.advance(61 * MINUTE_MS)
  provider.misbehave('/oauth/token', hang)
  const held = call()
  await provider.next('/oauth/token')
  await provider.close()
  expect((await held).status).toBe(502)
})
