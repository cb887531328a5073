import { html, type Page } from './html.ts'

/** For an administrator who has to enter our addresses at the provider. */
export function activatePage(about: {
  integration: string
  product: string
  callbackUrl: string
  identityUrl: string
}): Page {
  const { integration, product, callbackUrl, identityUrl } = about
  return {
    title: `Connect ${integration}`,
    body: html`
      <h1>Connect ${integration} to ${product}</h1>
      <p>In the admin of your store, add an integration with these two addresses, choose what it may use, save it and
        activate it. This page is good for 15 minutes.</p>
      <form>
        ${field('callback', 'Callback URL', callbackUrl)}
        ${field('identity', 'Identity link URL', identityUrl)}
      </form>
      <p role="status" id="copied"></p>`,
    script: html`
      for (const button of document.querySelectorAll('button[data-copies]')) {
        button.addEventListener('click', async () => {
          const input = document.getElementById(button.dataset.copies)
          input.select()
          try {
            await navigator.clipboard.writeText(input.value)
            document.getElementById('copied').textContent = 'Copied.'
          } catch {
            document.getElementById('copied').textContent = 'Press Ctrl+C or ⌘C to copy.'
          }
        })
      }`,
  }
}

function field(id: string, label: string, value: string) {
  return html`
        <label for="${id}">${label}</label>
        <input id="${id}" readonly value="${value}">
        <button type="button" data-copies="${id}">Copy the ${label}</button>`
}
