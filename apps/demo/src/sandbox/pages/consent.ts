import type { Account } from '../accounts.ts'
import { type Html, html } from '../html.ts'
import { type Scope, scopes } from '../scopes.ts'
import { avatar, cardPage, logo } from './layout.ts'

const tick = html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="m4.5 10.5 3.5 3.5 7.5-8"/></svg>`

/** Asks the signed-in user whether an app may do what it asked for. `action` is the path of this sign-in. */
export function consentPage({
  action,
  appName,
  account,
  asked,
  returnHost,
}: {
  action: string
  appName: string
  account: Account
  asked: readonly Scope[]
  returnHost: string
}): Html {
  return cardPage({
    title: `Connect ${appName}`,
    main: html`<div class="parties" aria-hidden="true">
        <span class="app-tile">${appName.slice(0, 1)}</span><span class="link-line"></span>${logo}
      </div>
      <h1>${appName} wants to use your account</h1>
      <form class="who" method="post" action="${action}/switch">
        ${avatar(account.name)}
        <span><strong>${account.name}</strong><small>${account.email}</small></span>
        <button class="quiet">Not you?</button>
      </form>
      <h2>It will be able to</h2>
      <ul class="scopes">${asked.map(
        (name) =>
          html`<li>${tick}<span><strong>${scopes[name].title}</strong><small>${scopes[name].detail}</small></span></li>`,
      )}</ul>
      <form class="decide" method="post" action="${action}/consent">
        <button class="primary" name="decision" value="allow">Allow access</button>
        <button name="decision" value="deny">Cancel</button>
      </form>
      <p class="hint">You can take this back under Connected apps at any time. Next stop: ${returnHost}</p>`,
  })
}
