import { type Html, html, type Page, scriptValue } from './html.ts'

/**
 * Tells the page that opened the popup that it may send the popup on to the provider.
 *
 * @param cookie set if there is such a page
 */
export function noncePage({ openerOrigin, cookie }: { openerOrigin: string; cookie: string }): Page {
  return {
    title: 'Connecting…',
    body: html`
      <h1>Connecting…</h1>
      <p>You are being sent on to sign in.</p>
      <p class="late">This takes longer than it should. Close this window and try again.</p>`,
    script: html`
      if (window.opener) {
        document.cookie = ${scriptValue(cookie)}
        window.opener.postMessage({ type: 'oauth-nonce-loaded' }, ${scriptValue(openerOrigin)})
      }`,
  }
}

/** Before anything is saved for a page we do not know: whose account will be connected to what, and for whom. */
export function confirmPage(about: {
  integration: string
  product: string
  user: string
  fields: Record<string, string>
  /** Where the answer goes, relative to the page's own address. */
  confirmPath: string
}): Page {
  return {
    title: `Connect ${about.integration}`,
    body: html`
      <h1>Connect ${about.integration} to ${about.product}?</h1>
      <p>Your account will be used by <strong>${about.product}</strong>, where you are signed in as <strong>${about.user}</strong>.</p>
      <p>If you did not start this yourself, cancel.</p>
      <form method="post" action="${about.confirmPath}">
        ${Object.entries(about.fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
        <button class="primary" name="decision" value="connect">Connect</button>
        <button name="decision" value="cancel">Cancel</button>
      </form>`,
  }
}

/** What to post to the page that opened the popup. */
export interface Tell {
  openerOrigin: string
  message: object
}

export function connectedPage(
  about: { integration: string; product: string; isPending: boolean },
  tell?: Tell,
): Page {
  const next = about.isPending
    ? `Go back to ${about.product}: there is one more thing to choose.`
    : `You can go back to ${about.product}.`
  return {
    title: 'Connected',
    body: html`<div class="mark" aria-hidden="true">✓</div><h1>${about.integration} is connected</h1><p>${next} This window closes by itself.</p>`,
    script: html`${post(tell)}; window.close()`,
  }
}

export function failedPage(message: string, tell?: Tell): Page {
  return {
    title: 'Not connected',
    body: html`
      <div class="mark failed" aria-hidden="true">!</div><h1>Not connected</h1>
      <p role="alert">${message}</p>
      <form><button class="primary" type="button" id="close">Close this window</button></form>`,
    script: html`
      document.getElementById('close').addEventListener('click', () => window.close())
      ${post(tell)}`,
  }
}

function post(tell: Tell | undefined): Html {
  if (!tell) return html``
  return html`window.opener?.postMessage(${scriptValue(tell.message)}, ${scriptValue(tell.openerOrigin)})`
}
