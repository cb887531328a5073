import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BrowserContext, chromium } from 'playwright-core'
import { build } from 'vite'
import { type Listening, listen, sendHtml } from './http.ts'

const executablePath = process.env.CHROMIUM_PATH || '/usr/bin/chromium'

/** Why tests in a browser cannot run here, if so. */
export const missingBrowser = existsSync(executablePath)
  ? undefined
  : `no Chromium at ${executablePath}: set CHROMIUM_PATH`

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export interface Browser {
  context: BrowserContext
  close(): Promise<void>
}

export async function openBrowser(): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'tenon-sdk-browser-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: FLAGS,
    headless: true,
  })
  return {
    context,
    async close() {
      await context.close()
      await rm(profile, { recursive: true, force: true })
    },
  }
}

/** A product's page, with the SDK as a bundler gives it to a browser. Its body is empty but for `body`. */
export async function servePage(body: string): Promise<Listening> {
  const sdk = await bundleSdk()
  // another site than Tenon's 127.0.0.1, so that everything between the two is cross-site
  return listen(({ path }, response) => {
    if (path !== '/sdk.js') return sendHtml(response, `<body>${body}`)
    response.writeHead(200, { 'content-type': 'text/javascript' }).end(sdk)
  }, 'localhost')
}

async function bundleSdk(): Promise<string> {
  const entry = fileURLToPath(new URL('../browser/index.ts', import.meta.url))
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    build: { write: false, lib: { entry, formats: ['es'], fileName: 'sdk' } },
  })
  const [{ output } = { output: [] }] = Array.isArray(built) ? built : []
  const [chunk] = output
  if (chunk?.type !== 'chunk') throw new TypeError('The SDK was not bundled')
  return chunk.code
}
