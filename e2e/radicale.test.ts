import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CallInit, startTestServer, type TestServer } from '../apps/server/src/testing/harness.ts'
import { launchBrowser } from './browser.ts'
import { type ProductServer, startProductServer } from './paragon/product-server.ts'
import type { App } from './real/app-process.ts'
import { hasRadicale, radicalePage, startRadicale, USER } from './real/radicale.ts'

/** A real CalDAV server as the provider: HTTP Basic, verbs of WebDAV, XML and iCalendar. */

const PROPFIND = `<?xml version="1.0" encoding="utf-8"?>
<d:propfind xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop><d:resourcetype/><d:getetag/></d:prop></d:propfind>`
const REPORT = `<?xml version="1.0" encoding="utf-8"?>
<c:calendar-query xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop><c:calendar-data/></d:prop>
<c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT"/></c:comp-filter></c:filter></c:calendar-query>`
const EVENT = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Test//EN
BEGIN:VEVENT
UID:first@example.com
DTSTAMP:20260101T000000Z
DTSTART:20260102T090000Z
SUMMARY:Note G – über die Maschine
END:VEVENT
END:VCALENDAR
`.replaceAll('\n', '\r\n')

describe.skipIf(!hasRadicale)('Radicale', () => {
  let radicale: App
  let browser: Browser
  let product: ProductServer
  let server: TestServer
  let page: Page

  beforeAll(async () => {
    ;[radicale, browser, product] = await Promise.all([
      startRadicale(),
      launchBrowser(),
      startProductServer(['2.4.0']),
    ])
    server = await startTestServer({
      allowedOrigins: [product.origin],
      providers: [radicalePage(radicale.origin)],
    })
    await server.integrate({ provider: 'radicale' })
    const made = await directly('/ada/engine/', { method: 'MKCALENDAR' })
    expect(made.status).toBe(201)
    const context = await browser.newContext()
    context.setDefaultTimeout(10_000)
    page = await context.newPage()
  })
  afterAll(async () => {
    await browser.close()
    await Promise.all([server.close(), product.close()])
    await radicale.close()
  })

  /** Without us in between. */
  function directly(path: string, init: RequestInit): Promise<Response> {
    const pair = Buffer.from(`${USER.username}:${USER.password}`).toString('base64')
    return fetch(radicale.origin + path, {
      ...init,
      headers: { ...init.headers, authorization: `Basic ${pair}` },
    })
  }

  const call = (path: string, init: CallInit) => server.call(`sdk/proxy/radicale${path}`, init)

  /** What both answered, without what differs from one request to the next. */
  async function both(path: string, init: CallInit): Promise<[ours: unknown, theirs: unknown]> {
    const answers = await Promise.all([call(path, init), directly(path, init as RequestInit)])
    const read = async (answer: Response) => ({
      status: answer.status,
      type: answer.headers.get('content-type'),
      etag: answer.headers.get('etag'),
      dav: answer.headers.get('dav'),
      body: await answer.text(),
    })
    return Promise.all(answers.map(read)) as Promise<[unknown, unknown]>
  }

  test('is connected in the portal, which shows what the server says of a wrong password', async () => {
    await page.goto(`${product.origin}/2.4.0`)
    const settings = { server: server.origin, projectId: server.ctx.project.id, token: server.token() }
    await page.evaluate((options) => window.product.signIn(options), settings)
    await page.getByRole('button', { name: 'Connect radicale', exact: true }).click()
    const portal = page.frameLocator('#paragon-connect-frame')
    await portal.getByRole('textbox', { name: 'User' }).fill(USER.username)
    await portal.getByRole('textbox', { name: 'Calendar' }).fill('engine')
    await portal.getByRole('textbox', { name: 'Password' }).fill('wrong')
    await portal.getByRole('button', { name: 'Connect Radicale' }).click()
    await portal.getByText('Radicale says: Access to the requested resource forbidden.').first().waitFor()
    await portal.getByRole('textbox', { name: 'Password' }).fill(USER.password)
    await portal.getByRole('button', { name: 'Connect Radicale' }).click()
    await portal.getByText('Radicale is connected').first().waitFor()
  })

  test('takes an event, and is asked for it by PROPFIND and REPORT; their answers come as they are', async () => {
    const put = await call('/ada/engine/first.ics', {
      method: 'PUT',
      headers: { 'content-type': 'text/calendar; charset=utf-8', 'if-none-match': '*' },
      body: EVENT,
    })
    expect([put.status, put.headers.get('etag')]).toEqual([201, expect.stringMatching(/^"\w+"$/)])
    for (const [method, body] of [
      ['PROPFIND', PROPFIND],
      ['REPORT', REPORT],
    ] as const) {
      const headers = { depth: '1', 'content-type': 'application/xml; charset=utf-8' }
      const [ours, theirs] = await both('/ada/engine/', { method, headers, body })
      expect(ours).toEqual(theirs)
      expect(ours).toMatchObject({ status: 207, body: expect.stringContaining('first.ics') })
    }
    const [ours, theirs] = await both('/ada/engine/first.ics', { method: 'GET' })
    expect(ours).toEqual(theirs)
    expect(ours).toMatchObject({ status: 200, body: expect.stringContaining('über die Maschine') })
  })

  test('refuses what is not allowed in its own words', async () => {
    const again = { method: 'PUT', headers: { 'if-none-match': '*' }, body: EVENT }
    const [ours, theirs] = await both('/ada/engine/first.ics', again)
    expect(ours).toEqual(theirs)
    expect(ours).toMatchObject({ status: 412 })
    const stranger = await call('/grace/engine/', {
      method: 'PROPFIND',
      headers: { depth: '0' },
      body: PROPFIND,
    })
    expect([stranger.status, await stranger.text()]).toEqual([
      403,
      'Access to the requested resource forbidden.',
    ])
  })

  test('forgets an event that is deleted', async () => {
    const deleted = await call('/ada/engine/first.ics', { method: 'DELETE' })
    expect(deleted.status).toBe(200)
    expect((await call('/ada/engine/first.ics', { method: 'GET' })).status).toBe(404)
  })
})
