import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sampleAccounts } from './accounts.ts'
import {
  asClient,
  authorizationRequest,
  Browser,
  call,
  connect,
  openSandbox,
  refresh,
  type Tokens,
} from './testing.ts'

test('a user signs in, allows access, and the client gets tokens that open the API', async () => {
  await using sandbox = await openSandbox()
  const browser = new Browser()
  const { url, verifier } = authorizationRequest(sandbox)

  const signIn = await browser.follow(url)
  expect(await signIn.response.text()).toContain('Continue as Ada')

  const consent = await browser.follow(`${signIn.url}/sign-in`, {
    email: 'ada@fjordandfinch.example',
    password: 'sandbox',
  })
  const page = await consent.response.text()
  expect(page).toContain('Taskboard wants to use your account')
  expect(page).toContain('Ada Lindqvist')
  expect(page).toContain('Change your contacts')

  const callback = await browser.follow(`${consent.url}/consent`, { decision: 'allow' })
  expect(callback.url.href).toMatch('http://localhost:4400/oauth?')
  expect(callback.url.searchParams.get('state')).toBe('a-state')

  const answer = await asClient(sandbox, '/oauth/token', {
    grant_type: 'authorization_code',
    code: callback.url.searchParams.get('code') ?? '',
    redirect_uri: 'http://localhost:4400/oauth',
    code_verifier: verifier,
  })
  const tokens = (await answer.json()) as Tokens
  expect(tokens).toMatchObject({
    token_type: 'Bearer',
    expires_in: 300,
    scope: 'contacts.read contacts.write profile',
    refresh_token: expect.any(String),
  })
  const me = await call(sandbox, '/me', { token: tokens.access_token })
  expect(await me.json()).toMatchObject({ id: 'acc_ada', name: 'Ada Lindqvist', plan: 'Growth' })
})

test('a wrong password is refused on the same page, and the address stays filled in', async () => {
  await using sandbox = await openSandbox()
  const browser = new Browser()
  const signIn = await browser.follow(authorizationRequest(sandbox).url)
  const { response } = await browser.follow(`${signIn.url}/sign-in`, {
    email: 'ada@x.example',
    password: 'no',
  })
  expect(response.status).toBe(422)
  const page = await response.text()
  expect(page).toContain('No account has this e-mail address and password.')
  expect(page).toContain('value="ada@x.example"')
})

test('a user who does not allow access is sent back with access_denied', async () => {
  await using sandbox = await openSandbox()
  const browser = new Browser()
  const signIn = await browser.follow(authorizationRequest(sandbox).url)
  const consent = await browser.follow(`${signIn.url}/sign-in`, { account: 'acc_ada' })
  const { url } = await browser.follow(`${consent.url}/consent`, { decision: 'deny' })
  expect(url.host).toBe('localhost:4400')
  expect(url.searchParams.get('error')).toBe('access_denied')
})

test('a signed-in user can go on as somebody else', async () => {
  await using sandbox = await openSandbox()
  const browser = new Browser()
  const first = await browser.follow(authorizationRequest(sandbox).url)
  await browser.follow(`${first.url}/sign-in`, { account: 'acc_ada' })
  const consent = await browser.follow(authorizationRequest(sandbox).url)
  expect(await consent.response.text()).toContain('Ada Lindqvist')
  const signIn = await browser.follow(`${consent.url}/switch`, {})
  expect(await signIn.response.text()).toContain('Continue as Ben')

  const { access_token } = await connect(sandbox, { browser, account: 'acc_ben' })
  expect(await (await call(sandbox, '/me', { token: access_token })).json()).toMatchObject({ id: 'acc_ben' })
})

test('an authorization request without PKCE is sent back with invalid_request', async () => {
  await using sandbox = await openSandbox()
  const { url } = authorizationRequest(sandbox)
  url.searchParams.delete('code_challenge')
  url.searchParams.delete('code_challenge_method')
  const { url: callback } = await new Browser().follow(url)
  expect(callback.searchParams.get('error')).toBe('invalid_request')
})

test('an unknown redirect URI is never followed; the page says why', async () => {
  await using sandbox = await openSandbox()
  const { url } = authorizationRequest(sandbox, { redirect_uri: 'http://evil.example/' })
  const { response } = await new Browser().follow(url)
  expect(response.status).toBe(400)
  expect(await response.text()).toContain('invalid_redirect_uri')
})

test('a finished sign-in cannot be opened again', async () => {
  await using sandbox = await openSandbox()
  const browser = new Browser()
  const signIn = await browser.follow(authorizationRequest(sandbox).url)
  const consent = await browser.follow(`${signIn.url}/sign-in`, { account: 'acc_ada' })
  await browser.follow(`${consent.url}/consent`, { decision: 'allow' })
  const { response } = await browser.follow(consent.url)
  expect(response.status).toBe(410)
})

test('refreshing gives a new refresh token, and the new access token works', async () => {
  await using sandbox = await openSandbox()
  const first = await connect(sandbox)
  const answer = await refresh(sandbox, first.refresh_token)
  const second = (await answer.json()) as Tokens
  expect(second.refresh_token).not.toBe(first.refresh_token)
  expect((await call(sandbox, '/me', { token: second.access_token })).status).toBe(200)
})

