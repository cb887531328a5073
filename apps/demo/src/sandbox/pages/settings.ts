import type { Account } from '../accounts.ts'
import { type Html, html } from '../html.ts'
import { appPage } from './layout.ts'

const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' })

export function apiKeysPage({ account, origin }: { account: Account; origin: string }): Html {
  return appPage({
    title: 'API keys',
    account,
    section: '/settings/api-keys',
    main: html`<div class="heading"><div><h1>API keys</h1><p>For apps and scripts that act as ${account.company}.</p></div></div>
      <section class="panel">
        <h2>Your key</h2>
        <div class="copy">
          <input id="api-key" readonly value="${account.apiKey}" aria-label="API key" spellcheck="false">
          <button type="button" data-copy="api-key" hidden>Copy</button>
        </div>
        <p class="hint">It can read and change every contact of this account, and stays the same on every start of the sandbox.</p>
      </section>
      <section class="panel">
        <h2>Try it</h2>
        <pre id="try-it" tabindex="0"><code>curl ${origin}/api/v1/contacts?limit=3 \\
  -H 'X-Api-Key: ${account.apiKey}'</code></pre>
      </section>`,
  })
}

export function connectedAppsPage({
  account,
  appName,
  grants,
}: {
  account: Account
  appName: string
  grants: { id: string; grantedAt: Date }[]
}): Html {
  return appPage({
    title: 'Connected apps',
    account,
    section: '/settings/apps',
    main: html`<div class="heading"><div><h1>Connected apps</h1><p>Apps that you allowed to use your account.</p></div></div>
      ${
        grants.length === 0
          ? html`<p class="empty">No app is connected. When you allow one, it shows up here.</p>`
          : html`<ul class="apps">${grants.map(
              ({ id, grantedAt }) => html`<li class="panel">
              <span class="app-tile" aria-hidden="true">${appName.slice(0, 1)}</span>
              <span><strong>${appName}</strong><small>Allowed on ${moment.format(grantedAt)}</small></span>
              <form method="post" action="/settings/apps/${id}/remove"><button class="danger">Remove access</button></form>
            </li>`,
            )}</ul>
            <p class="hint">Removing access ends the app's tokens at once. It will have to ask you again.</p>`
      }`,
  })
}
