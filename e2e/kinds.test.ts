import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { FakeGrants, type FakeProvider, startFakeProvider } from '../apps/server/src/testing/fake-provider.ts'
import { grantPage } from '../apps/server/src/testing/grant-pages.ts'
import { startTestServer, type TestServer } from '../apps/server/src/testing/harness.ts'
import { fakePage } from '../apps/server/src/testing/pages.ts'
import { newKeyPair } from '../apps/server/src/testing/user-token.ts'
import { launchBrowser } from './browser.ts'
import { type ProductServer, startProductServer } from './paragon/product-server.ts'

/** Kinds of authorisation beyond sign-in and API key, as a user meets them: in the portal, in a browser. */

const { privateKey, publicKey } = newKeyPair()
const KEY_FILE = JSON.stringify({
  client_email: 'robot@acme.test',
  private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
})

let browser: Browser
let product: ProductServer
let provider: FakeProvider
let server: TestServer
let page: Page
let user: string

beforeAll(async () => {
  ;[browser, product, provider] = await Promise.all([
    launchBrowser(),
    startProductServer(),
    startFakeProvider(),
  ])
  server = await startTestServer({
    providers: [
      grantPage(provider.origin),
      fakePage(provider.origin),
      { ...fakePage(provider.origin), id: 'both', name: 'Both' },
    ],
    allowedOrigins: [product.origin],
  })
  const grants = new FakeGrants(provider.origin, { now: server.services.now, publicKey })
  for (const [path, behaviour] of Object.entries(grants.behaviours)) provider.answer(path, behaviour)
  await server.integrate({ provider: 'programs' })
  const own = { accountTypes: ['oauth'], allowsOwnClient: true }
  await server.integrate({ provider: 'fake', ...own })
  await server.integrate({ provider: 'both', ...own, clientId: 'the-team', clientSecret: 'fake-secret' })
})
afterAll(async () => {
  await browser.close()
  await Promise.all([server.close(), product.close()])
  await provider.close()
})

beforeEach(async (context) => {
  user = context.task.id
  const tab = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })
  tab.setDefaultTimeout(10_000)
  page = await tab.newPage()
  await page.goto(`${product.origin}/2.4.0`)
  const settings = { server: server.origin, projectId: server.ctx.project.id, token: server.token(user) }
  await page.evaluate((options) => window.product.signIn(options), settings)
})
afterEach(() => page.context().close())

const portal = () => page.frameLocator('#paragon-connect-frame')
const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
const choose = (name: string) => portal().getByRole('button', { name, exact: true }).click()
const enter = (label: string, value: string) => portal().getByRole('textbox', { name: label }).fill(value)
const call = (path: string) => server.call(`sdk/proxy/${path}`, { user })

test('a name and password: refused with the provider’s words and help, then connected', async () => {
  await press('Connect programs')
  await enter('username', 'ada')
  await enter('password', 'wrong')
  await choose('Connect Programs')
  await portal().getByText('Programs says: Wrong name or password').waitFor()
  await portal().getByRole('link', { name: 'Find it under Settings' }).waitFor()
  await enter('password', 'correct-horse')
  await choose('Connect Programs')
  await portal().getByText('Programs is connected').waitFor()
  expect(await (await call('programs/grants/api')).json()).toEqual({ id: 'ada' })
})

test('the key file of a service account', async () => {
  await press('Connect programs')
  await portal().getByText('Service account').click()
  await enter('Key file', '{}')
  await choose('Connect Programs')
  await portal()
    .getByText(/does not look right|Please check/)
    .waitFor()
  await enter('Key file', KEY_FILE)
  await choose('Connect Programs')
  await portal().getByText('Programs is connected').waitFor()
  expect((await call('programs/grants/api')).status).toBe(200)
})

test('an OAuth client of the user’s own, for which the portal shows what to register', async () => {
  await press('Connect fake')
  await choose('Connect Fake')
  await portal().locator('input[aria-invalid=true]').first().waitFor()
  await choose('Copy')
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${server.origin}/oauth`)
  await enter('Client ID', 'fake-client')
  await enter('Client secret', 'fake-secret')
  const [popup] = await Promise.all([page.waitForEvent('popup'), choose('Connect Fake')])
  if (!popup.isClosed()) await popup.waitForEvent('close')
  await portal().getByText('Fake is connected').waitFor()
  expect((await call('fake/api/things')).status).toBe(200)
  expect(provider.tokens.requests.at(-1)).toMatchObject({ clientAuth: 'basic', error: undefined })
})

test('beside the team’s client one’s own is asked for on demand, and both halves of it', async () => {
  await press('Connect both')
  const clientId = portal().getByRole('textbox', { name: 'Client ID' })
  await portal().getByRole('button', { name: 'Connect Both' }).waitFor()
  expect(await clientId.isVisible()).toBe(false)
  await choose('Use an OAuth client of your own')
  await clientId.fill('fake-client')
  await choose('Connect Both')
  await portal().locator('input[type=password][aria-invalid=true]').waitFor()
  await enter('Client secret', 'fake-secret')
  await choose('Connect Both')
  await portal().getByText('Both is connected').waitFor()
  expect(provider.tokens.requests.at(-1)?.error).toBeUndefined()
})
