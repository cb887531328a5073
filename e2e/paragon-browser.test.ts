import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  answerWith,
  type FakeProvider,
  json,
  startFakeProvider,
} from '../apps/server/src/testing/fake-provider.ts'
import type { TestServer } from '../apps/server/src/testing/harness.ts'
import { launchBrowser } from './browser.ts'
import { PACKAGES, type ProductServer, startProductServer, type Version } from './paragon/product-server.ts'
import { startParagonServer } from './paragon/server.ts'

let browser: Browser
let product: ProductServer
let provider: FakeProvider
let server: TestServer

beforeAll(async () => {
  ;[browser, product, provider] = await Promise.all([
    launchBrowser(),
    startProductServer(),
    startFakeProvider(),
  ])
  server = await startParagonServer(provider, [product.origin])
  provider.answer('/text', answerWith(200, [['content-type', 'text/csv']], 'a,b'))
  provider.answer('/nothing', answerWith(204))
  provider.answer('/missing', json(404, { message: 'No such thing' }))
})
afterAll(async () => {
  await browser.close()
  await Promise.all([server.close(), product.close()])
  await provider.close()
})

let page: Page
let user: string
beforeEach((context) => {
  user = context.task.id
})
afterEach(async () => {
  provider.tokens.deniesConsent = false
  await page.context().close()
})

/** Opens the product's page with that version of the SDK, and signs in. */
async function open(version: Version = '2.4.0', origin = product.origin): Promise<void> {
  const context = await browser.newContext()
  context.setDefaultTimeout(10_000)
  page = await context.newPage()
  await page.goto(`${origin}/${version}`)
  const { project } = server.ctx
  const settings = { server: server.origin, projectId: project.id, token: server.token(user) }
  await page.evaluate((options) => window.product.signIn(options), settings)
}

const frame = () => page.locator('#paragon-connect-frame')
const portal = () => page.frameLocator('#paragon-connect-frame')

/** Presses a button of the product's page. */
const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
/** Presses a button of the portal. */
const choose = (name: string) => portal().getByRole('button', { name, exact: true }).click()
/** Waits until the portal says so. */
const shown = (text: string) => portal().getByText(text).first().waitFor()
/** Enters a value and sends the form. */
async function enter(label: string, value: string, name: string): Promise<void> {
  await portal().getByRole('textbox', { name: label }).fill(value)
  await choose(name)
}

/** The window that an act opens. */
async function popupOf(act: Promise<void>): Promise<Page> {
  const [popup] = await Promise.all([page.waitForEvent('popup'), act])
  return popup
}

/** Waits until the window has closed, by itself or by an act that cannot see its own end. */
async function closed(popup: Page, act?: Promise<void>): Promise<void> {
  const closing = popup.isClosed() || popup.waitForEvent('close')
  await Promise.all([closing, act?.catch(() => undefined)])
}

/** Versions that open the provider's page in one step: who opened the window cannot be seen, so the user is asked. */
const ONE_STEP: readonly Version[] = ['2.1.1', '1.0.40']

/** Waits until the window has closed, after the user has confirmed if asked to. */
async function confirmed(version: Version, popup: Page): Promise<void> {
  const act = ONE_STEP.includes(version) ? popup.getByRole('button', { name: 'Connect' }).click() : undefined
  await closed(popup, act)
}

/** Waits until the SDK has told the page, and gives all it told. */
async function told(last: string): Promise<string[]> {
  await page.waitForFunction((wanted) => window.product.told.includes(wanted), last)
  return page.evaluate(() => window.product.told)
}

/** Calls the provider from the product's page. */
const request = (slug = 'fake', path = '/me') =>
  page.evaluate(([name, to]) => window.product.paragon.request(name, to, {}), [slug, path] as const)
const ACCOUNT = { email: 'ada@example.com' }

