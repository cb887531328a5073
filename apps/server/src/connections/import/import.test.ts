import { Provider } from '@tenon/providers'
import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connectedUser, connection } from '../../database/schema.ts'
import { createLog } from '../../log.ts'
import { createApiKey } from '../../projects/api-keys.ts'
import { FakeGrants, type FakeProvider, json, startFakeProvider } from '../../testing/fake-provider.ts'
import { grantPage } from '../../testing/grant-pages.ts'
import { startTestServer, type TestServer } from '../../testing/harness.ts'
import { fakePage } from '../../testing/pages.ts'
import { newKeyPair } from '../../testing/user-token.ts'
import type { ImportReport } from './import.ts'

const HOUR_MS = 60 * 60 * 1_000

let provider: FakeProvider
let grants: FakeGrants
let server: TestServer
let key: string
let lines: string[]

/** The fake provider, the same with a host that is metadata, and one as Xero is, where another value revokes. */
beforeEach(async () => {
  lines = []
  provider = await startFakeProvider()
  const metadata = { host: { from: 'token', path: 'host', pattern: '^http://127\\.0\\.0\\.1:\\d+$' } }
  const hosted = fakePage(provider.origin, { oauth: { metadata }, api: { baseUrl: '{{metadata.host}}' } })
  const fromToken = (path: string) => ({ from: 'token', path })
  const revocable = fakePage(provider.origin, {
    server: {
      revocation: {
        url: `${provider.origin}/connections/{{metadata.connection_id}}`,
        method: 'DELETE',
        auth: 'basic',
      },
    },
    oauth: { metadata: { tenant: fromToken('tenant'), connection_id: fromToken('connection') } },
    api: { headers: { 'X-Tenant': '{{metadata.tenant}}' } },
  })
  server = await startTestServer({
    log: createLog({
      level: 'info',
      pretty: false,
      destination: { write: (line) => void lines.push(line) },
    }),
    providers: [
      fakePage(provider.origin),
      Provider.parse({ ...hosted, id: 'hosted', name: 'Hosted' }),
      Provider.parse({ ...revocable, id: 'revocable', name: 'Revocable' }),
      grantPage(provider.origin),
    ],
  })
  grants = new FakeGrants(provider.origin, { now: server.services.now, publicKey: newKeyPair().publicKey })
  for (const [path, behaviour] of Object.entries(grants.behaviours)) provider.answer(path, behaviour)
  for (const slug of ['fake', 'hosted', 'revocable', 'programs'])
    await server.integrate({ provider: slug, clientId: 'fake-client', clientSecret: 'fake-secret' })
  ;({ key } = await createApiKey(server.ctx, { name: 'test' }))
})
afterEach(async () => {
  await server.close()
  await provider.close()
})

async function post(json: object): Promise<Response> {
  return server.call('/api/v1/connections/import', { token: key, method: 'POST', json })
}

async function bring(rows: object[], options: object = {}): Promise<ImportReport> {
  const answer = await post({ rows, ...options })
  expect(answer.status).toBe(200)
  return (await answer.json()) as ImportReport
}

const byKey = {
  user: 'anna',
  integration: 'fake',
  accountType: 'api_key',
  inputs: { api_key: 'fake-api-key' },
}
const byOAuth = (changes: object = {}) => {
  const { accessToken, refreshToken } = provider.tokens.issue()
  return { user: 'ben', integration: 'fake', accountType: 'oauth', accessToken, refreshToken, ...changes }
}
const call = (user: string, slug = 'fake', headers = {}) =>
  server.call(`sdk/proxy/${slug}/api/things`, { user, headers })
const rows = () =>
  server.services.db.select().from(connection).where(eq(connection.projectId, server.ctx.project.id))
const inMs = (ms: number) => new Date(server.services.now().getTime() + ms).toISOString()

