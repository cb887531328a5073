import { createHash } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { type FakeProvider, json, startFakeProvider, tooManyRequests } from './fake-provider.ts'

async function start(): Promise<FakeProvider> {
  const provider = await startFakeProvider()
  onTestFinished(provider.close)
  return provider
}

function tokenRequest({ origin }: FakeProvider, parameters: Record<string, string>): Promise<Response> {
  const body = new URLSearchParams({ client_id: 'fake-client', client_secret: 'fake-secret', ...parameters })
  return fetch(`${origin}/oauth/token`, { method: 'POST', body })
}

test('records what it received, byte for byte', async () => {
  const provider = await start()
  await fetch(`${provider.origin}/a%2Fb?q=%20`, { method: 'POST', headers: { 'X-One': '1' }, body: 'body' })
  const [received] = provider.received
  expect(received?.url).toBe('/a%2Fb?q=%20')
  expect(received?.body.toString()).toBe('body')
  expect(received?.rawHeaders).toContain('X-One')
})

test('misbehaves as often as asked, in the order asked, then answers as before', async () => {
  const provider = await start()
  provider.answer('/x', json(200, {}))
  provider.misbehave('/x', tooManyRequests(7))
  provider.misbehave('/x', json(503, {}))
  const statuses = []
  for (let i = 0; i < 3; i++) statuses.push((await fetch(`${provider.origin}/x`)).status)
  expect(statuses).toEqual([429, 503, 200])
})

test('holds requests until they are released', async () => {
  const provider = await start()
  const hold = provider.hold('/slow')
  const answer = fetch(`${provider.origin}/slow`)
  await hold.arrived
  expect(hold.waiting()).toBe(1)
  hold.release()
  expect((await answer).status).toBe(200)
})

test('consents, checks PKCE and spends a code once', async () => {
  const provider = await start()
  const authorize = new URL('/oauth/authorize', provider.origin)
  authorize.search = new URLSearchParams({
    client_id: 'fake-client',
    redirect_uri: 'http://localhost/callback',
    state: 's',
    code_challenge: createHash('sha256').update('verifier').digest('base64url'),
  }).toString()
  const consent = await fetch(authorize, { redirect: 'manual' })
  const callback = new URL(consent.headers.get('location') ?? '')
  expect(callback.searchParams.get('state')).toBe('s')

  const grant = {
    grant_type: 'authorization_code',
    code: callback.searchParams.get('code') ?? '',
    redirect_uri: 'http://localhost/callback',
    code_verifier: 'verifier',
  }
  const reply = (await (await tokenRequest(provider, grant)).json()) as Record<string, string>
  expect(provider.tokens.accessTokens.has(reply.access_token ?? '')).toBe(true)
  expect(await (await tokenRequest(provider, grant)).json()).toEqual({ error: 'invalid_grant' })
})

test('a rotated refresh token is spent, and /me knows which access tokens are valid', async () => {
  const provider = await start()
  const { refreshToken, accessToken } = provider.tokens.issue()
  const grant = { grant_type: 'refresh_token', refresh_token: refreshToken }
  const me = async (token: string) =>
    (await fetch(`${provider.origin}/me`, { headers: { authorization: `Bearer ${token}` } })).status

  expect(await me(accessToken)).toBe(200)
  provider.tokens.expireAccessTokens()
  expect(await me(accessToken)).toBe(401)
  const reply = (await (await tokenRequest(provider, grant)).json()) as Record<string, string>
  expect(await me(reply.access_token ?? '')).toBe(200)
  expect((await tokenRequest(provider, grant)).status).toBe(400)
  expect(provider.tokens.refreshes.map(({ error }) => error)).toEqual([undefined, 'invalid_grant'])
})

test('replies form-encoded, nested, or with errors under HTTP 200 when told to', async () => {
  const provider = await start()
  const grant = { grant_type: 'client_credentials' }
  provider.tokens.replyAs = 'form'
  expect(new URLSearchParams(await (await tokenRequest(provider, grant)).text()).get('token_type')).toBe(
    'Bearer',
  )
  provider.tokens.replyAs = 'nested'
  expect(await (await tokenRequest(provider, grant)).json()).toMatchObject({ ok: true, authed_user: {} })
  provider.tokens.replyAs = 'json'
  provider.tokens.errorsUnder200 = true
  const refused = await tokenRequest(provider, { grant_type: 'refresh_token', refresh_token: 'gone' })
  expect([refused.status, await refused.json()]).toEqual([200, { error: 'invalid_grant' }])
})
