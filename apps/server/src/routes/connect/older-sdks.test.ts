import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { confirm, integrationIdOf, KNOWN_PAGE, openBrowser } from '../../testing/browser.ts'
import { startConnecting } from '../../testing/connecting.ts'
import type { TestServer } from '../../testing/harness.ts'

let server: TestServer
let close: () => Promise<void>

beforeAll(async () => {
  ;({ server, close } = await startConnecting())
})
afterAll(() => close())

let user: string
beforeEach((context) => {
  user = context.task.id
})

describe('an SDK up to 2.1.1', () => {
  /** Opens the popup as it does, and confirms. @returns the page that the popup ends on */
  async function connect(): Promise<string> {
    const query = new URLSearchParams({
      integrationId: await integrationIdOf(server, 'fake'),
      userToken: server.token(user),
      originForPostMessage: KNOWN_PAGE,
      installOptions: '{}',
      sessionId: 'older-poll-key',
    })
    const start = `${server.origin}/projects/${server.ctx.project.id}/sdk/actions/build-oauth?${query}`
    const browser = openBrowser()
    const page = await browser.get(start, { referer: `${KNOWN_PAGE}/` })
    return (await confirm(server, { browser, page })).text()
  }

  /** What the popup tells the page, and the page posts back. */
  async function told(): Promise<{ integrationId: string; payload: { tenonConnectionId: string } }> {
    const [, message = ''] = /postMessage\((\{.*\}), "http:\/\/product\.test"\)/.exec(await connect()) ?? []
    return JSON.parse(message).credential
  }

  const post = (json: object) => server.call('sdk/credentials', { user, method: 'POST', json })

  test('is told the connection by its popup, and gets all of it by posting that back', async () => {
    const credential = await told()
    const response = await post({ ...credential, config: {}, installOptions: {} })
    expect(await response.json()).toMatchObject({ id: credential.payload.tenonConnectionId, status: 'VALID' })
    const poll = await server.call('sdk/actions/session-id/older-poll-key', { user })
    expect(await poll.json()).toMatchObject({ connectCredentialId: credential.payload.tenonConnectionId })
  })

  test('cannot get another user’s connection that way', async () => {
    const credential = await told()
    user = 'somebody-else'
    const response = await post(credential)
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ code: 'connection_missing' })
  })
})

test('every version announces JSON where it sends none', async () => {
  const headers = { 'content-type': 'application/json' }
  const path = 'sdk/actions/session-id/some-poll-key'
  expect((await server.call(path, { user, method: 'DELETE', headers })).status).toBe(204)
  const broken = await server.call('sdk/me', { user, method: 'PATCH', headers, body: '{' })
  expect(await broken.json()).toMatchObject({ code: 'invalid_request' })
})
