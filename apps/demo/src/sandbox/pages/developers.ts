import type { Account } from '../accounts.ts'
import { type Html, html } from '../html.ts'
import { oauthPaths } from '../oauth.ts'
import { scopeNames, scopes } from '../scopes.ts'
import { appPage } from './layout.ts'

const endpoints = [
  ['GET', '/me', 'The account: id, name, email, company, plan', 'profile'],
  ['GET', '/contacts', 'Newest first; cursor, limit (1–100), search, list_id', 'contacts.read'],
  ['POST', '/contacts', 'Needs name and email; phone, company, title, list_id if you like', 'contacts.write'],
  ['GET', '/contacts/{id}', 'One contact', 'contacts.read'],
  ['PATCH', '/contacts/{id}', 'Changes the fields you send', 'contacts.write'],
  ['DELETE', '/contacts/{id}', 'Answers 204', 'contacts.delete'],
  ['GET', '/lists', 'The lists a contact can be on', 'contacts.read'],
] as const

const knobs = [
  ['?delay_ms=2000', 'answers that much later, up to 30 seconds'],
  ['?rate_limit=1', 'lets one call through per 10 seconds, then 429 with Retry-After; 0 lets none through'],
  ['X-Sandbox-Rate-Limit: 1', 'the same, as a header'],
  ['If-None-Match: "…"', 'answers 304 while the ETag still holds'],
] as const

/** The API's reference, as short as the API. */
export function developersPage({ account, origin }: { account: Account | undefined; origin: string }): Html {
  const api = `${origin}/api/v1`
  return appPage({
    title: 'Developers',
    account,
    section: '/developers',
    main: html`<div class="heading"><div><h1>Developers</h1><p>The API answers at <code>${api}</code>, in JSON.</p></div></div>
      <section class="panel">
        <h2>Endpoints</h2>
        <dl class="reference">${endpoints.map(
          ([method, path, meaning, scope]) => html`<div>
            <dt><code><b>${method}</b> ${path}</code></dt><dd>${meaning} <small>${scope}</small></dd>
          </div>`,
        )}</dl>
        <p class="hint">A page of contacts is <code>{"data": […], "next_cursor": "…", "total": 60}</code> with a Link header to the next one.</p>
      </section>
      <section class="panel">
        <h2>Make it misbehave</h2>
        <dl class="reference">${knobs.map(
          ([knob, effect]) => html`<div><dt><code>${knob}</code></dt><dd>${effect}</dd></div>`,
        )}</dl>
      </section>
      <section class="panel">
        <h2>Getting in</h2>
        <dl class="reference">
          <div><dt><code>X-Api-Key</code></dt><dd>the key under API keys; it may do everything</dd></div>
          <div><dt><code>Authorization: Bearer</code></dt><dd>an access token of OAuth 2.0: authorization code with PKCE (S256) and a confidential client</dd></div>
          ${Object.values(oauthPaths).map((path) => html`<div><dt><code>${path}</code></dt><dd>${origin}${path}</dd></div>`)}
          ${scopeNames.map((name) => html`<div><dt><code>${name}</code></dt><dd>${scopes[name].title}: ${scopes[name].detail}</dd></div>`)}
        </dl>
      </section>`,
  })
}
