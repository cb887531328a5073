import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connection } from '../database/schema.ts'
import { integrationIdOf } from '../testing/browser.ts'
import { FakeGrants, type FakeProvider, json, startFakeProvider } from '../testing/fake-provider.ts'
import { grantPage } from '../testing/grant-pages.ts'
import { startTestServer, type TestServer } from '../testing/harness.ts'
import { newKeyPair } from '../testing/user-token.ts'

/** Tokens for what a user enters, five seconds at a time. */

const SECOND_MS = 1_000
const { privateKey, publicKey } = newKeyPair()
const keyFile = (issuer = 'robot@acme.test') =>
  JSON.stringify({
    type: 'service_account',
    client_email: issuer,
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  })

let provider: FakeProvider
let grants: FakeGrants
let server: TestServer

beforeEach(async () => {
  provider = await startFakeProvider()
  server = await startTestServer({ providers: [grantPage(provider.origin)] })
  grants = new FakeGrants(provider.origin, { now: server.services.now, publicKey })
  for (const [path, behaviour] of Object.entries(grants.behaviours)) provider.answer(path, behaviour)
  await server.integrate({ provider: 'programs' })
})
afterEach(async () => {
  await server.close()
  await provider.close()
})

async function connect(accountType: string, payload: Record<string, string>): Promise<Response> {
  const integrationId = await integrationIdOf(server, 'programs')
  const installOptions = { accountType }
  return server.call('sdk/credentials', { method: 'POST', json: { integrationId, payload, installOptions } })
}

const call = (at = server, token = at.token()) => at.call('sdk/proxy/programs/grants/api', { token })

async function rows() {
  return server.services.db.select().from(connection).where(eq(connection.projectId, server.ctx.project.id))
}

/** What is entered: as it must be, and as the provider refuses it. */
const KINDS = {
  password: {
    right: { username: 'ada', password: 'correct-horse' },
    wrong: { username: 'ada', password: 'wrong' },
    says: 'Wrong name or password',
  },
  service_account: {
    right: { json: keyFile() },
    wrong: { json: keyFile('stranger@acme.test') },
    says: 'The assertion is not valid',
  },
  two_step: {
    right: { user: 'ada', key: 'correct-horse' },
    wrong: { user: 'ada', key: 'wrong' },
    says: 'Wrong name or password',
  },
} as const

describe.each(Object.entries(KINDS))('%s', (accountType, { right, wrong, says }) => {
  test('connects with what was entered, and the token calls the API', async () => {
    const connected = await connect(accountType, right)
    expect(connected.status).toBe(200)
    expect(await connected.json()).toMatchObject({ status: 'VALID', providerId: 'ada' })
    expect(await (await call()).json()).toEqual({ id: 'ada' })
    expect(grants.requests).toHaveLength(1)
  })

  test('what the provider refuses is told in its words, with the help, and is not saved', async () => {
    const refused = await connect(accountType, wrong)
    expect(refused.status).toBe(422)
    expect(await refused.json()).toMatchObject({
      code: 'invalid_credentials',
      message: expect.stringContaining(says),
      meta: { help: { url: 'https://example.com/help' } },
    })
    expect(await rows()).toEqual([])
  })

  test('is renewed by asking again, as often as need be', async () => {
    await connect(accountType, right)
    for (const times of [2, 3, 4]) {
      server.advance(6 * SECOND_MS)
      expect((await call()).status).toBe(200)
      expect(grants.requests).toHaveLength(times)
    }
    expect(await rows()).toMatchObject([{ status: 'active', credentialVersion: 4 }])
  })

  test('three processes and sixty callers ask once', async () => {
    await connect(accountType, right)
    const providers = [grantPage(provider.origin)]
    const second = await startTestServer({ providers, sameProjectAs: server })
    const third = await startTestServer({ providers, sameProjectAs: server })
    const processes = [server, second, third]
    for (const one of processes) one.advance(6 * SECOND_MS)
    const token = server.token()
    const held = provider.hold(accountType === 'two_step' ? '/grants/login' : '/grants/token')
    const calls = Array.from({ length: 60 }, (_, index) => call(processes[index % 3], token))
    await held.arrived
    held.release()
    const statuses = (await Promise.all(calls)).map(({ status }) => status)
    expect(new Set(statuses)).toEqual(new Set([200]))
    expect(grants.requests).toHaveLength(2)
    await second.close()
    await third.close()
  })

  test('refused at renewal the user has to enter it again, after which the same connection works', async () => {
    await connect(accountType, right)
    grants.password = 'changed'
    grants.issuer = 'other@acme.test'
    server.advance(6 * SECOND_MS)
    const refused = await call()
    expect(refused.status).toBe(409)
    expect(await refused.json()).toMatchObject({ code: 'connection_needs_reauth' })
    expect(await rows()).toMatchObject([
      { status: 'needs_reauth', reauthReason: 'refresh_rejected', credential: null },
    ])
    const [broken] = await rows()
    Object.assign(grants, { password: 'correct-horse', issuer: 'robot@acme.test' })
    expect((await connect(accountType, right)).status).toBe(200)
    expect((await call()).status).toBe(200)
    expect(await rows()).toMatchObject([{ id: broken?.id, status: 'active', reauthReason: null }])
  })

  test('a fault of the provider at renewal ends nothing', async () => {
    await connect(accountType, right)
    server.advance(6 * SECOND_MS)
    const path = accountType === 'two_step' ? '/grants/login' : '/grants/token'
    provider.misbehave(path, json(503, {}))
    expect((await call()).status).toBe(502)
    server.advance(SECOND_MS)
    expect((await call()).status).toBe(200)
  })
})

describe('a service account', () => {
  test('signs for itself, with its scopes in the assertion', async () => {
    await connect('service_account', { json: keyFile() })
    expect(grants.requests).toMatchObject([
      {
        parameters: { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer' },
        claims: { iss: 'robot@acme.test', scope: 'things.read' },
      },
    ])
    expect(JSON.stringify(await rows())).not.toContain('PRIVATE KEY')
  })

  test.each([
    ['no JSON', 'not json'],
    ['JSON of something else', '{"installed": {}}'],
    ['a key that is none', JSON.stringify({ client_email: 'robot@acme.test', private_key: 'rubbish' })],
  ])('whose file is %s is refused before the provider is asked', async (_, text) => {
    const refused = await connect('service_account', { json: text })
    expect(refused.status).toBe(422)
    expect(await refused.json()).toMatchObject({
      code: 'invalid_credentials',
      meta: { help: { url: 'https://example.com/help' } },
    })
    expect(grants.requests).toEqual([])
    expect(await rows()).toEqual([])
  })
})
