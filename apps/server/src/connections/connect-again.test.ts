import { PERMISSIONS_CLAIM } from '@tenon/core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { beginOAuth, connectByOAuth, integrationIdOf, openBrowser } from '../testing/browser.ts'
import { startConnecting } from '../testing/connecting.ts'
import type { TestServer } from '../testing/harness.ts'

let server: TestServer
let close: () => Promise<void>
let user: string

beforeAll(async () => {
  ;({ server, close } = await startConnecting())
})
afterAll(() => close())
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
