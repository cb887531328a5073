import { type DOMWindow, JSDOM } from 'jsdom'
import { openBrowser } from '../../apps/server/src/testing/browser.ts'

/**
 * A window that a page under jsdom opened: pages are fetched as a browser would, with redirects and cookies, and their
 * scripts run, so they talk to the opener by themselves. As seen from the opener, what is on another origin is out of
 * reach.
 */
export class Popup {
  readonly location: { href: string }
  /** The window has closed, by itself or by its opener. */
  closed = false

  readonly #browser = openBrowser()
  readonly #opener: DOMWindow
  #shown: DOMWindow | undefined

  constructor(opener: DOMWindow, url: string) {
    this.#opener = opener
    const go = (to: string) =>
      this.#open(() => this.#browser.open(to, { referer: `${opener.location.origin}/` }))
    this.location = {
      get href(): string {
        throw crossOrigin()
      },
      set href(to: string) {
        go(to)
      },
    }
    go(url)
  }

  get opener(): never {
    throw crossOrigin()
  }

  /** What the page says, without the spaces between. Empty until there is one. */
  get text(): string {
    return this.#shown?.document.querySelector('main')?.textContent?.replace(/\s+/g, ' ').trim() ?? ''
  }

  close(): void {
    this.closed = true
    this.#shown?.close()
  }

  /** Presses the form's button of that text. */
  press(label: string): void {
    const buttons = this.#shown?.document.querySelectorAll('form button') ?? []
    const button = [...buttons].find(({ textContent }) => textContent === label)
    if (!this.#shown || !button) throw new Error(`the page has no button "${label}": ${this.text}`)
    const { HTMLFormElement, HTMLButtonElement, FormData } = this.#shown
    const form = button.closest('form')
    if (!(form instanceof HTMLFormElement && button instanceof HTMLButtonElement)) return
    const fields = Object.fromEntries([...new FormData(form), [button.name, button.value]])
    this.#open(() => this.#browser.post(form.action, fields as Record<string, string>))
  }

  /** A page that cannot be fetched fails the test run as an unhandled rejection. */
  async #open(request: () => Promise<Response>): Promise<void> {
    const response = await request()
    this.#show(await response.text(), response.url)
  }

  #show(html: string, url: string): void {
    const opener = this.#opener
    const { window } = new JSDOM(html, {
      url,
      runScripts: 'dangerously',
      beforeParse: (shown) => {
        shown.opener = {
          postMessage(data: unknown, targetOrigin: string) {
            if (targetOrigin !== opener.location.origin) return
            opener.dispatchEvent(new opener.MessageEvent('message', { data, origin: new URL(url).origin }))
          },
        }
        shown.close = () => {
          this.closed = true
        }
      },
    })
    this.#shown = window
  }
}

function crossOrigin(): DOMException {
  return new DOMException('Blocked a frame from accessing a cross-origin frame.', 'SecurityError')
}