describe('what is brought along', () => {
  test('calls the API for its users, who are made', async () => {
    const report = await bring([
      byKey,
      byOAuth({ expiresAt: inMs(HOUR_MS), externalId: 'main', scope: 'read' }),
    ])
    expect(report).toMatchObject({ created: 2, replaced: 0, skipped: 0, failed: 0 })
    expect(report.items).toMatchObject([
      { row: 1, user: 'anna', outcome: 'created', reason: null },
      { row: 2, user: 'ben', externalId: 'main', outcome: 'created' },
    ])
    expect((await call('anna')).status).toBe(200)
    expect((await call('ben', 'fake', { 'x-paragon-credential': 'ext:main' })).status).toBe(200)
    expect(report.items.map(({ connectionId }) => connectionId)).toEqual((await rows()).map(({ id }) => id))
    expect(provider.receivedAt('/me')).toEqual([])
  })

  test('is renewed when its token has expired, with the refresh token that came along', async () => {
    await bring([byOAuth({ expiresAt: inMs(-HOUR_MS) })])
    provider.tokens.expireAccessTokens()
    expect((await call('ben')).status).toBe(200)
    expect(provider.tokens.refreshes).toHaveLength(1)
    expect(await rows()).toMatchObject([{ isRenewable: true, credentialVersion: 2 }])
  })

  test('needs no token where asking gives one', async () => {
    const inputs = { username: 'ada', password: 'correct-horse' }
    await bring([{ user: 'ada', integration: 'programs', accountType: 'password', inputs }])
    expect((await server.call('sdk/proxy/programs/grants/api', { user: 'ada' })).status).toBe(200)
    const wrong = { ...inputs, password: 'nothing' }
    const { items } = await bring([
      { user: 'eve', integration: 'programs', accountType: 'password', inputs: wrong },
    ])
    expect(items).toMatchObject([
      { code: 'invalid_credentials', reason: 'Programs says: Wrong name or password' },
    ])
  })

  test('goes to the host that its metadata names, if that is one of the provider’s', async () => {
    const hosted = (metadata?: object) => byOAuth({ integration: 'hosted', ...(metadata && { metadata }) })
    const { items } = await bring([
      hosted(),
      hosted({ host: 'https://attacker.test' }),
      hosted({ hots: provider.origin }),
      hosted({ host: provider.origin }),
    ])
    expect(items.map(({ reason }) => reason)).toEqual([
      'metadata.host is missing',
      'metadata.host cannot be one of Hosted’s own',
      '"oauth" has this metadata and no other: host',
      null,
    ])
    expect((await call('ben', 'hosted')).status).toBe(200)
  })

  test('needs no metadata that only a revocation names; disconnecting then leaves the revocation out', async () => {
    const revocable = (metadata: object) => byOAuth({ integration: 'revocable', metadata })
    const { items } = await bring([revocable({}), revocable({ tenant: 'acme' })])
    expect(items.map(({ reason }) => reason)).toEqual(['metadata.tenant is missing', null])
    expect((await call('ben', 'revocable')).status).toBe(200)
    await server.call('sdk/integrations/revocable', { user: 'ben', method: 'DELETE' })
    expect(await rows()).toEqual([])
    expect(provider.received.filter(({ method }) => method === 'DELETE')).toEqual([])
    expect(lines.join('')).toContain('"reason":"there is no metadata.connection_id"')
  })
})

describe('the same rows once more', () => {
  test('change nothing', async () => {
    const sent = [byKey, byOAuth({ externalId: 'main' }), byOAuth({ externalId: 'other' })]
    await bring(sent)
    const before = await rows()
    expect(await bring(sent)).toMatchObject({ created: 0, skipped: 3 })
    expect(await rows()).toEqual(before)
  })

  test('replace the credentials if asked to, under the same ids', async () => {
    const before = await bring([byOAuth({ externalId: 'main' })])
    provider.tokens.revokeAll()
    const after = await bring([byOAuth({ externalId: 'main' })], { replaces: true })
    expect(after).toMatchObject({ replaced: 1 })
    expect(after.items[0]?.connectionId).toBe(before.items[0]?.connectionId)
    expect((await call('ben')).status).toBe(200)
  })

  test('within one call count as once more', async () => {
    expect(await bring([byKey, byKey])).toMatchObject({ created: 1, skipped: 1 })
    expect(await rows()).toHaveLength(1)
  })
})

describe('the same row by several calls at once', () => {
  test.each([undefined, 'main'])('is one connection, its external id being %s', async (externalId) => {
    const row = { ...byKey, ...(externalId && { externalId }) }
    const reports = await Promise.all(Array.from({ length: 6 }, () => bring([row])))
    expect(reports.map(({ items }) => items[0]?.outcome).toSorted()).toEqual([
      'created',
      ...Array(5).fill('skipped'),
    ])
    expect(new Set(reports.map(({ items }) => items[0]?.connectionId)).size).toBe(1)
    expect(await rows()).toHaveLength(1)
  })
})

test('a dry run tells the same and saves nothing, users included', async () => {
  const sent = [byKey, byKey, byOAuth(), { ...byKey, user: '' }]
  const report = await bring(sent, { isDryRun: true, checks: true })
  expect(report).toMatchObject({ created: 2, skipped: 1, failed: 1 })
  expect(await rows()).toEqual([])
  const users = await server.services.db
    .select()
    .from(connectedUser)
    .where(eq(connectedUser.projectId, server.ctx.project.id))
  expect(users).toEqual([])
  expect(provider.received).toEqual([])
  expect(await bring(sent)).toMatchObject({ created: 2, skipped: 1, failed: 1 })
})

