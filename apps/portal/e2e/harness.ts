import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PortalView } from '@tenon/core'
import { chromium, type Frame, type FrameLocator, type Page } from 'playwright-core'
import { build } from 'vite'
import { startServer, type TestServer } from './server.ts'

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export interface OpenOptions {
  scheme?: 'light' | 'dark'
  width?: number
  height?: number
  language?: string
  /** `color-scheme` of the host page; by default `normal`. */
  hostScheme?: string
  /** The iframe is as `@useparagon/connect` makes it. */
  isParagon?: boolean
  /** Merged into the first modal state: `apiInstallationOptions`, `selectedCredentialId` … */
  modal?: Record<string, unknown>
  integration?: Record<string, unknown>
}

export interface Opened {
  page: Page
  portal: FrameLocator
  /** The iframe's own document. */
  frame(): Promise<Frame>
  /** The SDK's functions that the portal has called so far, in order; of one, once there are `count` of its calls. */
  calls(type?: string, count?: number): Promise<{ type: string; parameters: unknown[] }[]>
  /** Runs in the host page, where `sdk` plays the SDK. */
  host<Argument>(act: string, argument?: Argument): Promise<unknown>
}

export interface Harness {
  /** Where the page was built to. */
  dist: string
  server: TestServer
  /** What the pages threw, or did against their content security policy. */
  violations: string[]
  /** What the page told the browser's console as errors. */
  consoleErrors: string[]
  open(portal: TestServer['portal'] | PortalView, options?: OpenOptions): Promise<Opened>
  close(): Promise<void>
}

/** The built page, a server for it, a host page on another origin, and one browser tab for all tests of a file. */
export async function startHarness(): Promise<Harness> {
  const folder = await mkdtemp(join(tmpdir(), 'tenon-portal-'))
  const dist = join(folder, 'dist')
  await build({
    root: join(import.meta.dirname, '..'),
    logLevel: 'error',
    build: { outDir: dist, emptyOutDir: true },
  })
  const [server, hostServer] = [await startServer(dist), await startServer(dist)]
  const browser = await chromium.launchPersistentContext(join(folder, 'browser'), {
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    headless: true,
    args: FLAGS,
  })
  browser.setDefaultTimeout(10_000)
  const page = browser.pages()[0] ?? (await browser.newPage())
  const violations: string[] = []
  const consoleErrors: string[] = []
  page.on('pageerror', (error) => violations.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') consoleErrors.push(message.text())
    if (message.text().includes('Content Security Policy')) violations.push(message.text())
  })
  return {
    dist,
    server,
    violations,
    consoleErrors,
    async open(answer, options = {}) {
      server.portal = typeof answer === 'object' && 'product' in answer ? { view: answer } : answer
      await page.setViewportSize({ width: options.width ?? 1100, height: options.height ?? 820 })
      await page.emulateMedia({ colorScheme: options.scheme ?? 'light', reducedMotion: 'reduce' })
      const query = new URLSearchParams({ portal: server.origin, lang: options.language ?? 'en' })
      query.set('scheme', options.hostScheme ?? 'normal')
      if (options.isParagon) query.set('paragon', '')
      await page.goto(`${hostServer.origin}/host?${query}`)
      await page.locator('html[data-ready]').waitFor({ state: 'attached' })
      const opened: Opened = {
        page,
        portal: page.frameLocator('iframe'),
        async frame() {
          const frame = await (await page.locator('iframe').elementHandle())?.contentFrame()
          if (!frame) throw new TypeError('the host page has no iframe')
          return frame
        },
        async calls(type, count = 0) {
          const chosen = `sdk.calls.filter(({ type }) => ${type === undefined} || type === '${type}')`
          await page.waitForFunction(`${chosen}.length >= ${count}`)
          return (await page.evaluate(chosen)) as { type: string; parameters: unknown[] }[]
        },
        host: (act, argument) => page.evaluate(`(${act})(${JSON.stringify(argument)})`),
      }
      const integration = {
        id: 'integration-1',
        type: 'salesforce',
        name: 'Salesforce',
        ...options.integration,
      }
      await opened.host('(modal) => sdk.setModal(modal)', { integration, ...options.modal })
      return opened
    },
    async close() {
      await browser.close()
      await Promise.all([server.close(), hostServer.close()])
      await rm(folder, { recursive: true, force: true })
    },
  }
}
