import { accounts, DEMO_PASSWORD } from '../accounts.ts'
import { type Html, html } from '../html.ts'
import { avatar, cardPage } from './layout.ts'

export interface SignInForm {
  /** Where the form is sent. */
  action: string
  /** The app that sent the user here, if one did. */
  appName?: string | undefined
  /** What was wrong with the last try. */
  problem?: string | undefined
  email?: string | undefined
  /** Somebody is signed in, but another account may be meant. */
  isChoice?: boolean
  /** Ids of the accounts that the app may use already. */
  connected?: ReadonlySet<string>
}

export function signInPage(form: SignInForm): Html {
  return cardPage({
    title: form.isChoice ? 'Choose an account' : 'Sign in',
    main: html`<h1>${form.isChoice ? 'Choose an account' : 'Sign in'}</h1>
      <p class="lead">${form.appName ? html`to go on to <strong>${form.appName}</strong>` : 'to your contacts'}</p>
      ${signInForms(form)}`,
  })
}

/** One button per demo account, and the form that a real service would have. */
export function signInForms({ action, problem, email, appName, connected }: SignInForm): Html {
  return html`<form class="people" method="post" action="${action}">${accounts.map(
    ({ id, name, company, plan }) => html`<button class="person" name="account" value="${id}">
      ${avatar(name)}
      <span><strong>Continue as ${name.split(' ')[0]}</strong><small>${company} · ${connected?.has(id) ? `connected to ${appName} already` : `${plan} plan`}</small></span>
    </button>`,
  )}</form>
  <p class="or"><span>or with a password</span></p>
  <form class="fields" method="post" action="${action}">
    ${problem && html`<p class="problem" role="alert">${problem}</p>`}
    <label>E-mail address
      <input name="email" type="email" autocomplete="username" required value="${email}" placeholder="${accounts[0]?.email}">
    </label>
    <label>Password
      <input name="password" type="password" autocomplete="current-password" required>
    </label>
    <button class="primary">Sign in</button>
  </form>
  <p class="hint">This is a sandbox: the password of every demo account is <code>${DEMO_PASSWORD}</code>.</p>`
}
