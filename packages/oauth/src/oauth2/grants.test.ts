import { describe, expect, test } from 'vitest'
import { context, NOW, REDIRECT_URI, registrationAt, type Special } from '../testing/registration.ts'
import { type Answer, json, plain, startVendor } from '../testing/vendor.ts'
import { authorizationCodeGrant, refreshGrant } from './grants.ts'

const TOKENS = { access_token: 'at-1', token_type: 'Bearer' }

async function connect(answer: Answer, special: Special = {}) {
  const vendor = await startVendor(answer)
  const registration = registrationAt(vendor.origin, special)
  const callback = { code: 'code-1', state: 'state-1' }
  const input = { callback, state: 'state-1', redirectUri: REDIRECT_URI, codeVerifier: 'v'.repeat(43) }
  return { reply: await authorizationCodeGrant(registration, input, context), ...vendor }
}

async function refresh(answer: Answer, special: Special = {}, scopes?: string[]) {
  const vendor = await startVendor(answer)
  const registration = registrationAt(vendor.origin, special)
  return { reply: await refreshGrant(registration, { token: 'rt-1', scopes }, context), ...vendor }
}

const formOf = (body = '') => Object.fromEntries(new URLSearchParams(body))

describe('a request for tokens', () => {
  test('redeems a code', async () => {
    const { received } = await connect(json(TOKENS))
    expect(received).toHaveLength(1)
    expect(received[0]).toMatchObject({
      method: 'POST',
      headers: {
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
        'user-agent': 'Tenon',
      },
    })
    expect(formOf(received[0]?.body)).toEqual({
      grant_type: 'authorization_code',
      code: 'code-1',
      redirect_uri: REDIRECT_URI,
      client_id: 'client-1',
      client_secret: 'client-secret-1',
    })
  })

  test('names the redirect URI as in the authorization request', async () => {
    const { received } = await connect(json(TOKENS), { redirectUri: 'Acme-AcmeApp-PRD-1' })
    expect(formOf(received[0]?.body)).toMatchObject({ redirect_uri: 'Acme-AcmeApp-PRD-1' })
  })

  test('brings back what the callback brought, and headers that the team has set', async () => {
    const vendor = await startVendor(json(TOKENS))
    const registration = registrationAt(vendor.origin, {
      tokenParams: { context: '{{callback.context}}', other: '{{callback.other}}' },
      tokenHeaders: { 'User-Agent': '{{variables.user_agent}}' },
    })
    const callback = { code: 'code-1', state: 'state-1', context: 'stores/abc' }
    const values = { callback, variables: { user_agent: 'web:acme:v2' } }
    const input = { callback, state: 'state-1', redirectUri: REDIRECT_URI }
    await authorizationCodeGrant({ ...registration, values }, input, context)
    const [request] = vendor.received
    expect(request?.headers).toMatchObject({ 'user-agent': 'web:acme:v2' })
    expect(formOf(request?.body)).toMatchObject({ context: 'stores/abc' })
    expect(formOf(request?.body)).not.toHaveProperty('other')
  })

  test('sends the code verifier where a challenge was sent', async () => {
    const { received } = await connect(json(TOKENS), { pkce: true })
    expect(formOf(received[0]?.body)).toMatchObject({ code_verifier: 'v'.repeat(43) })
  })

  test('refuses to go without a code verifier there', async () => {
    const registration = registrationAt('http://127.0.0.1:1', { pkce: true })
    const input = { callback: { code: 'c', state: 's' }, state: 's', redirectUri: REDIRECT_URI }
    await expect(authorizationCodeGrant(registration, input, context)).rejects.toThrow(TypeError)
  })

  test('refreshes at the token URL, or where the server wants it', async () => {
    const { received } = await refresh(json(TOKENS))
    expect(received[0]?.url.pathname).toBe('/token')
    expect(formOf(received[0]?.body)).toMatchObject({ grant_type: 'refresh_token', refresh_token: 'rt-1' })
    const vendor = await startVendor(json(TOKENS))
    const special = { refresh: { url: `${vendor.origin}/renew` } }
    await refreshGrant(registrationAt(vendor.origin, special), { token: 'rt-1' }, context)
    expect(vendor.received[0]?.url.pathname).toBe('/renew')
  })

  test('repeats scopes on refresh only when asked to', async () => {
    const { received } = await refresh(json(TOKENS))
    expect(formOf(received[0]?.body)).not.toHaveProperty('scope')
    const again = await refresh(json(TOKENS), { scopeSeparator: ',' }, ['a', 'b'])
    expect(formOf(again.received[0]?.body)).toMatchObject({ scope: 'a,b' })
  })

  test('is JSON for servers that want it, with their headers (Notion)', async () => {
    const { received } = await refresh(json(TOKENS), {
      tokenBody: 'json',
      clientAuth: 'basic',
      tokenHeaders: { 'Notion-Version': '2022-06-28', 'User-Agent': 'Taskboard' },
    })
    expect(received[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'notion-version': '2022-06-28',
      'user-agent': 'Taskboard',
      authorization: `Basic ${btoa('client-1:client-secret-1')}`,
    })
    expect(JSON.parse(received[0]?.body ?? '')).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'rt-1',
    })
  })

  test('names its parameters as the server does (TikTok)', async () => {
    const { received } = await refresh(json(TOKENS), { renameParams: { client_id: 'client_key' } })
    expect(formOf(received[0]?.body)).toMatchObject({ client_key: 'client-1' })
    expect(formOf(received[0]?.body)).not.toHaveProperty('client_id')
  })

  test('says who a public client is, and nothing more', async () => {
    const { received } = await refresh(json(TOKENS), { clientAuth: 'none' })
    expect(formOf(received[0]?.body)).toMatchObject({ client_id: 'client-1' })
    expect(received[0]?.body).not.toContain('secret')
    expect(received[0]?.headers).not.toHaveProperty('authorization')
  })

  test('fills the token URL with the values of the connection', async () => {
    const { received, origin } = await startVendor(json(TOKENS))
    const registration = registrationAt(origin, { tokenUrl: `${origin}/{{metadata.tenant}}/token` })
    const values = { metadata: { tenant: 'a/b' } }
    await refreshGrant({ ...registration, values }, { token: 'rt-1' }, context)
    expect(received[0]?.url.pathname).toBe('/a%2Fb/token')
  })

  test('never goes over plain http to another machine', async () => {
    const registration = registrationAt('http://provider.example')
    await expect(refreshGrant(registration, { token: 'rt-1' }, context)).rejects.toMatchObject({
      name: 'AppError',
      code: 'invalid_request',
    })
  })

  test('does not follow redirects with its secrets', async () => {
    const redirect: Answer = (response) => response.writeHead(307, { location: '/elsewhere' }).end()
    const { received, origin } = await startVendor(redirect)
    const refused = refreshGrant(registrationAt(origin), { token: 'rt-1' }, context)
    await expect(refused).rejects.toMatchObject({ code: 'malformed_reply', status: 307 })
    expect(received).toHaveLength(1)
  })
})

