import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Browser, missingBrowser, openBrowser, servePage } from '../testing/browser.ts'
import { type Listening, listen, sendHtml } from '../testing/http.ts'
import { connected, PROJECT_ID } from '../testing/project.ts'
import { userToken } from '../testing/tokens.ts'
import { startWireServer, type WireServer } from '../testing/wire-server.ts'

const TIMEOUT_MS = 30_000

/** The product's page: two buttons, and a list of all that happens. */
const BODY = `
<div id="card"><button id="connect">Connect</button></div><button id="install">Install</button>
<script type="module">
  import { createTenon } from '/sdk.js'
  const { host, projectId, token } = JSON.parse(decodeURIComponent(location.hash.slice(1)))
  const log = []
  const tenon = createTenon({ host, projectId, getUserToken: () => token })
  const settle = (promise) =>
    promise.then((connection) => log.push(connection?.status ?? 'none'), ({ code }) => log.push(code))
  tenon.subscribe('onIntegrationInstall', () => log.push('installed'))
  document.querySelector('#connect').onclick = () =>
    settle(tenon.connect('slack', { onError: ({ code }) => log.push('error ' + code) }))
  document.querySelector('#install').onclick = () => settle(tenon.installIntegration('slack'))
  Object.assign(window, { tenon, log })
</script>`

declare global {
  interface Window {
    tenon: import('./index.ts').Tenon
    log: string[]
  }
}

