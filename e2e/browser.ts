import { type Browser, chromium } from 'playwright-core'

const FLAGS = [
  '--no-sandbox', // Chromium has none when it is run as root
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Nothing leaves this machine, whatever host a page names.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1',
]

/**
 * A Chromium that shows nothing. One is enough for a file of tests, each in a `newContext()` with storage of its own.
 * Whoever launches it closes it.
 */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH || '/usr/bin/chromium',
    args: FLAGS,
    // Playwright lets every page open windows; users' browsers do so for a click only.
    ignoreDefaultArgs: ['--disable-popup-blocking'],
  })
}
