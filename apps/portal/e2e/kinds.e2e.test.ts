import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Harness, startHarness } from './harness.ts'
import { feedType, keyType, ownClientType, postedType, serviceAccountType, view } from './views.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness()
})
afterEach(() => expect(harness.violations.splice(0)).toEqual([]))
afterAll(() => harness.close())

const opensWindow = '() => { sdk.functions.startOAuthFlow = () => undefined }'
const keyFile = JSON.stringify(
  { type: 'service_account', client_email: 'robot@acme.test', private_key: 'none' },
  null,
  2,
)

describe('a store in which an administrator activates us', () => {
  async function waiting() {
    const opened = await harness.open(view({ accountTypes: [postedType] }))
    await opened.host(opensWindow)
    await opened.portal.getByLabel('Store URL').fill('https://shop.example')
    await opened.portal.getByRole('button', { name: 'Connect Salesforce' }).click()
    return opened
  }

  it('is told of in words of its own: nobody signs in', async () => {
    const { portal } = await waiting()
    await portal.getByText('Add the integration in the admin of Salesforce and activate it').waitFor()
    expect(await portal.getByText('Sign in').count()).toBe(0)
  })

  it('can be given another address when it does not answer: what was entered is still there', async () => {
    const { portal, host } = await waiting()
    const failure = { code: 'invalid_credentials', message: 'It does not answer there' }
    await host(`(failure) => sdk.setModal({ connectionError: new Error(JSON.stringify(failure)) })`, failure)
    await portal.getByText('It does not answer there').waitFor()
    expect(await portal.getByLabel('Store URL').inputValue()).toBe('https://shop.example')
  })
})

describe('the file of a service account', () => {
  const files = { name: 'key.json', mimeType: 'application/json', buffer: Buffer.from(keyFile) }

  async function opened() {
    const { portal } = await harness.open(view({ accountTypes: [serviceAccountType] }))
    const field = portal.getByLabel('Service account key', { exact: true })
    await field.waitFor()
    return { portal, field }
  }

  it('is chosen, and masked', async () => {
    const { portal, field } = await opened()
    await portal.locator('input[type=file]').setInputFiles(files)
    await portal.getByRole('button', { name: 'Show: Service account key' }).waitFor()
    expect(await field.inputValue()).toBe(keyFile)
    expect(await field.evaluate((it) => getComputedStyle(it).getPropertyValue('-webkit-text-security'))).toBe(
      'disc',
    )
  })

  it('is dropped', async () => {
    const { portal, field } = await opened()
    await field.evaluate((it, text) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([text], 'key.json'))
      it.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
    }, keyFile)
    await portal.getByRole('button', { name: 'Show: Service account key' }).waitFor()
    expect(await field.inputValue()).toBe(keyFile)
  })

  it('is told from other files', async () => {
    const { portal } = await opened()
    await portal
      .locator('input[type=file]')
      .setInputFiles({ ...files, buffer: Buffer.from('{"installed":{}}') })
    await portal.getByText('This is not the JSON file of a service account.').waitFor()
  })
})

it('speaks of no credentials where there are none', async () => {
  const { portal } = await harness.open(view({ accountTypes: [feedType] }))
  await portal.getByText('needs no sign-in').waitFor()
  expect(await portal.getByText('encrypted').count()).toBe(0)
})

it('links a sentence of help by a few words, in the colour of the text', async () => {
  const help = { text: 'An administrator creates it.', url: 'https://help.example.com' }
  const { portal } = await harness.open(view({ accountTypes: [{ ...keyType, help }] }))
  const link = portal.getByRole('link', { name: 'Where to find this' })
  const colours = await link.evaluate((it) =>
    [it, it.parentElement ?? it].map((element) => getComputedStyle(element).color),
  )
  expect(colours[0]).toBe(colours[1])
})

it('shows the redirect URL of an own client first, clear of the footer on a phone', async () => {
  const { portal } = await harness.open(view({ accountTypes: [ownClientType] }), { width: 360, height: 640 })
  await portal.getByRole('button', { name: 'Use an OAuth client of your own' }).click()
  const titles = await portal.locator('.disclosure label').allTextContents()
  expect(titles).toEqual(['Redirect URL', 'Client ID', 'Client secret'])
  const copy = portal.getByRole('button', { name: 'Copy' })
  const [own = 0, whole = 0] = await copy.evaluate((it) =>
    [it, it.parentElement ?? it].map((element) => element.getBoundingClientRect().width),
  )
  expect(own).toBeLessThan(whole / 2)
  const edges = await portal
    .locator('.disclosure .field, .footer')
    .evaluateAll((all) => all.map((it) => it.getBoundingClientRect()).map(({ top, bottom }) => [top, bottom]))
  expect(edges[0]?.[1]).toBeLessThan(edges.at(-1)?.[0] ?? 0)
})

it.each(['the focus', 'the SDK'])(
  'says within a second, by %s, that the window may have been closed',
  async (sign) => {
    const { page, portal, host } = await harness.open(view())
    await host(opensWindow)
    await portal.getByRole('button', { name: 'Connect Salesforce' }).click()
    await portal.getByText('Finish in the window').waitFor()
    harness.server.portal = 'never' // A slow one is not waited for.
    if (sign === 'the SDK') await host('() => sdk.setModal({ isWindowClosed: true })')
    else {
      await page.locator('#before').focus()
      await portal.getByRole('button', { name: 'Cancel' }).focus()
    }
    await portal.getByText('Did you close the window?').waitFor({ timeout: 1_000 })
  },
)
