import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLog } from '../../log.ts'
import { connectByOAuth, KNOWN_PAGE } from '../../testing/browser.ts'
import { type FakeProvider, garbage, startFakeProvider } from '../../testing/fake-provider.ts'
import { startTestServer, type TestServer } from '../../testing/harness.ts'
import { fakePage } from '../../testing/pages.ts'

const HOUR_MS = 3_600_000

let provider: FakeProvider
let server: TestServer
/** Lines about proxied calls. */
const logged: string[] = []

beforeAll(async () => {
  provider = await startFakeProvider()
  const destination = { write: (line: string) => void (line.includes('proxied') && logged.push(line)) }
  server = await startTestServer({
    providers: [fakePage(provider.origin)],
    allowedOrigins: [KNOWN_PAGE],
    log: createLog({ level: 'warn', pretty: false, destination }),
  })
  await server.integrate({ provider: 'fake', clientId: 'fake-client', clientSecret: 'fake-secret' })
  await connectByOAuth(server)
})
afterAll(async () => {
  await server.close()
  await provider.close()
})

const call = (path: string, claims: Record<string, unknown> = {}) =>
  server.call(`sdk/proxy/fake/api/${path}`, { token: server.token('user-1', claims) })

test('a failure is logged once, with what was answered', async () => {
  provider.misbehave('/api/things', garbage)
  const { requestId } = (await (await call('things')).json()) as { requestId: string }
  await expect.poll(() => logged).toHaveLength(1)
  expect(JSON.parse(logged[0] ?? '')).toMatchObject({
    level: 'warn',
    requestId,
    integration: 'fake',
    code: 'upstream_protocol_error',
    err: { cause: { type: 'HTTPParserError' } },
  })
  await (await call('things')).text()
  expect(logged).toHaveLength(1)
})

test('a token that may call no connection of an integration causes no refresh', async () => {
  server.advance(2 * HOUR_MS)
  const claims = { 'urn:useparagon:connect:permissions': { 'integration:*': ['credential:read'] } }
  const refused = await call('things', claims)
  expect(refused.status).toBe(403)
  expect(await refused.json()).toMatchObject({ code: '7210' })
  expect(provider.tokens.refreshes).toHaveLength(0)
  expect((await call('things')).status).toBe(200)
  expect(provider.tokens.refreshes).toHaveLength(1)
})
