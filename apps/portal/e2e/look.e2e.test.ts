import type { FrameLocator, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Harness, startHarness } from './harness.ts'
import { connection, everyInput, keyType, secondConnection, view } from './views.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness()
})
afterEach(() => expect(harness.violations.splice(0)).toEqual([]))
afterAll(() => harness.close())

describe('the product can be seen behind the backdrop', () => {
  const PURPLE = 'rgb(255, 0, 255)'
  const paint = `(color) => { document.body.style.background = color }`
  const schemes = ['light', 'dark'] as const

  /** An opaque ground of the iframe would be a grey: red, green and blue alike. */
  async function isSeen(page: Page): Promise<boolean> {
    const pixel = await page.screenshot({ clip: { x: 8, y: 8, width: 1, height: 1 } })
    const [red = 0, green = 0] = (await page.evaluate(`(async () => {
      const image = new Image()
      image.src = 'data:image/png;base64,${pixel.toString('base64')}'
      await image.decode()
      const canvas = document.createElement('canvas').getContext('2d')
      canvas.drawImage(image, 0, 0)
      return [...canvas.getImageData(0, 0, 1, 1).data]
    })()`)) as number[]
    return red - green > 40
  }

  describe.each(schemes)('by a user who prefers %s', (scheme) => {
    it.each(['normal', 'light', 'dark', 'light dark'])(
      'on a page whose color-scheme is %s',
      async (hostScheme) => {
        const { page, portal, host } = await harness.open(view(), { scheme, hostScheme })
        await host(paint, PURPLE)
        await portal.getByRole('dialog').waitFor()
        expect(await isSeen(page)).toBe(true)
        const surface = portal.locator('.sheet').evaluate((sheet) => getComputedStyle(sheet).backgroundColor)
        expect(await surface).toBe(scheme === 'dark' ? 'rgb(24, 26, 31)' : 'rgb(255, 255, 255)')
      },
    )

    it.each(['normal', 'light'])(
      'with Paragon’s SDK on a page whose color-scheme is %s',
      async (hostScheme) => {
        const { page, portal, host } = await harness.open(view(), { scheme, hostScheme, isParagon: true })
        await host(paint, PURPLE)
        await portal.getByRole('dialog').waitFor()
        expect(await isSeen(page)).toBe(true)
      },
    )

    it.each(['dark', 'light dark'])(
      'with Paragon’s SDK on a page whose color-scheme is %s, and one rule for its iframe',
      async (hostScheme) => {
        const { page, portal, host } = await harness.open(view(), { scheme, hostScheme, isParagon: true })
        await host(paint, PURPLE)
        await page.addStyleTag({ content: '#paragon-connect-frame { color-scheme: light }' })
        await portal.getByRole('dialog').waitFor()
        expect(await isSeen(page)).toBe(true)
      },
    )
  })
})

