import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApiKey } from '../projects/api-keys.ts'
import { startTestServer, type TestServer } from '../testing/harness.ts'

let server: TestServer
let apiKey: string
beforeAll(async () => {
  server = await startTestServer()
  apiKey = (await createApiKey(server.ctx, { name: 'test' })).key
})
afterAll(() => server.close())

const CONFIGURATIONS = 'sdk/credentials/0198a5c0-0000-7000-8000-000000000000'
const settings = (value: unknown) => ({ config: { sharedSettings: { a: value } } })
const workflows = (value: unknown) => ({
  config: { workflowSettings: { w: { enabled: true, settings: { a: value } } } },
})

test.each<[method: string, path: string, json?: unknown]>([
  ['PATCH', CONFIGURATIONS, settings('\0')],
  ['PATCH', CONFIGURATIONS, settings('\ud800')],
  ['PATCH', CONFIGURATIONS, settings({ '\0': 1 })],
  ['PATCH', CONFIGURATIONS, settings(['\udc00'])],
  ['PATCH', CONFIGURATIONS, workflows('\0')],
  ['PATCH', `${CONFIGURATIONS}/configurations`, { meta: { a: '\0' } }],
  ['POST', `${CONFIGURATIONS}/configurations`, { externalId: 'a\0' }],
  ['PATCH', 'sdk/me', { meta: { a: '\0' } }],
  ['GET', 'sdk/portal/%00'],
  ['GET', 'sdk/actions/session-id/a-poll-key%00'],
  ['GET', 'sdk/actions/build-oauth?oauthMetaKeyId=a-poll-key%00'],
  ['POST', 'sdk/actions', { action: 'a\0' }],
  ['GET', '/api/v1/users?externalId=%00'],
  ['GET', '/api/v1/integrations/%00'],
  ['PUT', '/api/v1/integrations/slack', { overview: '\0' }],
])('%s %s with %j is refused, and the database never asked', async (method, path, json) => {
  const token = path.startsWith('/api') ? { token: apiKey } : {}
  const answer = await server.call(path, { method, ...token, ...(json !== undefined && { json }) })
  expect(answer.status).toBe(400)
  // In JSON or, where a person looks at it, on a page.
  expect(await answer.text()).toMatch(/has text that is not valid Unicode/)
})

test.each([51, 100_000])('what is nested %i levels deep is refused', async (levels) => {
  const answer = await server.call('sdk/me', {
    method: 'PATCH',
    body: `{"meta":${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}}`,
    headers: { 'content-type': 'application/json' },
  })
  expect(answer.status).toBe(400)
  expect(await answer.json()).toMatchObject({ message: expect.stringMatching(/nested/) })
})