describe('checked with the provider', () => {
  test('bad credentials fail in its own words, and good ones bring the account', async () => {
    const sent = [byKey, { ...byKey, user: 'eve', inputs: { api_key: 'wrong-key' } }, byOAuth()]
    const { items } = await bring(sent, { checks: true })
    expect(items).toMatchObject([
      { outcome: 'created' },
      { outcome: 'failed', code: 'invalid_credentials', reason: 'Fake says: Token is not valid' },
      { outcome: 'created' },
    ])
    expect(await rows()).toMatchObject([{ accountId: 'acct-1' }, { accountLabel: 'ada@example.com' }])
  })

  test('a token that has expired is not asked about: its refresh token is the old system’s still', async () => {
    await bring([byOAuth({ expiresAt: inMs(-HOUR_MS) })], { checks: true })
    expect(provider.received).toEqual([])
  })

  test('never more than eight are asked at a time', async () => {
    const held = provider.hold('/me')
    const sent = Array.from({ length: 12 }, (_, index) => ({ ...byKey, user: `user-${index}` }))
    const bringing = bring(sent, { checks: true })
    await expect.poll(held.waiting).toBe(8)
    held.release()
    expect(await bringing).toMatchObject({ created: 12 })
  })
})

describe('a row that cannot be saved', () => {
  const cases: [string, object, RegExp][] = [
    ['an unknown integration', { ...byKey, integration: 'nobody' }, /"nobody" is not switched on/],
    ['an unknown account type', { ...byKey, accountType: 'saml' }, /no account type "saml"; it offers/],
    ['no user', { ...byKey, user: undefined }, /^user is missing$/],
    ['an empty user', { ...byKey, user: '' }, /^user is empty$/],
    [
      'a misspelt column',
      { ...byKey, access_token: 'x' },
      /no column "access_token"; there are user, .*accessToken/,
    ],
    ['a column with a secret for its name', { ...byKey, 'secret-token': 'x' }, /^One of the columns is unk/],
    ['no object', ['secret-token'], /^The row is no JSON object$/],
    [
      'an input that is none',
      { ...byKey, inputs: { 'secret-token': 'x' } },
      /these inputs and no others: api_key/,
    ],
    [
      'an input that does not fit',
      { ...byKey, inputs: { api_key: 'SECRET 1' } },
      /^inputs.api_key does not have the form that the provider gives it$/,
    ],
    ['a number for a text', { ...byKey, inputs: { api_key: 7 } }, /^inputs.api_key must be a text$/],
    ['no token', { ...byKey, accountType: 'oauth', inputs: {} }, /accessToken is missing/],
    [
      'a token where there is none',
      { ...byKey, accessToken: 'secret-token' },
      /what is entered goes into inputs/,
    ],
    [
      'a date that is none',
      { ...byKey, expiresAt: 'tomorrow' },
      /^expiresAt must be a time of ISO 8601, such as/,
    ],
    ['a zero character', { ...byKey, externalId: 'a\0b' }, /not valid Unicode/],
    [
      'an expired token and no other',
      {
        ...byKey,
        accountType: 'oauth',
        inputs: {},
        accessToken: 'secret-token',
        expiresAt: '2020-01-01T00:00:00Z',
      },
      /nothing to renew it with/,
    ],
    [
      'a token that no header can carry',
      { ...byKey, accountType: 'oauth', inputs: {}, accessToken: 'secret-token\n' },
      /characters that cannot be sent/,
    ],
  ]
  test.each(cases)('with %s says so, quotes no value, and lets the others pass', async (_, row, reason) => {
    const answer = await post({ rows: [row, byKey] })
    // a zero character is refused with the whole body, before it is looked at
    if (answer.status === 400) return expect(await answer.text()).toMatch(reason)
    const report = (await answer.json()) as ImportReport
    expect(report).toMatchObject({ created: 1, failed: 1 })
    expect(report.items[0]?.reason).toMatch(reason)
    expect(JSON.stringify(report)).not.toMatch(/secret-token|SECRET 1|fake-api-key/)
  })

  test('because the team’s client is missing names it', async () => {
    const { ctx } = server
    const bare = { ...byOAuth(), integration: 'slack', accountType: 'oauth' }
    await server.integrate({ provider: 'slack' })
    const [slack] = [ctx.providers.get('slack')]
    const { items } = await bring([{ ...bare, accountType: slack?.auth[0]?.id }])
    expect(items).toMatchObject([
      {
        code: 'not_configured',
        reason: expect.stringMatching(/client: npx tenon integration on slack --client-id ID --project /),
      },
    ])
  })
})

test('more than a thousand rows, or none, are refused whole', async () => {
  for (const rows of [[], Array.from({ length: 1_001 }, () => byKey)])
    expect((await post({ rows })).status).toBe(400)
})

test('a thousand rows with long tokens pass in one call', async () => {
  const sent = Array.from({ length: 1_000 }, (_, index) =>
    byOAuth({ user: `user-${index % 50}`, externalId: `n-${index}`, accessToken: 'a'.repeat(4_000) }),
  )
  expect(await bring(sent, { isDryRun: true })).toMatchObject({ created: 1_000 })
})

test('a provider that fails while it is asked fails its row only', async () => {
  provider.misbehave('/me', json(503, {}))
  const { items } = await bring([byKey, { ...byKey, user: 'ben' }], { checks: true })
  expect(items.map(({ outcome }) => outcome).toSorted()).toEqual(['created', 'failed'])
})
