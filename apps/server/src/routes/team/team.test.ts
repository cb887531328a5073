import { randomUUID } from 'node:crypto'
import Fastify, { type RouteOptions } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createApiKey } from '../../projects/api-keys.ts'
import { integrationIdOf } from '../../testing/browser.ts'
import { type FakeProvider, startFakeProvider } from '../../testing/fake-provider.ts'
import { startTestServer, type TestServer } from '../../testing/harness.ts'
import { fakePage } from '../../testing/pages.ts'
import { newProject } from '../../testing/services.ts'
import { newKeyPair } from '../../testing/user-token.ts'
import { teamRoutes } from './index.ts'

let provider: FakeProvider
let server: TestServer
let apiKey: string
/** Another project, with a key of its own. */
let otherKey: string

beforeAll(async () => {
  provider = await startFakeProvider()
  server = await startTestServer({ providers: [fakePage(provider.origin)] })
  apiKey = (await createApiKey(server.ctx, { name: 'test' })).key
  otherKey = (await createApiKey(await newProject(server.services), { name: 'other' })).key
})
afterAll(async () => {
  await server.close()
  await provider.close()
})

interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: each test states what it expects of the body
  body: any
}

async function ask(method: string, path: string, json?: unknown, key = apiKey): Promise<Answer> {
  const response = await server.call(`/api/v1${path}`, {
    method,
    token: key,
    ...(json !== undefined && { json }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
}

/** A user with a connected account. */
async function connectUser(user: string): Promise<string> {
  await server.integrate({ provider: 'fake', clientId: 'fake-client', clientSecret: 'fake-secret' })
  const response = await server.call('sdk/credentials', {
    user,
    method: 'POST',
    json: {
      integrationId: await integrationIdOf(server, 'fake'),
      config: {},
      payload: { api_key: 'fake-api-key' },
      installOptions: {},
    },
  })
  return ((await response.json()) as { id: string }).id
}

describe('the project', () => {
  test('is the API key’s own, and can be changed', async () => {
    const { project } = server.ctx
    expect(await ask('GET', '/project')).toEqual({ status: 200, body: { ...project } })
    const changed = await ask('PATCH', '/project', {
      wrapsRestAnswers: true,
      allowedOrigins: ['https://App.example/'],
    })
    expect(changed.body).toEqual({
      ...project,
      wrapsRestAnswers: true,
      allowedOrigins: ['https://app.example'],
    })
    expect((await ask('GET', '/project')).body).toEqual(changed.body)
    const refused = await ask('PATCH', '/project', { allowedOrigins: ['nonsense'] })
    expect(refused.body).toMatchObject({
      code: 'invalid_request',
      meta: { issues: [{ path: 'body.allowedOrigins.0' }] },
    })
  })
})

describe('signing keys', () => {
  test('are uploaded, listed and revoked', async () => {
    const uploaded = await ask('POST', '/signing-keys', {
      name: 'Backend',
      publicKey: newKeyPair().publicKey,
    })
    expect(uploaded).toMatchObject({ status: 201, body: { name: 'Backend', revokedAt: null } })
    const { body } = await ask('GET', '/signing-keys')
    expect(body.items[0]).toEqual(uploaded.body)
    const revoked = await ask('POST', `/signing-keys/${uploaded.body.id}/revoke`)
    expect(revoked.body).toEqual({ ...uploaded.body, revokedAt: expect.any(String) })
  })

  test('are generated, and the private key is in that answer only', async () => {
    const { status, body } = await ask('POST', '/signing-keys/generate', { name: 'Generated' })
    expect(status).toBe(201)
    expect(body.privateKey).toMatch(/^-----BEGIN PRIVATE KEY-----/)
    expect(JSON.stringify((await ask('GET', '/signing-keys')).body)).not.toContain('PRIVATE')
    await ask('POST', `/signing-keys/${body.id}/revoke`)
  })

  test('are taken as JWK too, and refused when they are none', async () => {
    const refused = await ask('POST', '/signing-keys', {
      name: 'x',
      publicKey: { kty: 'oct', k: 'c2VjcmV0' },
    })
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
    expect(JSON.stringify(refused.body)).not.toContain('c2VjcmV0')
  })
})

test('API keys are created, used, listed without their text and revoked', async () => {
  const created = await ask('POST', '/api-keys', { name: 'Report', key: 'ignored' })
  expect(created).toMatchObject({
    status: 201,
    body: { name: 'Report', key: expect.stringMatching(/^tenon_/) },
  })
  const { key, id } = created.body
  const listed = await ask('GET', '/api-keys', undefined, key)
  expect(listed.status).toBe(200)
  expect(JSON.stringify(listed.body)).not.toContain(key)
  expect((await ask('POST', `/api-keys/${id}/revoke`, undefined, key)).status).toBe(200)
  expect(await ask('GET', '/api-keys', undefined, key)).toMatchObject({
    status: 401,
    body: { code: 'unauthenticated' },
  })
})

test('integrations are chosen from the catalog, switched on, changed and switched off; the secret is write-only', async () => {
  const catalog = await ask('GET', '/providers')
  const slack = catalog.body.items.find(({ id }: { id: string }) => id === 'slack')
  expect(slack).toMatchObject({
    name: 'Slack',
    accountTypes: expect.arrayContaining([expect.objectContaining({ kind: 'oauth2' })]),
  })
  const lacking = await ask('PUT', '/integrations/slack', { clientId: 'id' })
  expect(lacking.body).toMatchObject({ hasClientSecret: false, missing: ['clientSecret'] })
  const on = await ask('PUT', '/integrations/slack', {
    clientId: 'id',
    clientSecret: 'very-secret',
    description: 'Chat',
  })
  expect(on).toMatchObject({
    status: 200,
    body: {
      slug: 'slack',
      isActive: true,
      clientId: 'id',
      hasClientSecret: true,
      missing: [],
      description: 'Chat',
    },
  })
  const off = await ask('POST', '/integrations/slack/switch-off')
  expect(off).toMatchObject({ status: 200, body: { isActive: false } })
  const one = await ask('GET', '/integrations/slack')
  expect(one.body).toEqual(off.body)
  const all = await ask('GET', '/integrations')
  expect(all.body.items).toContainEqual(off.body)
  expect(JSON.stringify([on, off, one, all])).not.toContain('very-secret')
  expect((await ask('PUT', '/integrations/nobody', {})).body).toMatchObject({ code: 'not_found' })
})

test('users and connections are listed, filtered, disconnected and deleted', async () => {
  const connectionId = await connectUser('anna')
  await server.call('sdk/me', { user: 'bob' })
  const found = await ask('GET', '/users?externalId=an')
  expect(found.body).toMatchObject({
    items: [
      { externalId: 'anna', connections: [{ id: connectionId, integration: 'fake', status: 'active' }] },
    ],
    nextCursor: null,
  })
  const [anna] = found.body.items
  expect((await ask('GET', `/users/${anna.id}`)).body).toEqual(anna)
  const [connection] = anna.connections
  expect((await ask('GET', `/connections/${connectionId}`)).body).toEqual(connection)
  for (const filter of ['', `?userId=${anna.id}`, '?integration=fake', '?status=active']) {
    expect((await ask('GET', `/connections${filter}`)).body.items, filter).toContainEqual(connection)
  }
  for (const filter of [`?userId=${randomUUID()}`, '?integration=slack', '?status=needs_reauth']) {
    expect((await ask('GET', `/connections${filter}`)).body.items, filter).toEqual([])
  }
  expect(JSON.stringify(found.body)).not.toContain('fake-api-key')

  expect((await ask('DELETE', `/connections/${connectionId}`)).status).toBe(204)
  expect((await server.call('sdk/proxy/fake/me', { user: 'anna' })).status).toBe(404)
  await connectUser('anna')
  expect((await ask('DELETE', `/users/${anna.id}`)).status).toBe(204)
  expect((await ask('GET', `/users/${anna.id}`)).body).toMatchObject({ code: 'not_found' })
  expect((await server.call('sdk/proxy/fake/me', { user: 'anna' })).status).toBe(404)
})

describe('every route', () => {
  /** With an id that belongs to the first project. */
  async function routes(): Promise<[method: string, path: string, json?: unknown][]> {
    const signingKey = (await ask('POST', '/signing-keys/generate', { name: 'route' })).body
    const created = (await ask('POST', '/api-keys', { name: 'route' })).body
    const connectionId = await connectUser('carla')
    const { userId } = (await ask('GET', `/connections/${connectionId}`)).body
    return [
      ['POST', `/signing-keys/${signingKey.id}/revoke`],
      ['POST', `/api-keys/${created.id}/revoke`],
      ['GET', `/integrations/fake`],
      ['POST', `/integrations/fake/switch-off`],
      ['GET', `/connections/${connectionId}`],
      ['DELETE', `/connections/${connectionId}`],
      ['GET', `/users/${userId}`],
      ['DELETE', `/users/${userId}`],
    ]
  }

  test('finds nothing of another project, and changes nothing', async () => {
    const named = await routes()
    for (const [method, path, json] of named) {
      const answer = await ask(method, path, json, otherKey)
      expect(answer.status, `${method} ${path}`).toBe(404)
    }
    for (const path of ['/signing-keys', '/integrations', '/users', '/connections']) {
      expect((await ask('GET', path, undefined, otherKey)).body.items, path).toEqual([])
    }
    for (const [method, path] of named) {
      expect((await ask(method, path)).status, `${method} ${path}`).toBeLessThan(300)
    }
  })

  test('wants an API key before it looks at anything else', async () => {
    const all: [string, string][] = [
      ['GET', '/project'],
      ['PATCH', '/project'],
      ['GET', '/signing-keys'],
      ['POST', '/signing-keys'],
      ['POST', '/signing-keys/generate'],
      ['POST', '/signing-keys/nonsense/revoke'],
      ['GET', '/api-keys'],
      ['POST', '/api-keys'],
      ['POST', '/api-keys/nonsense/revoke'],
      ['GET', '/providers'],
      ['GET', '/integrations'],
      ['GET', '/integrations/nonsense'],
      ['PUT', '/integrations/nonsense'],
      ['POST', '/integrations/nonsense/switch-off'],
      ['GET', '/users'],
      ['GET', '/users/nonsense'],
      ['DELETE', '/users/nonsense'],
      ['GET', '/connections'],
      ['GET', '/connections/nonsense'],
      ['DELETE', '/connections/nonsense'],
    ]
    for (const [method, path] of all) {
      for (const key of [server.token('anna'), 'junk']) {
        expect(await ask(method, path, undefined, key), `${method} ${path}`).toMatchObject({
          status: 401,
          body: { code: 'unauthenticated' },
        })
      }
    }
  })

  test('refuses ids that are none', async () => {
    for (const path of [
      '/users/nonsense',
      '/connections/x',
      '/users?cursor=x',
      '/users?limit=0',
      '/users?limit=201',
    ]) {
      expect(await ask('GET', path), path).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
    }
  })

  test('is described well enough for an OpenAPI document', async () => {
    const app = Fastify()
    app.setValidatorCompiler(validatorCompiler)
    app.setSerializerCompiler(serializerCompiler)
    const described: RouteOptions[] = []
    app.addHook('onRoute', (route) => void (route.method !== 'HEAD' && described.push(route)))
    await app.register(teamRoutes(server.services), { prefix: '/api/v1' })
    expect(described.length).toBeGreaterThanOrEqual(27)
    for (const { url, schema } of described) {
      expect(schema, url).toMatchObject({ summary: expect.any(String), tags: [expect.any(String)] })
      for (const part of [schema?.body, schema?.querystring, schema?.params]) {
        if (part) z.toJSONSchema(part as z.ZodType, { io: 'input' })
      }
      const replies = Object.entries(schema?.response as Record<string, z.ZodType>)
      expect(
        replies.map(([status]) => status),
        url,
      ).toEqual([expect.stringMatching(/^20/), '4xx'])
      for (const [, reply] of replies) z.toJSONSchema(reply, { io: 'input' }) // `Moment` is text on that side
    }
    await app.close()
  })

  test('that is unknown says so', async () => {
    expect(await ask('GET', '/nowhere')).toMatchObject({ status: 404, body: { code: 'not_found' } })
  })
})

describe('what callers send', () => {
  const send = (path: string, headers: Record<string, string>, body: string) =>
    server.call(`/api/v1${path}`, { method: 'POST', token: apiKey, headers, body })

  test('may announce JSON where there is no body', async () => {
    const { id } = (await createApiKey(server.ctx, { name: 'spare' })).apiKey
    const answer = await send(`/api-keys/${id}/revoke`, { 'content-type': 'application/json' }, '')
    expect(answer.status).toBe(200)
  })

  test.each([[{ 'content-type': 'application/x-www-form-urlencoded' }], [{ 'content-type': 'text/plain' }]])(
    'is refused with what to send, as %j',
    async (headers) => {
      const answer = await send('/api-keys', headers, '{"name":"x"}')
      expect([answer.status, await answer.json()]).toEqual([
        400,
        expect.objectContaining({
          code: 'invalid_request',
          message: 'Send JSON, and say so with the header "Content-Type: application/json"',
        }),
      ])
    },
  )

  test('is refused with the values that are possible', async () => {
    const { status, body } = await ask('POST', '/signing-keys/generate', { name: 'weak', bits: 1024 })
    expect([status, body.message]).toEqual([400, 'body.bits: must be 2048 or 4096'])
  })

  test.each([[undefined], ['Bearer'], ['Bearer ']])('holds an API key, which %j does not', async (sent) => {
    const headers = sent === undefined ? {} : { authorization: sent }
    const answer = await fetch(`${server.origin}/api/v1/project`, { headers })
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ message: expect.stringMatching(/^No API key was sent: /) })
  })
})
