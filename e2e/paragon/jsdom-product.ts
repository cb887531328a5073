import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type DOMWindow, JSDOM, VirtualConsole } from 'jsdom'
import type { TestServer } from '../../apps/server/src/testing/harness.ts'
import { paragonHosts } from './hosts.ts'
import { Popup } from './jsdom-popup.ts'

type Package = typeof import('@useparagon/connect')

/** A page of the product, with `@useparagon/connect` as it is installed. */
export interface ProductPage extends Pick<Package, 'paragon' | 'connectSingleton' | 'SDK_EVENT'> {
  /** The last window that was opened. */
  popup: () => Popup
  /** What the SDK keeps for the next page load. */
  stored: () => string | null
  /** Ends the page's timers too. */
  close: () => void
}

const require = createRequire(import.meta.url)
const SDK = readFileSync(require.resolve('@useparagon/connect'), 'utf8')

/**
 * Loads the SDK into a page under jsdom and leads it to the server.
 *
 * @param origin the page's own
 */
export function openProductPage(server: TestServer, origin: string): ProductPage {
  // A console of its own that nobody reads: the SDK reports there what it throws, too.
  const page = {
    url: `${origin}/`,
    runScripts: 'outside-only',
    virtualConsole: new VirtualConsole(),
  } as const
  const { window } = new JSDOM('<!doctype html><title>Product</title>', page)
  const popups: Popup[] = []
  const open = (url: string) => {
    const popup = new Popup(window, url)
    popups.push(popup)
    return popup
  }
  Object.assign(window, { open, fetch, Response }) // jsdom has no network for scripts
  const { paragon, connectSingleton, SDK_EVENT } = loadSdk(window)
  paragon.configureGlobal({ host: 'x' }, paragonHosts(server.origin))
  return {
    paragon,
    connectSingleton,
    SDK_EVENT,
    popup() {
      const last = popups.at(-1)
      if (!last) throw new Error('no window was opened')
      return last
    },
    stored: () => window.localStorage.getItem('paragon-connect-user-state'),
    close() {
      for (const popup of popups) popup.close()
      window.close()
    },
  }
}

/** Runs the CommonJS file in the page, so that its timers, storage and document are the page's. */
function loadSdk(window: DOMWindow): Package {
  const module = { exports: {} as Package }
  const run = window.eval(`(function (module, exports, require) {${SDK}\n})`)
  run(module, module.exports, require)
  return module.exports
}