describe('Basic authentication', () => {
  async function credentialsOf(id: string, secret: string): Promise<string> {
    const { received, origin } = await startVendor(json(TOKENS))
    const registration = { ...registrationAt(origin, { clientAuth: 'basic' }), client: { id, secret } }
    await refreshGrant(registration, { token: 'rt-1' }, context)
    return Buffer.from(received[0]?.headers.authorization?.slice('Basic '.length) ?? '', 'base64').toString()
  }

  test('encodes id and secret as RFC 6749 §2.3.1 wants it', async () => {
    expect(await credentialsOf('a:b c', 'p%+/=&é')).toBe('a%3Ab+c:p%25%2B%2F%3D%26%C3%A9')
  })

  test('leaves alone what every server reads alike', async () => {
    const usual = 'secret_AZaz09-._~'
    expect(await credentialsOf('b1d-2f_3.apps', usual)).toBe(`b1d-2f_3.apps:${usual}`)
  })

  test('is not attempted without a secret', async () => {
    const registration = {
      ...registrationAt('http://127.0.0.1:1', { clientAuth: 'basic' }),
      client: { id: 'a' },
    }
    await expect(refreshGrant(registration, { token: 'rt-1' }, context)).rejects.toThrow(TypeError)
  })
})

describe('a token reply', () => {
  test('tells when the token expires, counted from before the request', async () => {
    const { reply } = await refresh(
      json({ ...TOKENS, expires_in: '3600', refresh_token: 'rt-2', scope: 'a b' }),
    )
    expect(reply).toEqual({
      accessToken: 'at-1',
      refreshToken: 'rt-2',
      expiresAt: new Date(NOW.getTime() + 3_600_000),
      scope: 'a b',
      raw: { ...TOKENS, expires_in: '3600', refresh_token: 'rt-2', scope: 'a b' },
    })
  })

  test('without a refresh token has none, so that the old one is kept', async () => {
    expect((await refresh(json(TOKENS))).reply).toEqual({ accessToken: 'at-1', expiresAt: null, raw: TOKENS })
  })

  test.each([
    ['is not said', {}],
    ['is 0 (Mailchimp)', { expires_in: 0 }],
    ['is nonsense', { expires_in: 'tomorrow' }],
  ])('whose lifetime %s lives as long as the page says', async (_, fields) => {
    const special = { refresh: { defaultLifetimeMs: 7_200_000 } }
    const { reply } = await refresh(json({ ...TOKENS, ...fields }), special)
    expect(reply.expiresAt).toEqual(new Date(NOW.getTime() + 7_200_000))
    expect((await refresh(json({ ...TOKENS, ...fields }))).reply.expiresAt).toBeNull()
  })

  test('whose lifetime is beyond all measure never expires', async () => {
    expect((await refresh(json({ ...TOKENS, expires_in: 1e300 }))).reply.expiresAt).toBeNull()
  })

  test('may be a form, called one or not (GitHub, Facebook of old)', async () => {
    const form = 'access_token=gho_1&scope=repo%2Cgist&token_type=bearer'
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'text/html']) {
      const { reply } = await connect(plain(form, 200, type))
      expect(reply).toMatchObject({ accessToken: 'gho_1', scope: 'repo gist' })
    }
  })

  test('may be JSON that calls itself something else', async () => {
    const { reply } = await connect(json(TOKENS, 200, 'text/html; charset=utf-8'))
    expect(reply.accessToken).toBe('at-1')
  })

  test('may begin with a byte order mark and come under HTTP 201', async () => {
    const { reply } = await connect(plain(`\ufeff${JSON.stringify(TOKENS)}`, 201))
    expect(reply.accessToken).toBe('at-1')
  })

  test('may be nested (Slack)', async () => {
    const slack = {
      clientAuth: 'basic' as const,
      response: {
        okField: 'ok',
        accessTokenPaths: ['access_token', 'authed_user.access_token'],
        tokenTypes: ['bot', 'user'],
      },
    }
    const authed_user = {
      id: 'U1',
      scope: 'search:read,users:read',
      access_token: 'xoxp-1',
      token_type: 'user',
    }
    const { reply } = await connect(json({ ok: true, team: { id: 'T1' }, authed_user }), slack)
    expect(reply).toMatchObject({
      accessToken: 'xoxp-1',
      scope: 'search:read users:read',
      raw: { team: { id: 'T1' }, authed_user: { id: 'U1' } },
    })
  })

  test('may lack a token type (Shopify)', async () => {
    expect((await connect(json({ access_token: 'shpat_1' }))).reply.accessToken).toBe('shpat_1')
  })

  test('may hold an id_token of an issuer unknown to us (Google, Xero)', async () => {
    const { reply } = await connect(json({ ...TOKENS, id_token: 'not.even.jwt' }))
    expect(reply.raw).toMatchObject({ id_token: 'not.even.jwt' })
  })

  test.each([
    ['no token', { token_type: 'bearer' }],
    ['a number for a token', { ...TOKENS, access_token: 7 }],
    ['a token that no header can carry', { ...TOKENS, access_token: 'a\r\nb: c' }],
    ['a token that needs a proof', { ...TOKENS, token_type: 'DPoP' }],
    ['a token of an unknown type', { ...TOKENS, token_type: 'mac' }],
    ['a type of another provider', { ...TOKENS, token_type: 'bot' }],
  ])('with %s is refused', async (_, body) => {
    await expect(connect(json(body))).rejects.toMatchObject({ code: 'malformed_reply' })
  })
})

