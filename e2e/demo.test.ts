import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
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
  await Promise.all([popup.waitForEvent('close'), popup.getByRole('button', { name: /allow/i }).click()])
}

describe('a newcomer', () => {
  test('finds three addresses and what to try first', () => {
    expect(demo.output()).toContain(demo.taskboard)
    expect(demo.output()).toContain(demo.server)
    expect(demo.output()).toMatch(/Try this first/)
  })

  test('connects the sandbox account by OAuth through the portal and sees its contacts', async () => {
    await page.goto(demo.taskboard)
    await page.getByRole('button', { name: 'Connect Sandbox CRM' }).click()
    await allowAsAda(() => portal().getByRole('button', { name: 'Connect Sandbox CRM' }).click())
    await portal().getByText('ada@').waitFor()
    await portal().getByRole('button', { name: 'Done' }).click()
    await page.getByRole('link', { name: 'Open contacts' }).click()
    await page.getByText(/@/).first().waitFor()
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

  test('disconnects, and the contacts are gone', async () => {
    await page.goto(demo.taskboard)
    await page.getByRole('link', { name: 'Integrations' }).click()
    await page.getByRole('button', { name: 'Disconnect' }).first().click()
    await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click()
    await expect.poll(() => page.getByRole('button', { name: 'Disconnect' }).count()).toBe(1)
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
    await page
      .getByText(/contacts/)
      .first()
      .waitFor()
  })
})
