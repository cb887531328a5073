import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createLog } from './log.ts'
import { createApiKey } from './projects/api-keys.ts'
import { beginOAuth, connectByOAuth, integrationIdOf, KNOWN_PAGE, openBrowser } from './testing/browser.ts'
import { createEmptyDatabase, type EmptyDatabase } from './testing/database.ts'
import {
  answerJson,
  answerWith,
  type Behaviour,
  type FakeProvider,
  garbage,
  json,
  resetBeforeAnswer,
  startFakeProvider,
} from './testing/fake-provider.ts'
import { startTestServer, type TestServer } from './testing/harness.ts'
import { fakePage } from './testing/pages.ts'
import { dump, type Place, Secrets } from './testing/secrets.ts'
import { deliver, findDueDeliveries } from './webhooks/deliver.ts'
import { createEndpoint, rotateSecret } from './webhooks/endpoints.ts'

/** No secret of any kind in logs, failures, metrics or the database, through a whole life with failures of every kind. */

const MINUTE_MS = 60_000

let database: EmptyDatabase
let provider: FakeProvider
let server: TestServer
const browser = openBrowser()
const secrets = new Secrets()
const logged: Place[] = []
const failed: Place[] = []

/** What can go wrong at any path of a provider. */
const faults = [echo(400), echo(401), echo(403), echo(429), echo(500), echo(302), garbage, resetBeforeAnswer]

beforeAll(async () => {
  vi.stubGlobal('fetch', noting(fetch))
  database = await createEmptyDatabase()
  provider = await startFakeProvider()
  rememberIssuedTokens()
  provider.tokens.clientSecret = secret('client secret')
  const write = (text: string) => void logged.push({ where: 'log', text })
  server = await startTestServer({
    providers: [pageWithList()],
    config: { databaseUrl: database.connectionString },
    allowedOrigins: [KNOWN_PAGE],
    log: createLog({ level: 'trace', pretty: false, destination: { write } }),
  })
  secrets.add('vault key', Buffer.alloc(32, 1).toString('base64'))
  const { clientId, clientSecret } = provider.tokens
  await server.integrate({ provider: 'fake', clientId, clientSecret })
  // From the beginning, so that all that happens is told.
  const { endpoint, secret: first } = await createEndpoint(server.ctx, { url: `${provider.origin}/hook` })
  const { secret: second } = await rotateSecret(server.ctx, endpoint.id)
  secrets.add('webhook secret', first, second)
})
afterAll(async () => {
  vi.unstubAllGlobals()
  await server.close()
  await provider.close()
  await database.drop()
})

test('entered keys, good and bad', async () => {
  const good = secret('API key', 'good-key')
  provider.tokens.apiKeys.add(good)
  await meeting('/me', faults, () => enterKey(secret('refused API key', 'bad-key')))
  await enterKey(secret('API key of a wrong form', 'WRONG FORM '))
  const integrationId = await integrationIdOf(server, 'fake')
  const misplaced = secret('API key in the wrong place')
  for (const body of [
    `{"integrationId":"${integrationId}","payload":{"api_key":"${misplaced}"`,
    JSON.stringify({ integrationId, payload: misplaced }),
    JSON.stringify({ integrationId, payload: {}, installOptions: { externalId: [misplaced] } }),
    JSON.stringify({ integrationId: misplaced, payload: [{ [misplaced]: misplaced }] }),
    JSON.stringify(misplaced),
    `{"__proto__":"${misplaced}"}`,
  ]) {
    const headers = { 'content-type': 'application/json' }
    await server.call('sdk/credentials', { method: 'POST', token: userToken(), headers, body })
  }
  await enterKey(good)
  expect((await callProxy()).status).toBe(200)
  provider.tokens.apiKeys.clear()
  await meeting('/me', [echo(401)], callProxy) // the end of that connection
})