describe('the bar that saves', () => {
  const inputs = everyInput.filter(({ id }) =>
    ['prefix', 'note', 'limit', 'mail', 'site', 'list'].includes(id),
  )
  const settings = view({ connections: [connection()], settings: inputs })
  const lists = Array.from({ length: 12 }, (_, n) => ({ value: `l${n}`, label: `List ${n}` }))

  /** What a press in the middle of an element would hit. */
  function isOnTop(element: Locator): Promise<boolean> {
    return element.evaluate((it) => {
      const { left, top, width, height } = it.getBoundingClientRect()
      return it.contains(document.elementFromPoint(left + width / 2, top + height / 2))
    })
  }

  async function unsaved(): Promise<{ page: Page; portal: FrameLocator }> {
    harness.server.sources = { lists: () => lists }
    const { page, portal } = await harness.open(settings, { width: 360, height: 640 })
    await portal.getByLabel('Prefix of task names').fill('Deals')
    await portal.getByRole('button', { name: 'Save' }).waitFor()
    return { page, portal }
  }

  it('covers none of the choices of an open dropdown', async () => {
    const { page, portal } = await unsaved()
    const list = portal.getByRole('combobox', { name: 'Contact list' })
    await list.focus()
    await page.keyboard.press('ArrowDown')
    await portal.getByRole('option', { name: 'List 11' }).waitFor()
    for (const [index] of lists.entries()) {
      await page.keyboard.press('ArrowDown')
      const option = portal.getByRole('option', { name: `List ${index}`, exact: true })
      await expect.poll(() => isOnTop(option)).toBe(true)
    }
    await portal.getByRole('option', { name: 'List 11' }).click()
    expect(await list.inputValue()).toBe('List 11')
  })

  it('covers no field that has the focus', async () => {
    const { page, portal } = await unsaved()
    for (const title of ['Note on new tasks', 'Contacts a day', 'Send problems to', 'Company page']) {
      await page.keyboard.press('Tab')
      const field = portal.getByLabel(title)
      expect(await field.evaluate((it) => it === document.activeElement)).toBe(true)
      await expect.poll(() => isOnTop(field)).toBe(true)
    }
  })

  it('is left by a question whose safe answer stands out', async () => {
    const { page, portal } = await unsaved()
    await page.keyboard.press('Escape')
    const question = portal.getByRole('alertdialog')
    const ground = (name: string) =>
      question.getByRole('button', { name }).evaluate((it) => getComputedStyle(it).backgroundColor)
    expect(await ground('Keep editing')).toBe('rgb(0, 161, 224)')
    expect(await ground('Leave')).toBe('rgb(255, 255, 255)')
    expect(await portal.getByRole('button', { name: 'Save' }).isVisible()).toBe(false)
    await page.keyboard.press('Enter')
    await question.waitFor({ state: 'detached' })
    await portal.getByRole('button', { name: 'Save' }).waitFor()
    const prefix = portal.getByLabel('Prefix of task names')
    expect(await prefix.evaluate((it) => it === document.activeElement)).toBe(true)
  })
})

describe('words', () => {
  it('mark what has to be filled in, and nothing else', async () => {
    const { portal } = await harness.open(view({ connections: [connection()], settings: everyInput }))
    await portal.getByLabel('Send problems to').waitFor()
    const marked = portal.locator('.field-title', { has: portal.getByText('required', { exact: true }) })
    const titles = ['Send problems to', 'From stage', 'Contact list', 'Board']
    expect(await marked.allTextContents()).toEqual(titles.map((title) => `${title}required`))
    for (const title of titles)
      expect(await portal.getByLabel(title, { exact: true }).getAttribute('aria-required')).toBe('true')
    expect(await portal.getByText('optional').count()).toBe(0)
  })

  it('tell accounts of one name apart, without the product’s own ids', async () => {
    const twins = [
      secondConnection({ account: null, connectedAt: '2026-04-01T00:00:00.000Z' }),
      connection({ account: null, externalId: 'crm-1' }),
    ]
    const { portal } = await harness.open(view({ connections: twins }))
    await portal.getByText('Connected accounts').waitFor()
    expect(await portal.locator('.row strong').allTextContents()).toEqual([
      'Salesforce account (2)',
      'Salesforce account (1)',
    ])
    expect(await portal.getByText('crm-1').count()).toBe(0)
  })

  it.each([
    ['nothing that waited where nothing could', {}, 'Taskboard can use this account again.'],
    [
      'the settings where there are some',
      { settings: everyInput.slice(0, 1) },
      'Taskboard can use this account again. Your settings are as they were.',
    ],
  ])('of an account connected again name %s', async (_, parts, text) => {
    const broken = connection({
      status: 'needs_reauth',
      reauthReason: 'credentials_rejected',
      accountTypeId: 'key',
    })
    const keys = view({ accountTypes: [keyType], connections: [broken], ...parts })
    const { portal, host } = await harness.open(keys)
    await host('() => { sdk.functions._oauthCallback = () => sdk.setModal({ connectionError: undefined }) }')
    await portal.getByLabel('Your Salesforce address').fill('northwind')
    await portal.getByLabel('API key', { exact: true }).fill('sk_live_1')
    harness.server.portal = { view: { ...keys, connections: [connection({ accountTypeId: 'key' })] } }
    await portal.getByRole('button', { name: 'Reconnect Salesforce' }).click()
    expect(await portal.locator('.moment p').textContent()).toBe(text)
  })
})