describe('a second call for a lasting token (Facebook)', () => {
  const exchange = (origin: string, method: 'GET' | 'POST') => ({
    method,
    url: `${origin}/exchange`,
    params: { grant_type: 'fb_exchange_token', fb_exchange_token: '{{token.access_token}}' },
  })
  const facebook: Answer = (response, request) => {
    const lasting = { access_token: 'long', expires_in: 5_184_000 }
    const answer =
      request.url.pathname === '/exchange' ? lasting : { access_token: 'short', expires_in: 3600, user: 1 }
    json(answer)(response, request)
  }
  async function redeem(method: 'GET' | 'POST') {
    const vendor = await startVendor(facebook)
    const registration = registrationAt(vendor.origin, { exchange: exchange(vendor.origin, method) })
    const input = { callback: { code: 'c', state: 's' }, state: 's', redirectUri: REDIRECT_URI }
    return { reply: await authorizationCodeGrant(registration, input, context), ...vendor }
  }
  const asked = {
    grant_type: 'fb_exchange_token',
    fb_exchange_token: 'short',
    client_id: 'client-1',
    client_secret: 'client-secret-1',
  }

  test('follows the code', async () => {
    const { reply, received } = await redeem('GET')
    expect(reply).toEqual({
      accessToken: 'long',
      expiresAt: new Date(NOW.getTime() + 5_184_000_000),
      raw: { access_token: 'long', expires_in: 5_184_000, user: 1 },
    })
    expect(received[1]).toMatchObject({ method: 'GET', body: '' })
    expect(Object.fromEntries(received[1]?.url.searchParams ?? [])).toEqual(asked)
  })

  test('may be a POST', async () => {
    const { received } = await redeem('POST')
    expect(received[1]).toMatchObject({ method: 'POST' })
    expect(formOf(received[1]?.body)).toEqual(asked)
  })
})

