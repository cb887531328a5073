import type { Account } from '../accounts.ts'
import { type Html, html } from '../html.ts'

const sections = [
  { path: '/contacts', label: 'Contacts' },
  { path: '/settings/apps', label: 'Connected apps' },
  { path: '/settings/api-keys', label: 'API keys' },
  { path: '/developers', label: 'Developers' },
] as const

export type Section = (typeof sections)[number]['path']

export const logo = html`<svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
  <rect class="logo-sky" width="32" height="32" rx="9"/>
  <circle class="logo-sun" cx="21.5" cy="11" r="4"/>
  <path class="logo-far" d="M0 21c5-5 9-5 14-1s11 4 18-2v5c0 5-4 9-9 9H9c-5 0-9-4-9-9z"/>
  <path class="logo-near" d="M0 24c6-3 10-2 15 1s10 3 16.5 0A9 9 0 0 1 23 32H9a9 9 0 0 1-9-8z"/>
</svg>`

const brand = html`${logo}<span>Sandbox CRM</span>`

/** A page of the app itself, with its navigation when somebody is signed in. */
export function appPage({
  title,
  account,
  section,
  main,
}: {
  title: string
  account: Account | undefined
  section?: Section
  main: Html
}): Html {
  const current = (path: string) => path === section && html` aria-current="page"`
  return document(
    title,
    html`<header class="bar">
      <a class="brand" href="/">${brand}</a>
      ${
        account
          ? html`<nav aria-label="Sandbox CRM">${sections.map(
              ({ path, label }) => html`<a href="${path}"${current(path)}>${label}</a>`,
            )}</nav>
          <form class="me" method="post" action="/sign-out">
            ${avatar(account.name)}<span>${account.name}</span>
            <button class="quiet">Sign out</button>
          </form>`
          : html`<nav aria-label="Sandbox CRM"><a href="/developers"${current('/developers')}>Developers</a></nav>`
      }
    </header>
    <main class="page">${main}</main>`,
  )
}

/** A page in a small window, about one decision. */
export function cardPage({ title, main }: { title: string; main: Html }): Html {
  return document(
    title,
    html`<div class="stage">
      <header class="brand">${brand}</header>
      <main class="card">${main}</main>
      <footer class="fine">A practice CRM on your own machine. Nobody real lives here.</footer>
    </div>`,
  )
}

/** A round tile with a person's initials. */
export function avatar(name: string): Html {
  const [first = '', last = ''] = name.split(' ')
  return html`<span class="avatar tint-${name.length % 5}" aria-hidden="true">${first.slice(0, 1)}${last.slice(0, 1)}</span>`
}

function document(title: string, body: Html): Html {
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${title} · Sandbox CRM</title>
  <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="/assets/base.css">
  <link rel="stylesheet" href="/assets/theme.css">
  <link rel="stylesheet" href="/assets/card.css">
  <link rel="stylesheet" href="/assets/app.css">
  <script type="module" src="/assets/copy.js"></script>
</head>
<body>${body}</body>
</html>`
}
