import { type Html, html } from '../html.ts'
import { cardPage } from './layout.ts'

/** Says what went wrong and what to do; `code` is for the app's developer. */
export function errorPage({ title, message, code }: { title: string; message: string; code: string }): Html {
  return cardPage({
    title,
    main: html`<h1>${title}</h1>
      <p class="lead">${message}</p>
      <p>Close this window, go back to the app you came from and start again.</p>
      <p class="hint">For its developer: <code>${code}</code></p>`,
  })
}
