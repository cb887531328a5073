import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { integrationIdOf } from '../testing/browser.ts'
import { type FakeProvider, startFakeProvider } from '../testing/fake-provider.ts'
import { startTestServer, type TestServer } from '../testing/harness.ts'
import { fakePage } from '../testing/pages.ts'

const ids = Array.from({ length: 8 }, (_, index) => `key${index}`)

let provider: FakeProvider
let server: TestServer
beforeAll(async () => {
  provider = await startFakeProvider()
  server = await startTestServer({ providers: [fakePage(provider.origin)] })
  const inputs = [...ids.map((id) => ({ id })), { id: 'slow', pattern: '(a+)+$' }].map((input) => ({
    type: 'TEXT_NO_VARS' as const,
    title: input.id,
    ...input,
  }))
  await server.integrate({ provider: 'fake', clientId: 'c', clientSecret: 's', inputs })
})
afterAll(async () => {
  await server.close()
  await provider.close()
})

interface Credential {
  id: string
  code?: string
  message?: string
  errors?: string[]
  configurations: { sharedSettings: object; configMeta: object }[]
}

let user: string
let path: string
beforeEach(async (context) => {
  user = context.task.id
  const integrationId = await integrationIdOf(server, 'fake')
  const json = { integrationId, payload: { api_key: 'fake-api-key' }, installOptions: {} }
  const connected = await server.call('sdk/credentials', { user, method: 'POST', json })
  path = `sdk/credentials/${((await connected.json()) as Credential).id}`
})

async function ask(method: string, below: string, json?: unknown) {
  const answer = await server.call(path + below, { user, method, ...(json !== undefined && { json }) })
  return { status: answer.status, body: (await answer.json()) as Credential }
}
const save = (sharedSettings: object) => ask('PATCH', '', { config: { sharedSettings } })

describe('settings', () => {
  test('that come eight at once are all kept', async () => {
    await Promise.all(ids.map((id) => save({ [id]: 'x' })))
    const { body } = await ask('GET', '')
    expect(body.configurations[0]?.sharedSettings).toEqual(Object.fromEntries(ids.map((id) => [id, 'x'])))
  })

  test('saved by more calls at once than there are database connections are saved', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => save({ key0: 'x' })))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  })

  test('that an exponential pattern would be held against for years are refused in time', async () => {
    const { body } = await save({ slow: `${'a'.repeat(60)}b`, key0: 'x' })
    expect(body.errors).toEqual(['"slow" was not saved: its value does not fit'])
    expect(body.configurations[0]?.sharedSettings).toEqual({ key0: 'x' })
  })

  test('of inputs that the integration does not declare are left out', async () => {
    const { body } = await save({ key0: 'x', strange: 'y' })
    expect(body.configurations[0]?.sharedSettings).toEqual({ key0: 'x' })
  })

  test('that become too large piece by piece are refused', async () => {
    expect((await save({ key0: 'x'.repeat(20_000) })).status).toBe(200)
    expect(await save({ key1: 'x'.repeat(20_000) })).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', message: expect.stringContaining('32768') },
    })
  })

  test('of workflows are refused when too large', async () => {
    const workflowSettings = { w: { enabled: true, settings: { a: 'x'.repeat(33_000) } } }
    expect(await ask('PATCH', '', { config: { workflowSettings } })).toMatchObject({ status: 400 })
  })
})

describe('metadata', () => {
  const saveMeta = (meta: object) => ask('PATCH', '/configurations', { meta })

  test('that comes eight at once is all kept', async () => {
    await Promise.all(ids.map((id) => saveMeta({ [id]: 1 })))
    const { body } = await saveMeta({})
    expect(Object.keys(body.configurations[0]?.configMeta ?? {}).sort()).toEqual(ids)
  })

  test('that becomes too large piece by piece is refused', async () => {
    await saveMeta({ a: 'x'.repeat(20_000) })
    expect(await saveMeta({ b: 'x'.repeat(20_000) })).toMatchObject({ status: 400 })
  })
})

describe('configurations', () => {
  const create = (externalId?: string) => ask('POST', '/configurations', { externalId })

  test('asked for with the same external id at once become one', async () => {
    const answers = await Promise.all(ids.map(() => create('same')))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(409)])
    expect((await ask('GET', '')).body.configurations).toHaveLength(2)
  })

  test('are a hundred at most', async () => {
    for (let count = 1; count < 100; count += 1) expect((await create()).status).toBe(200)
    expect(await create()).toMatchObject({ status: 409, body: { code: 'conflict' } })
  })
})

test('a user token may be kept from one configuration of a connection', async () => {
  await ask('POST', '/configurations', { externalId: 'team-a' })
  const claims = {
    'urn:useparagon:connect:permissions': { 'integration:*': true, 'configuration:ext:team-a': false },
  }
  const token = server.token(user, claims)
  const rename = (headers: Record<string, string>) =>
    server.call(path, {
      token,
      method: 'PATCH',
      headers,
      json: { config: { sharedSettings: { key1: 'x' } } },
    })
  expect((await rename({})).status).toBe(200)
  expect((await rename({ 'x-paragon-configuration-id': 'ext:team-a' })).status).toBe(403)
})
