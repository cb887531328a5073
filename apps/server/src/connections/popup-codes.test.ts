import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { integrationIdOf, KNOWN_PAGE, openBrowser } from '../testing/browser.ts'
import { type FakeProvider, startFakeProvider } from '../testing/fake-provider.ts'
import { startTestServer, type TestServer } from '../testing/harness.ts'
import { fakePage } from '../testing/pages.ts'

let provider: FakeProvider
let server: TestServer

beforeAll(async () => {
  provider = await startFakeProvider()
  server = await startTestServer({ providers: [fakePage(provider.origin)], allowedOrigins: [KNOWN_PAGE] })
  await server.integrate({ provider: 'fake', clientId: 'fake-client', clientSecret: 'fake-secret' })
})
afterAll(async () => {
  await server.close()
  await provider.close()
})

let user: string
beforeEach((context) => {
  user = context.task.id
})

async function popupStart() {
  return { integrationId: await integrationIdOf(server, 'fake'), originForPostMessage: KNOWN_PAGE }
}

async function newCode(): Promise<string> {
  const json = await popupStart()
  const response = await server.call('sdk/actions/oauth-nonce', { user, method: 'POST', json })
  return ((await response.json()) as { code: string }).code
}

/** Opens the popup's page, as the window that the SDK opened does. */
function open(code: string, { on = server, browser = openBrowser() } = {}): Promise<Response> {
  const url = `${on.origin}/projects/${server.ctx.project.id}/sdk/actions/oauth-nonce?code=${code}`
  return browser.open(url, { referer: `${KNOWN_PAGE}/` })
}

test('ties the browser to the flow of the user who asked, like a user token does', async () => {
  const browser = openBrowser()
  const page = await open(await newCode(), { browser })
  expect(page.status).toBe(200)
  expect(await page.text()).toContain(`postMessage({ type: 'oauth-nonce-loaded' }, "${KNOWN_PAGE}")`)
  const query = new URLSearchParams({ ...(await popupStart()), oauthMetaKeyId: 'poll-key-1' })
  const path = `/v2/projects/${server.ctx.project.id}/sdk/actions/build-oauth?${query}`
  const { redirectUrl } = (await (await server.call(path, { user })).json()) as { redirectUrl: string }
  const end = await browser.get(redirectUrl, { referer: `${KNOWN_PAGE}/` })
  expect(await end.text()).toContain('is connected')
  const poll = await server.call('sdk/actions/session-id/poll-key-1', { user })
  expect(await poll.json()).toMatchObject({ status: 'completed' })
})

test('is good for one use, also when several processes are shown it at once', async () => {
  const other = await startTestServer({
    providers: [fakePage(provider.origin)],
    sameProjectAs: server,
  })
  const code = await newCode()
  const pages = await Promise.all([open(code), open(code, { on: other }), open(code, { on: other })])
  expect(pages.map(({ status }) => status).toSorted()).toEqual([200, 410, 410])
  const refused = pages.find(({ status }) => status === 410)
  expect(refused?.headers.getSetCookie()).toEqual([])
  expect(await refused?.text()).toContain('Please connect again')
  await other.close()
})

test('is good for a minute', async () => {
  const [first, second] = [await newCode(), await newCode()]
  server.advance(59_000)
  expect((await open(first)).status).toBe(200)
  server.advance(1_000)
  expect((await open(second)).status).toBe(410)
  server.advance(-60_000)
})

test('is good in its own project alone', async () => {
  const stranger = await startTestServer()
  const code = await newCode()
  const url = `${stranger.origin}/projects/${stranger.ctx.project.id}/sdk/actions/oauth-nonce?code=${code}`
  expect((await fetch(url)).status).toBe(410)
  expect((await open(code)).status).toBe(200)
  await stranger.close()
})

test('is given for an integration that is on, to a user whose token is good', async () => {
  const json = await popupStart()
  const post = (changed: object, token = server.token(user)) =>
    server.call('sdk/actions/oauth-nonce', { token, method: 'POST', json: { ...json, ...changed } })
  expect((await post({ integrationId: 'slack' })).status).toBe(404)
  expect((await post({ originForPostMessage: `${KNOWN_PAGE}/path` })).status).toBe(400)
  expect((await post({}, 'x.y.z')).status).toBe(401)
})
