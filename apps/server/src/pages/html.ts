import { randomBytes } from 'node:crypto'
import type { FastifyReply } from 'fastify'

/** HTML that is safe to send. Made by {@link html}, which escapes every value put into it. */
export interface Html {
  readonly html: string
}

/** Escapes each value unless it is HTML already; lists are joined. */
export function html(strings: TemplateStringsArray, ...values: (string | Html | Html[])[]): Html {
  return { html: String.raw({ raw: strings }, ...values.map(toText)) }
}

function toText(value: string | Html | Html[]): string {
  if (typeof value === 'string') return escaped(value)
  return Array.isArray(value) ? value.map((part) => part.html).join('') : value.html
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}

/** A value for a script of ours: JSON in which nothing can end the script element. */
export function scriptValue(value: unknown): Html {
  return { html: JSON.stringify(value).replace(/</g, '\\u003c') }
}

export interface Page {
  title: string
  /** Of its texts; by default English. */
  language?: string
  /** With addresses that are to be read on one line where there is room. */
  isWide?: boolean
  body: Html
  /** Runs under a nonce; may use {@link scriptValue}s. */
  script?: Html
}

/**
 * Sends a page of the OAuth popup. It sets no Cross-Origin-Opener-Policy, which would cut the popup's `opener`, may not be
 * framed, and runs no script but its own.
 */
export function sendPage(reply: FastifyReply, status: number, page: Page): FastifyReply {
  const nonce = randomBytes(16).toString('base64')
  const policy = [
    `default-src 'none'`,
    `style-src 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    `form-action 'self'`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
  ]
  return reply
    .code(status)
    .headers({
      'content-security-policy': policy.join('; '),
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
    .type('text/html; charset=utf-8')
    .send(layout(page, nonce).html)
}

function layout({ title, language = 'en', isWide, body, script }: Page, nonce: string): Html {
  return html`<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style nonce="${nonce}">${STYLE}</style>
<main${isWide ? html` class="wide"` : ''}>${body}</main>
${script ? html`<script nonce="${nonce}">${script}</script>` : ''}
</html>`
}

const STYLE: Html = {
  html: `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#f6f7f9, #16181d); color: light-dark(#1c2024, #edeef0); }
main { box-sizing: border-box; width: min(26rem, 100%); padding: 2rem 1.5rem; text-align: center; }
h1 { font-size: 1.25rem; line-height: 1.3; margin: 0 0 .5rem; text-wrap: balance; }
p { margin: 0 0 1rem; color: light-dark(#60646c, #b0b4ba); overflow-wrap: anywhere; }
strong { color: light-dark(#1c2024, #edeef0); }
form { display: grid; gap: .5rem; margin-top: 1.5rem; }
button { font: inherit; font-weight: 600; padding: .65rem 1rem; border-radius: .5rem; border: 1px solid light-dark(#d0d4da, #43484e); background: transparent; color: inherit; cursor: pointer; }
button.primary { background: light-dark(#1c2024, #edeef0); color: light-dark(#fff, #16181d); border-color: transparent; }
label { text-align: start; font-weight: 600; }
input { font: inherit; padding: .5rem .75rem; border-radius: .5rem; border: 1px solid light-dark(#d0d4da, #43484e); background: transparent; color: inherit; min-width: 0; }
input:focus-visible, button:focus-visible { outline: 3px solid #3e63dd; outline-offset: 2px; }
main.wide { width: min(56rem, 100%); text-align: start; }
ol { margin: 1.25rem 0; padding-inline-start: 1.5rem; display: grid; gap: .75rem; }
ol p { margin: 0 0 .5rem; color: inherit; }
a { color: inherit; font-weight: 600; }
small { color: light-dark(#60646c, #b0b4ba); }
.address { display: grid; gap: .25rem .75rem; margin: 0 0 .75rem; justify-items: start; }
.address code { box-sizing: border-box; width: 100%; font: .8125rem/1.5 ui-monospace, monospace; padding: .5rem .75rem; border-radius: .5rem; border: 1px solid light-dark(#d0d4da, #43484e); overflow-wrap: anywhere; }
.address button, #correct { font-size: .875rem; padding: .4rem .75rem; }
.warning { padding: .75rem 1rem; border-radius: .5rem; background: light-dark(#fdf3e1, #2e2516); color: light-dark(#8a5200, #f0b95c); }
.waiting { display: flex; gap: .75rem; align-items: center; margin: 0 0 1rem; }
.waiting p { margin: 0; }
.spinner { flex: none; width: 1.25rem; height: 1.25rem; border: 2px solid currentcolor; border-inline-end-color: transparent; border-radius: 50%; animation: 1s linear infinite turn; }
@keyframes turn { to { transform: rotate(1turn); } }
@media (prefers-reduced-motion: reduce) { .spinner { animation: none; } }
.late { animation: 1s 10s backwards appear; }
@keyframes appear { from { visibility: hidden; } }
.mark { width: 3rem; height: 3rem; margin: 0 auto 1rem; border-radius: 50%; display: grid; place-items: center; font-size: 1.5rem; background: light-dark(#e6f4ea, #14361f); color: light-dark(#18794e, #5fd38d); }
.mark.failed { background: light-dark(#fdecec, #3d1619); color: light-dark(#b42318, #ff8f87); }
`,
}