test('a refresh token used twice withdraws everything that came of its consent', async () => {
  await using sandbox = await openSandbox()
  const first = await connect(sandbox)
  const second = (await (await refresh(sandbox, first.refresh_token)).json()) as Tokens

  const reused = await refresh(sandbox, first.refresh_token)
  expect(reused.status).toBe(400)
  expect(await reused.json()).toMatchObject({ error: 'invalid_grant' })
  expect((await refresh(sandbox, second.refresh_token)).status).toBe(400)
  expect((await call(sandbox, '/me', { token: second.access_token })).status).toBe(401)
})

test('a revoked refresh token takes its access tokens with it', async () => {
  await using sandbox = await openSandbox()
  const { access_token, refresh_token } = await connect(sandbox)
  const revoked = await asClient(sandbox, '/oauth/revoke', { token: refresh_token })
  expect(revoked.status).toBe(200)
  expect((await refresh(sandbox, refresh_token)).status).toBe(400)
  expect((await call(sandbox, '/me', { token: access_token })).status).toBe(401)
})

test('two connections of one user are withdrawn one by one', async () => {
  await using sandbox = await openSandbox()
  const browser = new Browser()
  const first = await connect(sandbox, { browser })
  const second = await connect(sandbox, { browser })
  await asClient(sandbox, '/oauth/revoke', { token: first.refresh_token })
  expect((await refresh(sandbox, second.refresh_token)).status).toBe(200)
})

test('an access token expires after its time, to the second', async () => {
  let now = Date.now()
  await using sandbox = await openSandbox({ accessTokenTtlS: 5, now: () => now })
  const { access_token, expires_in } = await connect(sandbox)
  expect(expires_in).toBe(5)
  expect((await call(sandbox, '/me', { token: access_token })).status).toBe(200)
  now += 6_000
  const expired = await call(sandbox, '/me', { token: access_token })
  expect(expired.status).toBe(401)
  expect(expired.headers.get('www-authenticate')).toContain('invalid_token')
})

test('a token opens only what its scopes name', async () => {
  await using sandbox = await openSandbox()
  const { access_token: token, scope } = await connect(sandbox, { scope: 'contacts.read' })
  expect(scope).toBe('contacts.read')
  expect((await call(sandbox, '/contacts', { token })).status).toBe(200)
  const refused = await call(sandbox, '/me', { token })
  expect(refused.status).toBe(403)
  expect(await refused.json()).toMatchObject({ error: { code: 'insufficient_scope' } })
})

test('whoever may change contacts may not delete them, unless that was asked too', async () => {
  await using sandbox = await openSandbox()
  const { data } = (await (
    await call(sandbox, '/contacts', { apiKey: sampleAccounts.oauth.apiKey })
  ).json()) as {
    data: { id: string }[]
  }
  const path = `/contacts/${data[0]?.id}`
  const editor = await connect(sandbox, { scope: 'contacts.write' })
  const refused = await call(sandbox, path, { token: editor.access_token, method: 'DELETE' })
  expect(refused.status).toBe(403)
  const deleter = await connect(sandbox, { scope: 'contacts.delete' })
  expect((await call(sandbox, path, { token: deleter.access_token, method: 'DELETE' })).status).toBe(204)
})

test('a user takes access back under Connected apps', async () => {
  await using sandbox = await openSandbox()
  const browser = new Browser()
  const { access_token, refresh_token } = await connect(sandbox, { browser })
  const page = await (await browser.open(`${sandbox.origin}/settings/apps`)).text()
  const [, remove = ''] = /action="(\/settings\/apps\/[\w-]+\/remove)"/.exec(page) ?? []
  const after = await browser.follow(`${sandbox.origin}${remove}`, {})
  expect(await after.response.text()).toContain('No app is connected')
  expect((await call(sandbox, '/me', { token: access_token })).status).toBe(401)
  expect((await refresh(sandbox, refresh_token)).status).toBe(400)
})

test('apps stay connected over a restart when there is a token file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-'))
  const tokenFile = join(folder, 'tokens.json')
  let tokens: Tokens
  {
    await using sandbox = await openSandbox({ tokenFile })
    tokens = await connect(sandbox)
  }
  await using sandbox = await openSandbox({ tokenFile })
  expect((await call(sandbox, '/me', { token: tokens.access_token })).status).toBe(200)
  expect((await refresh(sandbox, tokens.refresh_token)).status).toBe(200)
  await rm(folder, { recursive: true })
})

test('a form sent from a page of another origin is refused', async () => {
  await using sandbox = await openSandbox()
  const response = await fetch(`${sandbox.origin}/sign-in`, {
    method: 'POST',
    headers: { origin: 'http://evil.example' },
    body: new URLSearchParams({ account: 'acc_ada' }),
  })
  expect(response.status).toBe(403)
})

test('an app that asks again lets the user choose an account, and says which ones it has', async () => {
  await using sandbox = await openSandbox()
  const browser = new Browser()
  await connect(sandbox, { browser })

  const choice = await browser.follow(authorizationRequest(sandbox).url)
  const page = await choice.response.text()
  expect(page).toContain('Choose an account')
  expect(page.match(/connected to Taskboard already/g)).toHaveLength(1)
  expect(page).toContain('Fjord &amp; Finch · connected to Taskboard already')

  const same = await browser.follow(`${choice.url}/sign-in`, { account: 'acc_ada' })
  expect(await same.response.text()).toContain('Taskboard wants to use your account')
  const other = await browser.follow(`${choice.url}/sign-in`, { account: 'acc_ben' })
  expect(await other.response.text()).toContain('Ben Okafor')
})
