import { createPublicKey, type KeyObject } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { connection } from '../database/schema.ts'
import { integrationIdOf } from '../testing/browser.ts'
import { clientPage } from '../testing/grant-pages.ts'
import { startTestServer, type TestServer } from '../testing/harness.ts'
import { type OidcClient, type OidcProvider, startOidcProvider } from '../testing/oidc-provider.ts'
import { newKeyPair } from '../testing/user-token.ts'

/** Client credentials at an authorization server that is not ours: whose client it is, and how it proves itself. */

const EXPIRED_MS = 6_000
const SECRET = 'a secret for tests'
const keys = newKeyPair()
const pem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString()

let oidc: OidcProvider
let server: TestServer

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] }) // the one clock that both sides go by
})
afterEach(async () => {
  vi.useRealTimers()
  await server.close()
  oidc.close()
})

async function start(...clients: OidcClient[]): Promise<void> {
  oidc = await startOidcProvider({ accessTokenTtlS: 5 })
  oidc.register(...clients)
  server = await startTestServer({ providers: [clientPage(oidc.origin)] })
  await server.integrate({ provider: 'programs', clientId: 'team', clientSecret: SECRET })
}

async function connect(accountType: string, payload: Record<string, string> = {}): Promise<Response> {
  const integrationId = await integrationIdOf(server, 'programs')
  const installOptions = { accountType }
  return server.call('sdk/credentials', { method: 'POST', json: { integrationId, payload, installOptions } })
}

const call = (at = server, token = at.token()) => at.call('sdk/proxy/programs/api', { token })
const advance = (ms: number) => vi.setSystemTime(Date.now() + ms)
const rows = () =>
  server.services.db.select().from(connection).where(eq(connection.projectId, server.ctx.project.id))

/** A client as the provider has it, what its user enters, and what another one enters by mistake. */
const KINDS: [
  kind: string,
  client: OidcClient,
  right: Record<string, string>,
  wrong: Record<string, string>,
][] = [
  [
    'own',
    { id: 'users-own', secret: SECRET, auth: 'client_secret_post' },
    { client_id: 'users-own', client_secret: SECRET },
    { client_id: 'users-own', client_secret: 'another' },
  ],
  [
    'key',
    { id: 'users-own', publicKey: createPublicKey(keys.publicKey) },
    { client_id: 'users-own', client_secret: pem(keys.privateKey) },
    { client_id: 'users-own', client_secret: pem(newKeyPair().privateKey) },
  ],
]

test('the team’s client is asked for nothing, and its token calls the API', async () => {
  await start({ id: 'team', secret: SECRET })
  expect(await (await connect('team')).json()).toMatchObject({ status: 'VALID', providerId: 'team' })
  expect(await (await call()).json()).toEqual({ clientId: 'team' })
})

test('the team’s client, refused, is the team’s to mend: its users are not asked for anything', async () => {
  await start({ id: 'team', secret: SECRET })
  await connect('team')
  await server.integrate({ provider: 'programs', clientSecret: 'changed' })
  advance(EXPIRED_MS)
  expect(await (await call()).json()).toMatchObject({ code: 'client_rejected' })
  expect(await rows()).toMatchObject([{ status: 'active', refreshFailureCount: 1 }])
  expect(await (await connect('team')).json()).toMatchObject({ code: 'integration_incomplete' })
})

test.each(KINDS)(
  'a user’s own client (%s) connects, and its token calls the API',
  async (kind, client, right) => {
    await start(client)
    expect(await (await connect(kind, right)).json()).toMatchObject({
      status: 'VALID',
      providerId: 'users-own',
    })
    expect(await (await call()).json()).toEqual({ clientId: 'users-own' })
  },
)

test.each(KINDS)(
  'a user’s own client (%s), refused, is told to them with the help, and not saved',
  async (kind, client, _, wrong) => {
    await start(client)
    const refused = await connect(kind, wrong)
    expect(refused.status).toBe(422)
    expect(await refused.json()).toMatchObject({
      code: 'invalid_credentials',
      message: expect.stringMatching(/^Programs says: /),
      meta: { help: { url: 'https://example.com/clients' } },
    })
    expect(await rows()).toEqual([])
  },
)

test.each(KINDS)(
  'the token of a user’s own client (%s) is renewed by asking again',
  async (kind, client, right) => {
    await start(client)
    await connect(kind, right)
    for (const times of [2, 3]) {
      advance(EXPIRED_MS)
      expect((await call()).status).toBe(200)
      expect(oidc.tokenRequests()).toBe(times)
    }
  },
)

test.each(KINDS)(
  'a user’s own client (%s) that is refused at renewal has to be entered again',
  async (kind, client, right) => {
    await start(client)
    await connect(kind, right)
    oidc.register()
    advance(EXPIRED_MS)
    expect((await call()).status).toBe(409)
    expect(await rows()).toMatchObject([{ status: 'needs_reauth', reauthReason: 'refresh_rejected' }])
  },
)

test('twenty callers in two processes cause one token request', async () => {
  await start({ id: 'team', secret: SECRET })
  await connect('team')
  const second = await startTestServer({ providers: [clientPage(oidc.origin)], sameProjectAs: server })
  advance(EXPIRED_MS)
  const token = server.token()
  const calls = Array.from({ length: 20 }, (_, index) => call(index % 2 ? server : second, token))
  expect(new Set((await Promise.all(calls)).map(({ status }) => status))).toEqual(new Set([200]))
  expect(oidc.tokenRequests()).toBe(2)
  await second.close()
})

test('half a client is refused before the provider is asked', async () => {
  await start()
  const refused = await connect('own', { client_id: 'users-own' })
  expect(await refused.json()).toMatchObject({
    code: 'invalid_credentials',
    meta: { problems: { client_secret: 'required' } },
  })
  expect(oidc.tokenRequests()).toBe(0)
})
