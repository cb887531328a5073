import { describe, expect, test } from 'vitest'
import { context, registrationAt, type Special } from '../testing/registration.ts'
import { type Answer, json, plain, startVendor } from '../testing/vendor.ts'
import { revokeToken } from './revoke-token.ts'

type Revocation = Partial<NonNullable<Special['revocation']>>

const TOKENS = { accessToken: 'at-1', refreshToken: 'rt-1' }

async function revoke(
  answer: Answer,
  revocation: Revocation,
  special: Special = {},
  tokens: Parameters<typeof revokeToken>[1] = TOKENS,
) {
  const { origin, received } = await startVendor(answer)
  const url = `${origin}${revocation.url ?? '/revoke'}`
  const registration = registrationAt(origin, {
    ...special,
    revocation: { auth: 'body', ...revocation, url },
  })
  const isRevoked = await revokeToken(registration, tokens, context)
  return { isRevoked, received: received[0] }
}

const formOf = (body = '') => Object.fromEntries(new URLSearchParams(body))

describe('revoking', () => {
  test('hands over the refresh token as RFC 7009 says', async () => {
    const { isRevoked, received } = await revoke(plain('', 200), { auth: 'basic' })
    expect(isRevoked).toBe(true)
    expect(received).toMatchObject({
      method: 'POST',
      headers: { authorization: `Basic ${btoa('client-1:client-secret-1')}`, 'user-agent': 'Tenon' },
    })
    expect(formOf(received?.body)).toEqual({ token: 'rt-1' })
  })

  test('hands over the access token where there is no other, or where the page says so', async () => {
    const alone = await revoke(plain(''), {}, {}, { accessToken: 'at-1' })
    expect(formOf(alone.received?.body)).toMatchObject({ token: 'at-1' })
    const { received } = await revoke(plain(''), { token: 'access' })
    expect(formOf(received?.body)).toEqual({
      token: 'at-1',
      client_id: 'client-1',
      client_secret: 'client-secret-1',
    })
  })

  test('shows the token itself (Slack)', async () => {
    const slack: Special = { response: { okField: 'ok' } }
    const { received } = await revoke(json({ ok: true }), { auth: 'bearer', body: 'none' }, slack)
    expect(received).toMatchObject({ method: 'POST', body: '', headers: { authorization: 'Bearer at-1' } })
    expect(received?.headers).not.toHaveProperty('content-type')
  })

  test('shows the client’s secret in a header of the server’s own (Square)', async () => {
    const { received } = await revoke(json({ success: true }), {
      auth: 'none',
      headers: { Authorization: 'Client {{client.secret}}' },
      token: 'access',
      tokenParam: 'access_token',
      body: 'json',
    })
    expect(received?.headers).toMatchObject({ authorization: 'Client client-secret-1' })
    expect(JSON.parse(received?.body ?? '')).toEqual({ client_id: 'client-1', access_token: 'at-1' })
  })

  test('deletes a resource that the URL names (GitHub)', async () => {
    const { received } = await revoke(plain('', 204), {
      url: '/applications/{{client.id}}/token',
      method: 'DELETE',
      token: 'access',
      tokenParam: 'access_token',
      body: 'json',
      auth: 'basic',
    })
    expect(received).toMatchObject({ method: 'DELETE', body: '{"access_token":"at-1"}' })
    expect(received?.url.pathname).toBe('/applications/client-1/token')
  })

  test('says that there is no way where there is none', async () => {
    expect(await revokeToken(registrationAt('https://provider.example'), TOKENS, context)).toBe(false)
  })

  test.each([
    ['Google', json({ error: 'invalid_token' }, 400), {}, {}],
    [
      'Slack',
      json({ ok: false, error: 'token_revoked' }),
      { auth: 'bearer' },
      { response: { okField: 'ok' } },
    ],
    ['GitHub', json({ message: 'Not Found' }, 404), { method: 'DELETE' }, {}],
    ['Facebook', json({ error: { type: 'E' } }, 401), { auth: 'bearer' }, {}],
  ] satisfies [string, Answer, Revocation, Special][])(
    'counts a token that is dead already as revoked (%s)',
    async (_, answer, revocation, special) => {
      expect(await revoke(answer, revocation, special)).toMatchObject({ isRevoked: true })
    },
  )

  test.each([
    ['a wrong client', json({ error: 'invalid_client' }, 401), 'invalid_client'],
    ['a fault', plain('busy', 503), 'server_error'],
    ['a redirect', plain('', 302), 'malformed_reply'],
    ['a connection that ends', (response) => response.destroy(), 'network'],
  ] satisfies [string, Answer, string][])('reports %s', async (_, answer, code) => {
    await expect(revoke(answer, {})).rejects.toMatchObject({ name: 'OAuthError', code })
  })

  test('never shows a token that cannot be sent', async () => {
    const broken = { accessToken: 'at-1\r\nx: y' }
    await expect(revoke(plain(''), { auth: 'bearer' }, {}, broken)).rejects.toThrow(
      new TypeError('this access token cannot be sent in a header'),
    )
  })
})
