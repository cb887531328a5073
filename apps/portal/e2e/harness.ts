import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PortalView } from '@tenon/core'
import { type BrowserContext, chromium, type FrameLocator, type Page } from 'playwright-core'
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
  /** Merged into the first modal state: `apiInstallationOptions`, `selectedCredentialId` … */
  modal?: Record<string, unknown>
  integration?: Record<string, unknown>
}

export interface Opened {
  page: Page
  portal: FrameLocator
  /** The SDK's functions that the portal has called so far, in order. */
  calls(type?: string): Promise<{ type: string; parameters: unknown[] }[]>
  /** Runs in the host page, where `sdk` plays the SDK. */
  host<Argument>(act: string, argument?: Argument): Promise<unknown>
}

export interface Harness {
  /** Where the page was built to. */
  dist: string
  server: TestServer
  open(portal: TestServer['portal'] | PortalView, options?: OpenOptions): Promise<Opened>
  closePages(): Promise<void>
  close(): Promise<void>
}

/** The built page, a server for it, a host page on another origin, and one browser for all tests of a file. */
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
  return {
    dist,
    server,
    async open(answer, options = {}) {
      server.portal = typeof answer === 'object' && 'product' in answer ? { view: answer } : answer
      const page = await newPage(browser, options)
      const query = new URLSearchParams({ portal: server.origin, lang: options.language ?? 'en' })
      await page.goto(`${hostServer.origin}/host?${query}`)
      await page.locator('html[data-ready]').waitFor({ state: 'attached' })
      const opened: Opened = {
        page,
        portal: page.frameLocator('iframe'),
        calls: async (type) => {
          const all = (await page.evaluate('sdk.calls')) as { type: string; parameters: unknown[] }[]
          return type === undefined ? all : all.filter((call) => call.type === type)
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
    async closePages() {
      await Promise.all(browser.pages().map((page) => page.close()))
    },
    async close() {
      await browser.close()
      await Promise.all([server.close(), hostServer.close()])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function newPage(browser: BrowserContext, { scheme, width, height }: OpenOptions): Promise<Page> {
  const page = await browser.newPage()
  await page.setViewportSize({ width: width ?? 1100, height: height ?? 820 })
  await page.emulateMedia({ colorScheme: scheme ?? 'light', reducedMotion: 'reduce' })
  // What the page's policy forbids would only be seen in the console.
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) throw new Error(message.text())
  })
  return page
}
