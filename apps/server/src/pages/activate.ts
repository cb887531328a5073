import { activateTexts } from './activate-texts.ts'
import { html, type Page, scriptValue } from './html.ts'

/** For an administrator who has to enter our addresses at the provider. */
export function activatePage(about: {
  integration: string
  product: string
  callbackUrl: string
  identityUrl: string
  /** As the user entered it; `undefined` when none was asked. */
  storeUrl: string | undefined
  acceptLanguage: string | undefined
}): Page {
  const { integration, product, callbackUrl, identityUrl, storeUrl } = about
  const { language, texts } = activateTexts(about.acceptLanguage)
  const { hostname } = new URL(callbackUrl)
  return {
    title: texts.title(integration),
    language,
    isWide: true,
    body: html`
      <h1>${texts.heading(integration, product)}</h1>
      ${isLoopback(hostname) ? html`<p class="warning" role="alert">${texts.local(hostname)}</p>` : ''}
      <ol>
        <li>
          <p>${texts.open}</p>
          ${storeUrl === undefined ? '' : html`<p><a href="${adminUrl(storeUrl)}" target="_blank" rel="noopener noreferrer">${texts.admin}</a> <small>${texts.adminNote}</small></p>`}
        </li>
        <li>
          <p>${texts.enter}</p>
          ${address('callback', texts.callback, callbackUrl, texts.copy)}
          ${address('identity', texts.identity, identityUrl, texts.copy)}
          <p role="status" id="copied"></p>
        </li>
        <li><p>${texts.allow(product)}</p></li>
      </ol>
      <div class="waiting"><span class="spinner" aria-hidden="true"></span><p role="status"><strong>${texts.waiting}</strong><br>${texts.waitingNote}</p></div>
      ${storeUrl === undefined ? '' : html`<p>${texts.wrong(storeUrl)}</p><button type="button" id="correct">${texts.correct}</button>`}`,
    // To correct the address is to close this window: the page that opened it has it still.
    script: html`
      document.getElementById('correct')?.addEventListener('click', () => window.close())
      for (const button of document.querySelectorAll('button[data-copies]')) {
        button.addEventListener('click', async () => {
          const address = document.getElementById(button.dataset.copies)
          getSelection().selectAllChildren(address)
          const copied = document.getElementById('copied')
          try {
            await navigator.clipboard.writeText(address.textContent)
            copied.textContent = ${scriptValue(texts.copied)}
          } catch {
            copied.textContent = ${scriptValue(texts.press)}
          }
        })
      }`,
  }
}

function address(id: string, label: string, url: string, copy: (label: string) => string) {
  return html`
          <div class="address">
            <strong>${label}</strong>
            <code id="${id}">${url}</code>
            <button type="button" data-copies="${id}">${copy(label)}</button>
          </div>`
}

/** Where Magento's admin is unless the store chose another path. */
function adminUrl(storeUrl: string): string {
  return `${storeUrl.replace(/\/+$/, '')}/admin`
}

/** RFC 6761 §6.3, and the addresses it stands for. */
function isLoopback(hostname: string): boolean {
  return /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname)
}
