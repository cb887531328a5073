import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApiKey } from '../../projects/api-keys.ts'
import { startTestServer, type TestServer } from '../../testing/harness.ts'

let server: TestServer
let plain: string
let trusted: string
beforeAll(async () => {
  server = await startTestServer()
  plain = (await createApiKey(server.ctx, { name: 'plain' })).key
  trusted = (await createApiKey(server.ctx, { name: 'trusted', canReveal: true })).key
})
afterAll(() => server.close())

async function ask(method: string, path: string, json?: unknown, token = plain) {
  const response = await server.call(`/api/v1${path}`, { method, token, ...(json !== undefined && { json }) })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text && JSON.parse(text) }
}

test('an entry is made, used, listed and removed without its secret coming out', async () => {
  const made = await ask('PUT', '/keyvault/google', { clientId: '123', value: 'google-secret' })
  const redirectUrl = `${server.origin}/oauth`
  expect(made).toMatchObject({
    status: 200,
    body: { kind: 'oauth_client', hasValue: true, redirectUrl, usedBy: [] },
  })
  const slack = await ask('PUT', '/integrations/slack', { client: 'google' })
  expect(slack.body).toMatchObject({ client: 'google', clientId: '123', missing: [] })
  const listed = await ask('GET', '/keyvault')
  expect(listed.body.items).toMatchObject([
    { name: 'google', usedBy: [{ kind: 'integration', name: 'slack' }] },
  ])
  expect(JSON.stringify([made, slack, listed])).not.toContain('google-secret')

  const refused = await ask('DELETE', '/keyvault/google')
  expect(refused).toMatchObject({
    status: 409,
    body: { code: 'conflict', meta: { usedBy: [{ name: 'slack' }] } },
  })
  expect((await ask('DELETE', '/keyvault/google?force=true')).status).toBe(204)
  expect((await ask('GET', '/keyvault/google')).status).toBe(404)
  expect((await ask('GET', '/integrations/slack')).body).toMatchObject({ client: null, clientId: null })
})

test('only a key with the right is shown secrets, or makes another with it', async () => {
  await ask('PUT', '/keyvault/ads', { value: 'developer-token' })
  expect(await ask('POST', '/keyvault/ads/reveal')).toMatchObject({
    status: 403,
    body: { code: 'forbidden' },
  })
  const { status, headers, body } = await ask('POST', '/keyvault/ads/reveal', undefined, trusted)
  expect({ status, body }).toEqual({ status: 200, body: { value: 'developer-token' } })
  expect(headers.get('cache-control')).toBe('no-store')
  expect((await ask('POST', '/api-keys', { name: 'x', canReveal: true })).status).toBe(403)
  const made = await ask('POST', '/api-keys', { name: 'x', canReveal: true }, trusted)
  expect(made).toMatchObject({ status: 201, body: { canReveal: true } })
})

test('the whole keyvault is exported and imported', async () => {
  const passphrase = 'a long passphrase'
  expect((await ask('POST', '/keyvault/export', { passphrase })).status).toBe(403)
  const { body: file } = await ask('POST', '/keyvault/export', { passphrase }, trusted)
  const imported = await ask('POST', '/keyvault/import', { passphrase, file, onConflict: 'replace' })
  expect(imported.body).toEqual({ items: [{ name: 'ads', outcome: 'replaced', reason: null }] })
  const refused = await ask('POST', '/keyvault/import', { passphrase: 'another passphrase', file })
  expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
})

test('what was exported can be imported, however long its entries are', async () => {
  const passphrase = 'a long passphrase'
  for (let index = 0; index < 40; index++)
    await ask('PUT', `/keyvault/long-${index}`, { value: String(index).padStart(32_000, 'x') })
  const { body: file } = await ask('POST', '/keyvault/export', { passphrase }, trusted)
  const imported = await ask('POST', '/keyvault/import', { passphrase, file })
  expect(imported).toMatchObject({ status: 200 })
  for (let index = 0; index < 40; index++) await ask('DELETE', `/keyvault/long-${index}`)
})

test('what was revealed is in no later failure', async () => {
  const { body } = await ask('PUT', '/integrations/slack', { client: 'developer-token' })
  expect(body.message).toMatch(/no "\[redacted\]"/)
})
