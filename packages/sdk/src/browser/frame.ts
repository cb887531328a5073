export interface Frame {
  readonly window: Window | null
  readonly isShown: boolean
  show(): void
  hide(): void
  remove(): void
}

export interface FrameOptions {
  src: string
  /** An element, or a selector for one, that holds the portal. Default: it covers the whole page. */
  container: HTMLElement | string | undefined
  onLoad: () => void
}

/**
 * The frame's `color-scheme`, told to its page as well. Browsers put an opaque ground under a page whose scheme is another
 * than its frame's (CSS Color Adjust §2.4), and by itself the frame would have that of the product's page.
 */
const COLOR_SCHEME = 'light dark'

/** The hidden iframe that the portal page lives in. */
export function createFrame({ src, container, onLoad }: FrameOptions): Frame {
  const holder = typeof container === 'string' ? document.querySelector(container) : container
  const iframe = document.createElement('iframe')
  iframe.title = 'Connect Portal'
  iframe.allow = 'clipboard-write'
  iframe.src = withColorScheme(src)
  iframe.addEventListener('load', onLoad)
  Object.assign(iframe.style, {
    position: holder ? 'absolute' : 'fixed',
    inset: '0',
    width: '100%',
    height: '100%',
    border: '0',
    colorScheme: COLOR_SCHEME,
    zIndex: '2147483647', // above whatever the page has; it is the largest there is
  })
  setHidden(true)
  ;(holder ?? document.body).append(iframe)
  let restorePage: (() => void) | undefined

  function setHidden(isHidden: boolean): void {
    iframe.style.display = isHidden ? 'none' : 'block'
    iframe.toggleAttribute('inert', isHidden)
    if (isHidden) iframe.setAttribute('aria-hidden', 'true')
    else iframe.removeAttribute('aria-hidden')
  }

  return {
    get window() {
      return iframe.contentWindow
    },
    get isShown() {
      return restorePage !== undefined
    },
    show() {
      if (restorePage) return
      setHidden(false)
      restorePage = holder ? () => {} : coverPage(iframe)
      iframe.focus()
    },
    hide() {
      setHidden(true)
      restorePage?.()
      restorePage = undefined
    },
    remove() {
      restorePage?.()
      iframe.remove()
    },
  }
}

function withColorScheme(src: string): string {
  const url = new URL(src)
  url.searchParams.set('colorScheme', COLOR_SCHEME)
  return url.href
}

/** Behind a full-page portal nothing scrolls, takes focus or is read aloud. */
function coverPage(iframe: HTMLIFrameElement): () => void {
  const { body } = document
  const { overflow } = body.style
  const covered = [...body.children].filter((child) => child !== iframe && !child.hasAttribute('inert'))
  for (const child of covered) child.toggleAttribute('inert', true)
  body.style.overflow = 'hidden'
  return () => {
    for (const child of covered) child.removeAttribute('inert')
    body.style.overflow = overflow
  }
}
