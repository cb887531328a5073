import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Harness, type Opened, type OpenOptions, startHarness } from './harness.ts'
import { connection, everyInput, keyType, oauthType, view } from './views.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness()
})
afterEach(() => {
  expect(harness.violations.splice(0)).toEqual([])
  harness.consoleErrors.splice(0)
})
afterAll(() => harness.close())

const keys = view({ accountTypes: [keyType] })

/** The server's error body, as the SDK keeps it after `_oauthCallback`. */
const refusing = `(body) => {
  sdk.functions._oauthCallback = () => sdk.setModal({ connectionError: new Error(JSON.stringify(body)) })
}`

async function refused(body: object, options: OpenOptions = {}): Promise<Opened> {
  const opened = await harness.open(keys, options)
  const { portal, host } = opened
  await host(refusing, body)
  const isGerman = options.language === 'de'
  await portal.getByLabel('Your Salesforce address').fill('northwind')
  await portal.getByLabel('API key', { exact: true }).fill('sk_live_1')
  await portal.getByRole('button', { name: isGerman ? 'Salesforce verbinden' : 'Connect Salesforce' }).click()
  return opened
}

describe('a key that the provider refuses', () => {
  const wrongKey = { code: 'invalid_credentials', message: 'Salesforce says: wrong key' }

  it('is marked, gets the focus and the provider’s message, once', async () => {
    const { portal } = await refused(wrongKey)
    const message = portal.getByText('Salesforce says: wrong key')
    await message.waitFor()
    expect(await message.count()).toBe(1)
    expect(await portal.getByRole('alert').count()).toBe(0)
    const key = portal.getByLabel('API key', { exact: true })
    expect(
      await key.evaluate((input) => [
        input === document.activeElement,
        input.getAttribute('aria-invalid'),
        input.getAttribute('aria-describedby')?.endsWith('-problem'),
      ]),
    ).toEqual([true, 'true', true])
    expect(await portal.getByLabel('Your Salesforce address').getAttribute('aria-invalid')).toBeNull()
    await portal.getByRole('link', { name: 'Where to find your API key' }).waitFor()
  })

  it('is no longer marked once it is changed, and again when it is refused again', async () => {
    const { page, portal } = await refused(wrongKey)
    const message = portal.getByText('Salesforce says: wrong key')
    await message.waitFor()
    await page.keyboard.type('x')
    await message.waitFor({ state: 'detached' })
    await page.keyboard.press('Enter')
    await message.waitFor()
  })

  it('is another value where the server says which', async () => {
    const meta = { problems: { subdomain: 'pattern' } }
    const { portal } = await refused({ ...wrongKey, meta })
    await portal.getByText('This does not look right. Example: northwind').waitFor()
    expect(await portal.getByLabel('Your Salesforce address').getAttribute('aria-invalid')).toBe('true')
    expect(await portal.getByText('Salesforce says').count()).toBe(0)
  })
})

it.each([
  ['en', 'The window was closed', 'Nothing was changed. You can start again at any time.'],
  ['de', 'Das Fenster wurde geschlossen', 'Es wurde nichts geändert. Sie können jederzeit neu beginnen.'],
])('a window that the user closed is told calmly (%s)', async (language, title, text) => {
  const { portal } = await refused({ code: 'popup_closed', message: 'The sign-in window' }, { language })
  await portal.getByRole('heading', { name: title }).waitFor()
  await portal.getByText(text).waitFor()
  expect(await portal.locator('.banner-warning').count()).toBe(1)
})

it('an address of the user’s that is not on the public internet is theirs to change', async () => {
  const message = 'This address is not on the public internet. Please enter another one'
  const { portal } = await refused({ code: 'host_not_allowed', message })
  await portal.getByText(message).waitFor()
})

describe('what the team has not finished setting up', () => {
  const unready = { ...keyType, isReady: false }

  it('asks nothing and promises nothing: it says at once whom to tell', async () => {
    const { portal } = await harness.open(view({ accountTypes: [{ ...oauthType, isReady: false }] }))
    await portal.getByRole('heading', { name: 'Not available yet' }).waitFor()
    await portal.getByText('Please tell the team of Taskboard').waitFor()
    expect(await portal.getByRole('button', { name: 'Connect Salesforce' }).count()).toBe(0)
    expect(await portal.getByText('See and change your contacts and accounts').count()).toBe(0)
  })

  it('is not offered beside what works', async () => {
    const { portal } = await harness.open(view({ accountTypes: [unready, oauthType] }))
    await portal.getByRole('button', { name: 'Connect Salesforce' }).waitFor()
    expect(await portal.getByRole('radio').count()).toBe(0)
    expect(await portal.getByLabel('API key').count()).toBe(0)
  })

  it('can still be disconnected when it was connected before', async () => {
    const broken = connection({
      status: 'needs_reauth',
      reauthReason: 'refresh_rejected',
      accountTypeId: 'key',
    })
    const { portal } = await harness.open(view({ accountTypes: [unready], connections: [broken] }))
    await portal.getByRole('heading', { name: 'Not available yet' }).waitFor()
    await portal.getByRole('button', { name: /^Disconnect/ }).waitFor()
  })
})

describe('what is for those who run the product', () => {
  const SECRET = 'set TENON_SALESFORCE_SECRET'
  const codes = [
    'integration_incomplete',
    'not_configured',
    'client_rejected',
    'internal',
    'upstream_refused',
  ]

  it.each(codes)('goes to the console and not to the user who connects: %s', async (code) => {
    const { portal } = await refused({ code, message: SECRET })
    await portal.getByRole('alert').waitFor()
    expect(await portal.getByText(SECRET).count()).toBe(0)
    expect(harness.consoleErrors).toContain(`Tenon: ${code}: ${SECRET}`)
  })

  it.each(['integration_incomplete', 'not_configured', 'client_rejected'])(
    'is told the user as what it means, in both languages: %s',
    async (code) => {
      const english = await refused({ code, message: SECRET })
      await english.portal.getByText('Taskboard has not finished setting this up.').waitFor()
      const german = await refused({ code, message: SECRET }, { language: 'de' })
      await german.portal.getByText('Taskboard hat die Einrichtung noch nicht abgeschlossen.').waitFor()
    },
  )

  it('goes to the console when the portal cannot be loaded', async () => {
    const { portal } = await harness.open({ status: 404, code: 'not_configured' })
    await portal.getByRole('alert').getByText('This product has not finished setting this up.').waitFor()
    expect(harness.consoleErrors).toContain('Tenon: not_configured: No.')
  })

  it.each([
    ['Save', 'That could not be saved', 'updateIntegrationUserSettings'],
    ['Yes, disconnect', 'Something went wrong', 'uninstallIntegration'],
  ])('is not shown after “%s” either', async (button, text, name) => {
    const settings = everyInput.slice(0, 1)
    const { portal, host } = await harness.open(view({ connections: [connection()], settings }))
    await host(
      `({ name, body }) => { sdk.functions[name] = () => { throw new Error(JSON.stringify(body)) } }`,
      { name, body: { code: 'client_rejected', message: SECRET } },
    )
    if (name === 'uninstallIntegration') await portal.getByRole('button', { name: 'Disconnect' }).click()
    else await portal.getByLabel('Prefix of task names').fill('CRM')
    await portal.getByRole('button', { name: button }).click()
    await portal.getByText(text).waitFor()
    expect(await portal.getByText(SECRET).count()).toBe(0)
    expect(harness.consoleErrors).toContain(`Tenon: client_rejected: ${SECRET}`)
  })
})
