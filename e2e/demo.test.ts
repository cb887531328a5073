import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { firstSteps } from '../apps/demo/src/first-steps.ts'
import { launchBrowser } from './browser.ts'
import { type Demo, startDemo } from './demo/demo.ts'

let demo: Demo
let browser: Browser
let page: Page

beforeAll(async () => {
  ;[demo, browser] = await Promise.all([startDemo(), launchBrowser()])
})
afterAll(async () => {
  await browser.close()
  expect(await demo.stop()).toBe(0)
})

beforeEach(async () => {
  page = await browser.newPage()
})
afterEach(() => page.close())

/** The Connect Portal in its frame. */
const portal = () => page.frameLocator('iframe')

/** Signs in as Ada at the sandbox and allows access. */
async function allowAsAda(open: () => Promise<void>): Promise<void> {
  const [popup] = await Promise.all([page.waitForEvent('popup'), open()])
  await popup.getByRole('button', { name: 'Continue as Ada' }).click()
  await popup.getByText('Change your contacts').waitFor()
  expect(await popup.locator('main').textContent()).not.toMatch(/delete/i)
  await Promise.all([popup.waitForEvent('close'), popup.getByRole('button', { name: /allow/i }).click()])
}

function isFocused(part: Locator): Promise<boolean> {
  return part.evaluate((element) => element === document.activeElement)
}

/** Pixels that one would have to scroll sideways. */
function widthBeyondScreen(): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
}

async function isWholeOnScreen(part: Locator): Promise<boolean> {
  const box = await part.boundingBox()
  const width = page.viewportSize()?.width ?? 0
  return box !== null && box.x >= 0 && box.x + box.width <= width
}

