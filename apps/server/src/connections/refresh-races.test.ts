import { eq, sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connection } from '../database/schema.ts'
import { connectByOAuth, integrationIdOf, KNOWN_PAGE } from '../testing/browser.ts'
import { createEmptyDatabase } from '../testing/database.ts'
import { type FakeProvider, json, startFakeProvider } from '../testing/fake-provider.ts'
import { startTestServer, type TestServer } from '../testing/harness.ts'
import { fakePage } from '../testing/pages.ts'

/** What two processes, a slow provider and a database that goes away can do to each other while a token is renewed. */

const MINUTE_MS = 60_000

let provider: FakeProvider
let first: TestServer
let second: TestServer
const releases: (() => unknown)[] = []

/** Two processes of one project, and a connection made by OAuth. */
async function start(changes: Parameters<typeof fakePage>[1] = {}, config: { databaseUrl?: string } = {}) {
  const providers = [fakePage(provider.origin, changes)]
  first = await startTestServer({ providers, config, allowedOrigins: [KNOWN_PAGE] })
  releases.push(first.close)
  second = await startTestServer({ providers, config, sameProjectAs: first })
  releases.push(second.close)
  await first.integrate({ provider: 'fake', clientId: 'fake-client', clientSecret: 'fake-secret' })
  await connectByOAuth(first)
}

beforeEach(async () => {
  provider = await startFakeProvider()
  releases.push(provider.close)
})
afterEach(async () => {
  for (const release of releases.splice(0).reverse()) await release()
})

const call = (at: TestServer) => at.call('sdk/proxy/fake/api/things')

function advance(ms: number): void {
  first.advance(ms)
  second.advance(ms)
}

async function row() {
  const isOurs = eq(connection.projectId, first.ctx.project.id)
  const [found] = await first.services.db.select().from(connection).where(isOurs)
  if (!found) throw new Error('the connection is gone')
  return found
}

/** As time would, if whoever holds the lease did not renew it. */
async function endLease(): Promise<void> {
  const isOurs = eq(connection.projectId, first.ctx.project.id)
  await first.services.db
    .update(connection)
    .set({ refreshLeaseUntil: new Date(0) })
    .where(isOurs)
}

test('a 401 that comes while the credential is renewed waits for the new one, in every process', async () => {
  await start()
  await Promise.all([call(first), call(second)])
  advance(MINUTE_MS) // within the minimum interval, which a 401 may break once
  provider.tokens.expireAccessTokens()
  const held = provider.hold('/oauth/token')
  const forcing = call(first)
  await held.arrived
  const late = [call(first), call(second)]
  await expect.poll(() => provider.receivedAt('/api/things').length).toBe(5)
  held.release()
  expect((await Promise.all([forcing, ...late])).map(({ status }) => status)).toEqual([200, 200, 200])
  expect(provider.tokens.refreshes).toHaveLength(1)
  expect(await row()).toMatchObject({ status: 'active', reauthReason: null })
})

test('who waited for a refresh that failed goes on with the token that still works, and does not try again', async () => {
  await start()
  advance(59.5 * MINUTE_MS)
  provider.answer('/oauth/token', json(503, {}))
  const held = provider.hold('/oauth/token')
  const trying = call(first)
  await held.arrived
  const waiting = call(second)
  held.release()
  expect([(await trying).status, (await waiting).status]).toEqual([200, 200])
  expect(provider.receivedAt('/oauth/token')).toHaveLength(2) // one of them made the connection
})

describe('a lease lost while the provider thinks', () => {
  test('costs nobody a sign-in: the reply counts, although another process gave the credential up', async () => {
    await start()
    advance(61 * MINUTE_MS)
    const held = provider.hold('/oauth/token')
    const slow = call(first)
    await held.arrived
    await endLease()
    expect((await call(second)).status).toBe(409)
    expect(await row()).toMatchObject({ status: 'needs_reauth', reauthReason: 'refresh_interrupted' })
    held.release()
    expect((await slow).status).toBe(200)
    expect(await row()).toMatchObject({ status: 'active', reauthReason: null, refreshLeaseUntil: null })
    expect((await call(second)).status).toBe(200)
    expect(provider.tokens.refreshes).toHaveLength(1)
  })

  test('does not put the old account over one that the user has connected meanwhile', async () => {
    await start()
    advance(61 * MINUTE_MS)
    const held = provider.hold('/oauth/token')
    const slow = call(first)
    await held.arrived
    await endLease()
    await call(second)
    await second.call('sdk/credentials', {
      method: 'POST',
      json: { integrationId: await integrationIdOf(second, 'fake'), payload: { api_key: 'fake-api-key' } },
    })
    held.release()
    await slow
    expect(await row()).toMatchObject({ status: 'active', accountType: 'api_key', isRenewable: false })
  })

  test('is noticed by a process whose clock is behind', async () => {
    await start()
    first.advance(63 * MINUTE_MS)
    second.advance(61 * MINUTE_MS)
    const held = provider.hold('/oauth/token')
    const slow = call(first)
    await held.arrived
    await endLease()
    expect((await call(second)).status).toBe(409)
    held.release()
    await slow
    expect(provider.tokens.refreshes).toHaveLength(1)
  })
})

test('a database that is away when the reply comes does not cost the user a sign-in', async () => {
  const database = await createEmptyDatabase()
  releases.push(database.drop)
  await start({}, { databaseUrl: database.connectionString })
  const { db } = first.services
  advance(61 * MINUTE_MS)
  const held = provider.hold('/oauth/token')
  const calling = call(first)
  await held.arrived
  await db.execute(sql`alter table connection rename to connection_away`)
  const failed = new Promise((resolve) => {
    first.services.log.warn = resolve
  })
  held.release()
  await failed
  await db.execute(sql`alter table connection_away rename to connection`)
  expect((await calling).status).toBe(200)
  expect(await row()).toMatchObject({ status: 'active', credentialVersion: 2, refreshStartedAt: null })
})

test('a token that arrives after a disconnect is not revoked where that would end the account’s new connection', async () => {
  await start({
    server: { revocation: { url: `${provider.origin}/oauth/revoke`, auth: 'basic', ends: 'grant' } },
  })
  advance(61 * MINUTE_MS)
  const slow = Promise.withResolvers<void>()
  provider.misbehave('/oauth/token', async (received, response) => {
    await slow.promise
    await provider.tokens.behaviourAt('/oauth/token')?.(received, response)
  })
  const asked = provider.next('/oauth/token')
  const calling = call(first)
  await asked
  await first.services.db.delete(connection).where(eq(connection.projectId, first.ctx.project.id))
  await connectByOAuth(second, { pollKey: 'poll-key-2' })
  slow.resolve()
  expect((await calling).status).toBe(404)
  expect(provider.tokens.revoked).toEqual([])
  expect((await call(second)).status).toBe(200)
})