test('signing in at the provider, and every way to fail there', async () => {
  const unreadable = secret('token in a reply that cannot be read')
  const replies: Behaviour[] = [
    ...['invalid_grant', 'invalid_client', 'invalid_request'].map((error) => echo(400, error)),
    ...faults,
    json(200, { access_token: { value: unreadable } }),
    json(200, { access_token: `${unreadable}\u00e9`, token_type: 'Bearer' }),
    json(200, { access_token: unreadable, token_type: 'mac' }),
    answerWith(200, [['content-type', 'text/html']], `<p>${unreadable}</p>`),
  ]
  await meeting('/oauth/token', replies, signIn)
  await meeting('/me', faults, signIn)
  provider.tokens.deniesConsent = true
  await signIn()
  provider.tokens.deniesConsent = false
})

test('callbacks that nobody asked for', async () => {
  const code = secret('authorization code', 'code-')
  const answers: ((state: string) => Record<string, string>)[] = [
    (state) => ({ state, code, error: 'server_error', error_description: `state ${state} and code ${code}` }),
    (state) => ({ state, code, error: code }),
    (state) => ({ state, code, iss: code }),
    (state) => ({ state: `${state}x`, code }),
    (state) => ({ code, decision: state }),
  ]
  for (const answer of answers) {
    const parameters = answer(await beginSignIn())
    await browser.get(`${server.origin}/oauth?${new URLSearchParams(parameters)}`)
    await browser.post(`${server.origin}/oauth/confirm`, { ...parameters, decision: 'connect' })
  }
  await browser.get(`${server.origin}/oauth?state=${await beginSignIn()}&code=${code}&code=${code}`)
  await openBrowser().get(`${server.origin}/oauth?state=${await beginSignIn()}&code=${code}`)
})

test('renewing, and every way to fail at it', async () => {
  const replies = [
    ...['invalid_grant', 'invalid_client', 'temporarily_unavailable'].map((error) => echo(400, error)),
    ...faults,
    json(200, { refresh_token: secret('refresh token in half a reply') }),
  ]
  for (const reply of replies) {
    await signIn()
    server.advance(61 * MINUTE_MS)
    await meeting('/oauth/token', [reply], callProxy)
  }
  await signIn()
  provider.tokens.expireAccessTokens()
  expect((await callProxy()).status).toBe(200) // renewed after a 401
})

test('lists of a provider that says too much', async () => {
  await signIn()
  const json = { action: 'fake', sourceKey: 'things' }
  const list = () => server.call('sdk/actions', { method: 'POST', token: userToken(), json })
  await meeting('/api/things', faults, list)
})

test('a database that fails', async () => {
  const { db } = server.services
  const good = secret('API key that could not be saved', 'lost-key')
  provider.tokens.apiKeys.add(good)
  for (const table of ['connect_session', 'connected_user', 'integration', 'configuration', 'connection']) {
    await signIn()
    server.advance(61 * MINUTE_MS)
    const { redirectUrl } = await beginOAuth(server, { browser, pollKey: newPollKey() })
    const integrationId = await integrationIdOf(server, 'fake')
    const held = provider.hold('/oauth/token')
    const renewing = callProxy()
    await held.arrived
    await db.execute(sql.raw(`alter table ${table} rename to away`))
    held.release()
    await server.call('sdk/me', { token: userToken(`user-of-${table}`) })
    await browser.get(redirectUrl)
    await saveKey(integrationId, good, { allowMultipleCredentials: true })
    await db.execute(sql.raw(`alter table away rename to ${table}`))
    await renewing
  }
})