describe('a newcomer', () => {
  test('finds three addresses and what to try first', () => {
    expect(demo.output()).toContain(demo.taskboard)
    expect(demo.output()).toContain(demo.server)
    expect(demo.output()).toMatch(/Try this first/)
    for (const step of firstSteps) expect(demo.output()).toContain(step)
  })

  test('reads on the first screen what to press, in the order of the next test', async () => {
    await page.goto(demo.taskboard)
    const steps = page.getByRole('region', { name: 'What to try' }).getByRole('listitem')
    await steps.first().waitFor()
    expect(await steps.allTextContents()).toStrictEqual([...firstSteps])
    expect(firstSteps.map((step) => step.split(',')[0])).toStrictEqual([
      'Connect Sandbox CRM',
      'Continue as Ada',
      'Allow access',
      'Done',
      'Open contacts',
    ])
  })

  test('connects the sandbox account by OAuth through the portal and sees its contacts', async () => {
    await page.goto(demo.taskboard)
    await page.getByRole('button', { name: 'Connect Sandbox CRM' }).click()
    await allowAsAda(() => portal().getByRole('button', { name: 'Connect Sandbox CRM' }).click())
    await portal().getByText('is connected').waitFor()
    await portal().getByText('ada@').waitFor()
    await portal().getByRole('button', { name: 'Done' }).click()
    await expect.poll(() => isFocused(page.getByRole('heading', { level: 1 }))).toBe(true)
    await page.getByRole('link', { name: 'Open contacts' }).click()
    await page.getByText(/@/).first().waitFor()
  })

  test('adds a contact who has a company and no title, and sees no dot behind it on a phone', async () => {
    await page.setViewportSize({ width: 360, height: 760 })
    await page.goto(`${demo.taskboard}/#contacts`)
    await page.getByRole('button', { name: 'New contact' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Zora Quill')
    await page.getByLabel('E-mail address').fill('zora@quill.example')
    await page.getByLabel('Company').fill('Quill & Co')
    await page.getByRole('button', { name: 'Add to Sandbox CRM' }).click()
    const company = page.getByText('Quill & Co', { exact: true })
    expect(await company.evaluate((element) => getComputedStyle(element, '::after').content)).toBe('none')
  })

  test('connects a second account by API key, told what is wrong with a bad one', async () => {
    await page.goto(demo.taskboard)
    await page.getByRole('link', { name: 'Integrations' }).click()
    const key = await page.locator('.key code').textContent()
    await page.getByRole('button', { name: 'Connect by API key' }).click()
    const field = portal().getByLabel('API key', { exact: true })
    await field.fill('sk_sandbox_not_a_key')
    await portal()
      .getByRole('button', { name: /^Connect/ })
      .click()
    await portal()
      .getByText(/Sandbox CRM says/)
      .waitFor()
    await field.fill(key ?? '')
    await portal()
      .getByRole('button', { name: /^Connect/ })
      .click()
    await portal().getByText('ben@').waitFor()
  })

  test('still reads whose account it is when the provider lets nobody in any more', async () => {
    await page.goto(`${demo.taskboard}/#integrations`)
    await page.getByText('Ada Lindqvist').waitFor()
    await page.goto(`${demo.sandbox}/`)
    await page.getByRole('button', { name: 'Continue as Ada' }).click()
    await page.getByRole('link', { name: 'Connected apps' }).click()
    await page.getByRole('button', { name: 'Remove access' }).click()
    await page.getByText('No app is connected').waitFor()

    await page.goto(`${demo.taskboard}/#integrations`)
    const account = page.getByRole('listitem').filter({ hasText: 'ada@fjordandfinch.example' })
    await account.getByRole('button', { name: 'Connect again' }).waitFor()
  })

  test('disconnects, and the contacts are gone', async () => {
    await page.goto(demo.taskboard)
    await page.getByRole('link', { name: 'Integrations' }).click()
    const disconnect = page.getByRole('button', { name: 'Disconnect' })
    await disconnect.first().click()
    await page.getByRole('button', { name: 'Keep it' }).click()
    await expect.poll(() => isFocused(disconnect.first())).toBe(true)
    await disconnect.first().click()
    await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click()
    await expect.poll(() => disconnect.count()).toBe(1)
    await expect.poll(() => isFocused(page.getByRole('heading', { level: 1 }))).toBe(true)
  })

  test('does the same with the unmodified Paragon SDK', async () => {
    await page.goto(demo.taskboard)
    await page.getByRole('radio', { name: 'Sam' }).check({ force: true }) // who has connected nothing yet
    await page.getByRole('button', { name: 'Connect Sandbox CRM' }).waitFor()
    await page.goto(`${demo.taskboard}/paragon.html`)
    await page.getByRole('button', { name: 'Connect Sandbox CRM' }).click()
    await allowAsAda(() => portal().getByRole('button', { name: 'Connect Sandbox CRM' }).click())
    await portal().getByText('ada@').waitFor()
    await portal().getByRole('button', { name: 'Done' }).click()
    await page.getByText(/of 6\d contacts/).waitFor()
  })

  test('is asked before the page with the Paragon SDK disconnects', async () => {
    await page.request.post(`${demo.taskboard}/api/session`, { data: { userId: 'sam' } })
    await page.goto(`${demo.taskboard}/paragon.html`)
    const disconnect = page.getByRole('button', { name: 'Disconnect' })
    const question = page.getByRole('dialog', { name: 'Disconnect Sandbox CRM?' })
    await disconnect.click()
    await question.getByRole('button', { name: 'Keep it' }).click()
    await page.getByText(/of 6\d contacts/).waitFor()
    await disconnect.click()
    await page.keyboard.press('Escape')
    await page.getByText(/of 6\d contacts/).waitFor()
    await disconnect.click()
    await question.getByRole('button', { name: 'Disconnect' }).click()
    await page.getByRole('status').filter({ hasText: 'Not connected yet' }).waitFor()
    expect(await page.getByRole('listitem').allTextContents()).toStrictEqual(firstSteps.slice(0, -1))
  })

  test('finds nothing cut off on a phone', async () => {
    await page.setViewportSize({ width: 360, height: 760 })
    const sections = ['/contacts', '/settings/apps', '/settings/api-keys', '/developers']
    await page.goto(demo.sandbox)
    await page.getByRole('button', { name: 'Continue as Ada' }).click()
    for (const path of ['/', '/#contacts', '/#integrations', '/paragon.html']) {
      await page.goto(demo.taskboard + path)
      await page.getByRole('heading', { level: 1 }).waitFor()
      expect(await widthBeyondScreen(), path).toBe(0)
    }
    for (const path of sections) {
      await page.goto(demo.sandbox + path)
      expect(await widthBeyondScreen(), path).toBe(0)
      for (const link of await page.getByRole('navigation').getByRole('link').all())
        expect(await isWholeOnScreen(link)).toBe(true)
    }
  })
})