describe('a refusal', () => {
  test.each([
    ['GitHub', json({ error: 'bad_refresh_token', error_description: 'Expired.' }), {}, 'invalid_grant'],
    [
      'Slack',
      json({ ok: false, error: 'invalid_refresh_token' }),
      { response: { okField: 'ok' } },
      'invalid_grant',
    ],
    ['HubSpot', json({ status: 'BAD_REFRESH_TOKEN', message: 'missing' }, 400), {}, 'invalid_grant'],
    ['Xero', json({ error: 'invalid_grant' }, 400), {}, 'invalid_grant'],
    [
      'Facebook',
      json({ error: { message: 'Error validating client secret.', type: 'OAuthException' } }, 400),
      {},
      'invalid_client',
    ],
    [
      'a Basic challenge',
      (response) => response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end(),
      {},
      'invalid_client',
    ],
    ['a wrong scope', json({ error: 'invalid_scope' }, 400), {}, 'invalid_request'],
    ['too many requests', json({ error: 'slow down' }, 429), {}, 'server_error'],
    ['a fault', plain('<html>Bad gateway</html>', 502, 'text/html'), {}, 'server_error'],
    ['a fault that blames the token', json({ error: 'invalid_grant' }, 500), {}, 'server_error'],
    ['a wall', plain('<html>Access denied</html>', 403, 'text/html'), {}, 'malformed_reply'],
  ] satisfies [string, Answer, Special, string][])('of %s', async (_, answer, special, code) => {
    await expect(refresh(answer, special)).rejects.toMatchObject({ name: 'OAuthError', code })
  })

  test('keeps the provider’s own words and the status', async () => {
    const answer = json({ error: 'invalid_grant', error_description: 'Session\nexpired' }, 400)
    await expect(refresh(answer)).rejects.toMatchObject({
      message:
        'the authorization code or refresh token is not valid any more: invalid_grant, Session expired',
      providerError: 'invalid_grant',
      description: 'Session expired',
      status: 400,
    })
  })
})
