import { type Html, html } from '../html.ts'
import { appPage } from './layout.ts'
import { signInForms } from './sign-in.ts'

export function homePage(form: { problem?: string; email?: string } = {}): Html {
  return appPage({
    title: 'A CRM to practise on',
    account: undefined,
    main: html`<div class="split">
      <section class="pitch">
        <h1>A CRM to practise on</h1>
        <p class="lead">Connect an account, call its API, take the access back: everything a real provider does, with nobody's data in it.</p>
        <ul class="facts">
          <li><strong>Real OAuth 2.0</strong> Sign-in, consent, PKCE, refresh tokens that rotate, revocation.</li>
          <li><strong>A small REST API</strong> Pages of contacts, rate limits, slow answers when you ask for them.</li>
          <li><strong>On your machine</strong> It answers on this computer only, and keeps its contacts in the demo’s data folder.</li>
        </ul>
        <p><a href="/developers">How its API works</a></p>
      </section>
      <section class="card" aria-label="Sign in">
        <h2>Sign in</h2>
        ${signInForms({ action: '/sign-in', ...form })}
      </section>
    </div>`,
  })
}