test('user tokens and API keys that are refused', async () => {
  const valid = userToken()
  const tampered = `${valid.slice(0, -8)}AAAAAAAA`
  const expired = userToken('user-1', { exp: 1 })
  const forms = [
    tampered,
    expired,
    `${valid}.${valid}`,
    valid.slice(0, 200),
    valid.repeat(20),
    `Basic ${valid}`,
  ]
  for (const token of [...forms, userToken('zero\u0000character')]) {
    await server.call('sdk/me', { token })
    await server.call('sdk/proxy/fake/me', { token })
    await server.call('/api/v1/project', { token })
  }
  const { project } = server.ctx
  for (const path of [
    `/projects/${project.id}/sdk/actions/oauth-nonce?userToken=${valid}`,
    `/projects/${project.id}/sdk/actions/build-oauth?userToken=${tampered}&integrationId=x`,
    `/v2/projects/${project.id}/sdk/actions/build-oauth?userToken=${valid}&integrationId=x&installOptions=${valid}`,
    `/nowhere?userToken=${valid}`,
    `/%zz?userToken=${valid}`,
    `/projects/${project.id}/sdk/portal/${'x'.repeat(600)}?userToken=${valid}`,
  ])
    await server.call(path, { headers: { cookie: `session=${valid}` } })
})

test('the team’s own secrets', async () => {
  const { key } = await createApiKey(server.ctx, { name: 'first' })
  secrets.add('API key of the team', key)
  const team = (path: string, init: object = {}) => server.call(`/api/v1/${path}`, { token: key, ...init })
  const made = await team('api-keys', { method: 'POST', json: { name: 'second' } })
  const { id, key: second } = (await made.json()) as { id: string; key: string }
  secrets.add('API key of the team', second)
  await team(`api-keys/${id}/revoke`, { method: 'POST' })
  await server.call('/api/v1/project', { token: second })
  const generated = await team('signing-keys/generate', { method: 'POST', json: { name: 'generated' } })
  const { privateKey } = (await generated.json()) as { privateKey: string }
  secrets.add('private key', ...privateKey.split('\n').filter((line) => line.length === 64))
  await team('signing-keys', { method: 'POST', json: { name: 'private', publicKey: privateKey } })
  const clientSecret = secret('client secret that was refused')
  for (const json of [
    { clientSecret: [clientSecret] },
    { clientSecret, scopes: clientSecret },
    { clientSecret, accountTypes: ['none'], accentColor: clientSecret },
    [clientSecret],
  ])
    await team('integrations/fake', { method: 'PUT', json })
  await team('integrations/fake', {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: `{"clientSecret":"${clientSecret}`,
  })
})

test('the end of a connection, at a provider that says too much', async () => {
  for (const fault of faults) {
    await signIn()
    const path = `sdk/integrations/${await integrationIdOf(server, 'fake')}`
    await meeting('/oauth/revoke', [fault], () => server.call(path, { method: 'DELETE', token: userToken() }))
  }
  await signIn()
})

test('webhooks, and every way to fail at one', async () => {
  for (const fault of faults) {
    await meeting('/hook', [fault], async () => {
      const [due] = await findDueDeliveries(server.services)
      if (due) await deliver(server.services, due.data)
    })
  }
  expect(provider.receivedAt('/hook')).toHaveLength(faults.length)
})

test('nothing of all that has come to light', async () => {
  rememberSentSecrets()
  const metrics = { where: 'metrics', text: await (await fetch(`${server.origin}/metrics`)).text() }
  const stored = await dump(server.services.db)
  expect(secrets.leaks([...logged, ...failed, metrics, ...stored])).toEqual([])

  // There was something to find, and it would have been found.
  expect(secrets.size).toBeGreaterThan(200)
  expect(failed.length).toBeGreaterThan(80)
  expect(stored.map(({ where }) => where)).toContain('connection.credential')
  expect(stored.map(({ where }) => where)).toContain('audit_log.detail')
  expect(stored.map(({ where }) => where)).toContain('webhook_delivery.answer_excerpt')
  const lines = ['not be refreshed', 'not be revoked', 'not be saved yet', 'for a reason unknown to us']
  for (const said of lines)
    expect(
      logged.some(({ text }) => text.includes(said)),
      said,
    ).toBe(true)
  const received = provider.received.map(({ url, rawHeaders, body }) => `${url} ${rawHeaders} ${body}`).join()
  expect(secrets.leaks([{ where: 'requests', text: received }]).length).toBeGreaterThan(100)
})

