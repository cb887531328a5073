import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Session } from '../apps/demo/src/taskboard/session.ts'
import { servePage } from '../packages/sdk/src/testing/browser.ts'
import type { Listening } from '../packages/sdk/src/testing/http.ts'
import { launchBrowser } from './browser.ts'
import { type Demo, startDemo } from './demo/demo.ts'

/** What a newcomer writes after docs/own-product.md: one button that connects if need be, and goes on. */
const BODY = `
<button id="connect-sandbox">Contacts</button><output></output>
<script type="module">
  import { createTenon } from '/sdk.js'
  const { host, projectId, token } = JSON.parse(decodeURIComponent(location.hash.slice(1)))
  const tenon = createTenon({ host, projectId, getUserToken: () => token })
  const say = (text) => { document.querySelector('output').textContent = text }
  document.querySelector('#connect-sandbox').onclick = async () => {
    try {
      const connection = await tenon.connect('sandbox', { accountType: 'api_key' })
      if (!connection) return say('nothing connected')
      const { data } = await tenon.request('sandbox', '/contacts', { query: { limit: '2' } }).json()
      say(data.length + ' contacts')
    } catch ({ code, message }) {
      say(code + ': ' + message)
    }
  }
</script>`

let demo: Demo
let browser: Browser
let product: Listening
let page: Page
let session: Session

beforeAll(async () => {
  ;[demo, browser, product] = await Promise.all([startDemo(), launchBrowser(), servePage(BODY)])
  session = (await (await fetch(`${demo.taskboard}/api/session`)).json()) as Session
})
afterAll(async () => {
  await Promise.all([browser.close(), product.close()])
  expect(await demo.stop()).toBe(0)
})

/** Loads the page anew, as a returning user does, and presses its button. */
beforeEach(async () => {
  page = await browser.newPage()
  const token = await (await fetch(`${demo.taskboard}/api/user-token`, { method: 'POST' })).text()
  const settings = { ...session.tenon, token }
  await page.goto(`${product.origin}/#${encodeURIComponent(JSON.stringify(settings))}`)
  await page.getByRole('button', { name: 'Contacts' }).click()
})
afterEach(() => page.close())

const portal = () => page.frameLocator('iframe')

test('a page on an origin that is not listed is told at once, and the command it is told lets it in', async () => {
  const said = page.getByText(/^origin_not_allowed/)
  await said.waitFor({ timeout: 5_000 })
  const text = (await said.textContent()) ?? ''
  expect(text).toContain(`Pages of ${product.origin} may not show the portal`)
  const [, command = ''] = /npx tenon (.*)$/.exec(text) ?? []
  const tenon = fileURLToPath(new URL('../apps/server/bin/tenon.mjs', import.meta.url))
  const env = { ...process.env, TENON_DATA_DIR: demo.dataDir }
  await promisify(execFile)(process.execPath, [tenon, ...command.split(' ')], { env })
})

test('a user connects, and the page goes on', async () => {
  await portal().getByLabel('API key', { exact: true }).fill(session.sandbox.sampleApiKey)
  await portal()
    .getByRole('button', { name: /^Connect/ })
    .click()
  await page.getByText('2 contacts').waitFor()
})

test('for a user who comes back the same button leads there by Done', async () => {
  await portal().getByText('ben@').waitFor()
  await portal().getByRole('button', { name: 'Done' }).click()
  await page.getByText('2 contacts').waitFor()
})

test('one who disconnects instead has nothing connected', async () => {
  await portal().getByRole('button', { name: 'Disconnect' }).click()
  await portal().getByRole('button', { name: 'Yes, disconnect' }).click()
  await portal().getByRole('button', { name: 'Close' }).click()
  await page.getByText('nothing connected').waitFor()
})