describe.skipIf(missingBrowser)('in a browser', { timeout: TIMEOUT_MS }, () => {
  let browser: Browser
  let product: Listening
  let server: WireServer
  let page: Page

  beforeAll(async () => {
    ;[browser, product] = await Promise.all([openBrowser(), servePage(BODY)])
  }, TIMEOUT_MS)
  afterAll(() => Promise.all([browser?.close(), product?.close()]))

  beforeEach(async () => {
    server = await startWireServer()
    page = await browser.context.newPage()
    const settings = { host: server.origin, projectId: PROJECT_ID, token: userToken() }
    await page.goto(`${product.origin}/#${encodeURIComponent(JSON.stringify(settings))}`)
    await page.waitForFunction(() => window.log)
  })
  afterEach(async () => {
    await page.close()
    await server.close()
  })

  const logged = async (entry: string) => {
    await page.waitForFunction((wanted) => window.log.includes(wanted), entry)
    return page.evaluate(() => window.log)
  }
  const portal = () => page.frameLocator('iframe')

  /** Clicks, and gives the window that this opens. */
  async function popupOf(click: Promise<void>): Promise<Page> {
    const [popup] = await Promise.all([page.waitForEvent('popup'), click])
    await popup.waitForSelector('#allow')
    return popup
  }

  it('connects through portal and popup, and the portal closes', async () => {
    await page.click('#connect')
    const popup = await popupOf(portal().locator('#connect').click())
    await Promise.all([popup.waitForEvent('close'), popup.click('#allow')])
    expect(await logged('VALID')).toEqual(['installed', 'VALID'])
    await portal().locator('#close').click()
    await page.locator('iframe').waitFor({ state: 'hidden' })
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('connect')
  })

  /** From the page's own button to "Close" in the portal, by keys alone. */
  async function openAndCloseByKeys(meanwhile: () => Promise<unknown>): Promise<void> {
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('connect')
    await page.keyboard.press('Enter')
    await portal().locator('#close').waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    expect(await portal().locator(':focus').getAttribute('id')).toBe('close')
    await meanwhile()
    await page.keyboard.press('Enter')
    await page.locator('iframe').waitFor({ state: 'hidden' })
  }

  it.each([
    ['goes back to what opened it', 'connect', () => {}],
    [
      'goes to what has taken its place under the same id',
      'connect',
      () => {
        const card = document.querySelector('#card') as HTMLElement
        card.innerHTML = '<a href="#">Account</a><button id="connect">Settings</button>'
      },
    ],
  ] satisfies [string, string, () => void][])(
    'the focus, by keyboard, %s when the portal is closed',
    async (_, id, change) => {
      await openAndCloseByKeys(() => page.evaluate(change))
      await page.waitForFunction((wanted) => document.activeElement?.id === wanted, id)
      await page.keyboard.press('Tab') // and goes on from there
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('install')
    },
  )

  it('tells portal and page of a denied consent, and of a closed window', async () => {
    await page.click('#connect')
    const denying = await popupOf(portal().locator('#connect').click())
    await denying.click('#deny')
    await logged('error access_denied')
    const shown = await portal()
      .locator('body')
      .evaluate(() => JSON.stringify((window as unknown as { states: unknown[] }).states.at(-1)))
    expect(JSON.parse(shown).nextModalState.connectionError.errorResponse.code).toBe('access_denied')

    const closing = await popupOf(portal().locator('#connect').click())
    await closing.close()
    await logged('error popup_closed')
    await portal().locator('#close').click()
    expect(await logged('none')).toEqual(['error access_denied', 'error popup_closed', 'none'])
  })

  it('connects without the portal, from one click, with nothing loaded before', async () => {
    const popup = await popupOf(page.click('#install'))
    await popup.click('#allow')
    expect(await logged('VALID')).toEqual(['installed', 'VALID'])
    expect(await page.locator('iframe').count()).toBe(0)
    // by it the server tells pages that the project lists from others
    const nonce = server.to('/oauth-nonce').find(({ method }) => method === 'GET')
    expect(nonce?.headers.referer).toBe(`${product.origin}/`)
  })

  it('lets no other frame or window call its functions', async () => {
    connected(server.project, 'slack')
    const hostile = await listen((_, response) =>
      sendHtml(
        response,
        `<script>
          const ask = { messageType: 'SDK_FUNCTION_INVOCATION', type: 'uninstallIntegration', parameters: ['slack'], id: '1' }
          parent.postMessage(ask, '*')
          parent.postMessage({ type: 'done' }, '*')
        </script>`,
      ),
    )
    await page.click('#connect')
    await page.locator('iframe').waitFor({ state: 'visible' })
    await page.evaluate((url) => {
      const heard = new Promise((resolve) => {
        window.addEventListener('message', ({ data }) => data.type === 'done' && resolve(undefined))
      })
      const frame = document.createElement('iframe')
      frame.src = url
      document.body.append(frame)
      // the page itself is no better
      window.postMessage(
        { messageType: 'SDK_FUNCTION_INVOCATION', type: 'onClose', parameters: [], id: '2' },
        '*',
      )
      return heard
    }, hostile.origin)
    // the portal's own frame, once it shows another site
    await page.evaluate((url) => {
      const heard = new Promise((resolve) => {
        window.addEventListener('message', ({ data }) => data.type === 'done' && resolve(undefined))
      })
      document.querySelector('iframe')?.setAttribute('src', url)
      return heard
    }, hostile.origin)
    await page.evaluate(() => window.tenon.getUser())
    expect(server.received.filter(({ method }) => method === 'DELETE')).toEqual([])
    expect(await page.evaluate(() => window.log)).toEqual([])
    await hostile.close()
  })

  it('carries bytes and errors across origins', async () => {
    const outcome = await page.evaluate(async () => {
      const bytes = await window.tenon.request('slack', '/', { body: new Uint8Array([0, 255]) }).arrayBuffer()
      const controller = new AbortController()
      const aborted = window.tenon
        .request('slack', '/', { signal: controller.signal })
        .catch(({ name }) => name)
      controller.abort()
      const refused = await window.tenon.connectAction('other', {}).catch(({ code }) => code)
      return { bytes: [...new Uint8Array(bytes)], aborted: await aborted, refused }
    })
    expect(outcome).toEqual({ bytes: [0, 255], aborted: 'AbortError', refused: 'not_found' })
  })
})
