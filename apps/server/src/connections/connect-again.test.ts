import { PERMISSIONS_CLAIM } from '@tenon/core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { beginOAuth, connectByOAuth, integrationIdOf, KNOWN_PAGE, openBrowser } from '../testing/browser.ts'
import { type FakeProvider, startFakeProvider } from '../testing/fake-provider.ts'
import { startTestServer, type TestServer } from '../testing/harness.ts'
import { fakePage } from '../testing/pages.ts'

let provider: FakeProvider
let server: TestServer
let user: string

beforeAll(async () => {
  provider = await startFakeProvider()
  server = await startTestServer({ providers: [fakePage(provider.origin)], allowedOrigins: [KNOWN_PAGE] })
  await server.integrate({ provider: 'fake', clientId: 'fake-client', clientSecret: 'fake-secret' })
})
afterAll(async () => {
  await server.close()
  await provider.close()
})
beforeEach(({ task }) => {
  user = task.id
})

test('a popup that is reloaded starts anew under the same poll key, and its old callback is over', async () => {
  const browser = openBrowser()
  const first = await beginOAuth(server, { user, browser })
  const second = await beginOAuth(server, { user, browser })
  expect((await browser.get(first.redirectUrl)).status).toBe(400)
  expect((await browser.get(second.redirectUrl)).status).toBe(200)
  const polled = await server.call('sdk/actions/session-id/poll-key-1', { user })
  expect(await polled.json()).toMatchObject({ status: 'completed' })
})

test('a user token that may not write a connection cannot replace it by signing in again', async () => {
  await connectByOAuth(server, { user, installOptions: { externalId: 'main' } })
  const mayNotWriteIt = { [PERMISSIONS_CLAIM]: { 'integration:*': true, 'credential:ext:main': ['proxy'] } }
  const token = server.token(user, mayNotWriteIt)
  const begin = async (selectedCredentialId: string) => {
    const query = new URLSearchParams({
      integrationId: await integrationIdOf(server, 'fake'),
      installOptions: JSON.stringify({ selectedCredentialId }),
    })
    const path = `/v2/projects/${server.ctx.project.id}/sdk/actions/build-oauth?${query}`
    return server.call(path, { token })
  }
  expect((await begin('ext:main')).status).toBe(403)
  const another = await server.call('sdk/credentials', {
    token,
    method: 'POST',
    json: {
      integrationId: await integrationIdOf(server, 'fake'),
      payload: { api_key: 'fake-api-key' },
      installOptions: { externalId: 'other' },
    },
  })
  expect(another.status).toBe(200)
  expect((await begin('ext:other')).status).toBe(200)
})