/** A new one, remembered. Of letters, so that it could be an API key. */
function secret(name: string, prefix = ''): string {
  const letters = Array.from(randomBytes(32), (byte) => String.fromCharCode(97 + (byte % 26))).join('')
  secrets.add(name, prefix + letters)
  return prefix + letters
}

function userToken(...[user, claims]: Parameters<TestServer['token']>): string {
  const token = server.token(user, claims)
  secrets.add('user token', token, token.split('.')[2])
  return token
}

const newPollKey = () => randomBytes(8).toString('hex')

async function enterKey(apiKey: string): Promise<void> {
  await saveKey(await integrationIdOf(server, 'fake'), apiKey)
}

async function saveKey(integrationId: string, apiKey: string, installOptions = {}): Promise<void> {
  const json = { integrationId, payload: { api_key: apiKey }, installOptions }
  await server.call('sdk/credentials', { method: 'POST', token: userToken(), json })
}

const callProxy = () => server.call('sdk/proxy/fake/api/things', { token: userToken() })

async function signIn(): Promise<void> {
  const pollKey = newPollKey()
  await connectByOAuth(server, { browser, pollKey })
  await server.call(`sdk/actions/session-id/${pollKey}`, { token: userToken() })
}

/** @returns the state of a flow that waits for its callback */
async function beginSignIn(): Promise<string> {
  const { redirectUrl } = await beginOAuth(server, { browser, pollKey: newPollKey() })
  return new URL(redirectUrl).searchParams.get('state') ?? ''
}

/** Takes a step once for each thing that can happen at a path of the provider, and makes sure that it has happened. */
async function meeting(path: string, behaviours: Behaviour[], step: () => Promise<unknown>): Promise<void> {
  for (const behaviour of behaviours) {
    const before = provider.receivedAt(path).length
    provider.misbehave(path, behaviour)
    await step()
    expect(provider.receivedAt(path).length).toBeGreaterThan(before)
  }
}

/** Says back all that it was told, as some servers do. */
function echo(status: number, error = 'server_error'): Behaviour {
  return async ({ headers, body, whole }, response) => {
    await whole
    const basic = Buffer.from(headers.authorization?.replace(/^Basic /, '') ?? '', 'base64')
    const sent = decodeURIComponent(String(body))
    const said = `"${headers.authorization} ${basic} ${headers['x-api-key']} ${sent}" is wrong`
    const location = status === 302 ? { location: `/elsewhere?${new URLSearchParams({ said })}` } : {}
    answerJson(response, status, { error, error_description: said, message: said }, location)
  }
}

function pageWithList() {
  const page = fakePage(provider.origin)
  const list = { url: '/api/things', itemsPath: 'data', valuePath: 'id', labelPath: 'id' }
  page.sources.things = { title: 'Thing', method: 'GET', parameters: [], ...list }
  return page
}

function rememberIssuedTokens(): void {
  const { tokens } = provider
  const issue = tokens.issue.bind(tokens)
  tokens.issue = () => {
    const issued = issue()
    secrets.add('access token', issued.accessToken)
    secrets.add('refresh token', issued.refreshToken)
    return issued
  }
}

/** What only the requests to the provider show. */
function rememberSentSecrets(): void {
  for (const { parameters } of provider.tokens.requests)
    secrets.add('code or verifier', parameters.code, parameters.code_verifier)
  for (const { headers, query } of provider.received) {
    secrets.add('client credentials', headers.authorization?.replace(/^\w+ /, ''))
    if (query.has('client_id')) secrets.add('OAuth state', query.get('state'))
  }
}

/** Keeps what fails, unless it is the provider's own answer to a proxied call, which is passed on untouched. */
function noting(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init)
    const { pathname } = new URL(response.url)
    const isOurs = response.headers.has('x-tenon-error') || !pathname.includes('/sdk/proxy/')
    if (response.status >= 400 && isOurs) {
      const text = `${JSON.stringify([...response.headers])} ${await response.clone().text()}`
      failed.push({ where: `${response.status} of ${pathname}`, text })
    }
    return response
  }
}