describe.each(Object.keys(PACKAGES) as Version[])('%s', (version) => {
  test('connects in the portal with an API key, calls, and disconnects', async () => {
    await open(version)
    await press('Connect fake')
    await portal().getByRole('radio', { name: 'API key' }).check()
    await enter('API key', 'wrong-key', 'Connect Fake')
    await shown('Fake says: Token is not valid')
    await enter('API key', 'fake-api-key', 'Connect Fake')
    await shown('Fake is connected')
    expect(await told('onIntegrationInstall')).toContain('onInstall')
    expect(await request()).toMatchObject(ACCOUNT)
    await choose('Done')
    await frame().waitFor({ state: 'hidden' })
    await told('onPortalClose')

    await press('Connect fake')
    await choose('Disconnect')
    await choose('Yes, disconnect')
    await shown('ada@example.com was disconnected')
    expect(await told('onIntegrationUninstall')).toContain('onUninstall')
    await expect(request()).rejects.toThrow('has not connected Fake')
  })

  test('connects in the portal by OAuth, once consent is given, and calls', async () => {
    await open(version)
    await press('Connect fake')
    provider.tokens.deniesConsent = true
    const popup = await popupOf(choose('Connect Fake'))
    await popup.getByText('Access was not granted at Fake').waitFor()
    provider.tokens.deniesConsent = false
    await closed(popup, popup.getByRole('button', { name: 'Close this window' }).click())
    await shown('Access was declined')

    await confirmed(version, await popupOf(choose('Connect Fake')))
    await shown('Fake is connected')
    expect(await told('onIntegrationInstall')).toEqual([
      'onPortalOpen',
      'onError access_denied',
      'rejected access_denied',
      'onInstall',
      'onIntegrationInstall',
    ])
    expect(await request()).toMatchObject(ACCOUNT)
    expect(await request('fake', '/text')).toBe('a,b')
    expect(await request('fake', '/nothing')).toBeUndefined()
    await expect(request('fake', '/missing')).rejects.toThrow('No such thing')
  })

  test('installs without the portal, in one window', async () => {
    await open(version)
    await confirmed(version, await popupOf(press('Install signin')))
    expect(await told('resolved')).toEqual(['onInstall', 'onIntegrationInstall', 'resolved'])
    expect(await frame().isVisible()).toBe(false)
    expect(await request('signin')).toMatchObject(ACCOUNT)
  })
})

test('for a page the project does not list, the user confirms in the window', async () => {
  await open('2.4.0', product.origin.replace('localhost', 'stranger.localhost'))
  const popup = await popupOf(press('Install signin'))
  await popup.getByText(`signed in as ${user}`).waitFor()
  await closed(popup, popup.getByRole('button', { name: 'Connect' }).click())
  await told('resolved')
})

test('an installation that has to ask shows the portal for it, and opens no window', async () => {
  await open()
  const windows: Page[] = []
  page.on('popup', (popup) => windows.push(popup))
  await press('Install keys')
  await enter('API key', 'fake-api-key', 'Connect Fake')
  await told('resolved')
  await frame().waitFor({ state: 'hidden' })
  expect(windows).toEqual([])
})

test('what OAuth needs to know is asked before the window opens', async () => {
  await open()
  await press('Connect instance')
  await closed(await popupOf(enter('Your instance', 'acme', 'Connect Fake')))
  await shown('Fake is connected')
  await told('resolved')
})

test('what a connection still needs is asked after the window has closed', async () => {
  await open()
  await press('Connect xero')
  await closed(await popupOf(choose('Connect Xero')))
  await shown('Which Xero organisation')
  expect(await page.evaluate(() => window.product.told)).toEqual(['onPortalOpen'])
  await portal().getByRole('radio', { name: 'Bolt GmbH' }).check()
  await choose('Continue')
  await shown('Xero is connected')
  expect(await told('resolved')).toEqual(['onPortalOpen', 'onInstall', 'onIntegrationInstall', 'resolved'])
})

test('access that the provider has withdrawn is renewed in the portal', async () => {
  await open()
  await closed(await popupOf(press('Install signin')))
  await told('resolved')
  provider.tokens.revokeAll()
  await expect(request('signin')).rejects.toThrow()
  await press('Connect signin')
  await shown('Please reconnect this account')
  await closed(await popupOf(choose('Reconnect Fake')))
  await shown('Fake is connected again')
  expect(await request('signin')).toMatchObject(ACCOUNT)
})

test('an installation without the portal can end in it, at the new account', async () => {
  await open()
  const consent = provider.hold('/oauth/authorize')
  const portalIsReady = page.waitForResponse('**/sdk/portal/signin')
  const installing = page.evaluate(() =>
    window.product.paragon.installIntegration('signin', { showPortalAfterInstall: true }),
  )
  await portalIsReady
  consent.release()
  await installing
  await shown('Fake is connected')
})

test('an installation without the portal shows it for what the connection still needs', async () => {
  await open()
  await closed(await popupOf(press('Install xero')))
  await portal().getByRole('radio', { name: 'Acme Ltd' }).check()
  await choose('Continue')
  await told('resolved')
  await frame().waitFor({ state: 'hidden' })
})

test('a reload restores the user, and reads anew what is connected', async () => {
  await open()
  await closed(await popupOf(press('Install signin')))
  await told('resolved')
  const keys = await page.evaluate(() => window.product.paragon.getIntegrationId('keys'))
  const payload = { integrationId: keys, payload: { api_key: 'fake-api-key' } }
  await server.call('sdk/credentials', { user, method: 'POST', json: payload })
  await page.reload()
  await page.waitForFunction(() => {
    const state = window.product.paragon.getUser()
    return state.authenticated && state.integrations.signin?.enabled && state.integrations.keys?.enabled
  })
  await page.evaluate(() => void window.product.paragon.connect('keys', {}))
  await shown('ada@example.com')
  expect(await request('keys')).toMatchObject(ACCOUNT)
})
