import type { OAuth2Server } from '@tenon/core'
import { describe, expect, test } from 'vitest'
import { type AuthorizationServer, startAuthorizationServer } from '../testing/authorization-server.ts'
import { context, NOW, REDIRECT_URI, serverAt } from '../testing/registration.ts'
import { authorizationRequest } from './authorization-request.ts'
import { authorizationCodeGrant, refreshGrant } from './grants.ts'
import type { Registration } from './registration.ts'
import { revokeToken } from './revoke-token.ts'

const SCOPES = ['openid', 'offline_access', 'contacts']
const STATE = 'state-of-at-least-16-characters'
const CODE_VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
/** All that a form and Basic encode. */
const SPECIAL = { id: 'tenon:a b+c', secret: `p@ss w%rd+/=&?#:~!*'()-_.` }

/** `oidc-provider` as a provider's page would describe it. */
function registrationOf(
  { origin }: AuthorizationServer,
  client: Registration['client'],
  clientAuth: 'basic' | 'body',
): Registration<OAuth2Server> {
  const server = serverAt(origin, {
    authorizationUrl: `${origin}/auth`,
    clientAuth,
    pkce: true,
    issuer: origin,
    authorizeParams: { prompt: 'consent' },
    refresh: { rotates: true },
    revocation: { url: `${origin}/token/revocation`, auth: clientAuth },
  })
  return { server, client, values: {} }
}

async function start({
  client = SPECIAL,
  clientAuth = 'basic' as 'basic' | 'body',
  deniesConsent = false,
} = {}) {
  const auth = clientAuth === 'basic' ? ('client_secret_basic' as const) : ('client_secret_post' as const)
  const server = await startAuthorizationServer({ client: { ...client, auth }, deniesConsent })
  const registration = registrationOf(server, client, clientAuth)
  const { url } = authorizationRequest({
    server: registration.server,
    clientId: client.id,
    redirectUri: REDIRECT_URI,
    scopes: SCOPES,
    state: STATE,
    codeVerifier: CODE_VERIFIER,
    values: {},
  })
  const callback = await server.authorize(url)
  const input = { callback, state: STATE, redirectUri: REDIRECT_URI, codeVerifier: CODE_VERIFIER }
  const redeem = (with_: Registration<OAuth2Server> = registration) =>
    authorizationCodeGrant(with_, input, context)
  const refresh = (refreshToken = '') => refreshGrant(registration, { token: refreshToken }, context)
  return { registration, input, redeem, refresh }
}

describe('a real authorization server', () => {
  test.each(['basic', 'body'] as const)('grants tokens for a code, client in the %s', async (clientAuth) => {
    const { redeem } = await start({ clientAuth })
    expect(await redeem()).toEqual({
      accessToken: expect.any(String),
      refreshToken: expect.any(String),
      expiresAt: new Date(NOW.getTime() + 3_600_000),
      scope: SCOPES.join(' '),
      raw: expect.objectContaining({ token_type: 'Bearer', id_token: expect.any(String) }),
    })
  })

  test('takes a code once', async () => {
    const { redeem } = await start()
    await redeem()
    await expect(redeem()).rejects.toMatchObject({ code: 'invalid_grant', providerError: 'invalid_grant' })
  })

  test('takes a code with its own verifier only', async () => {
    const { registration, input } = await start()
    const stolen = { ...input, codeVerifier: 'x'.repeat(43) }
    const redeemed = authorizationCodeGrant(registration, stolen, context)
    await expect(redeemed).rejects.toMatchObject({ code: 'invalid_grant' })
  })

  test('is not asked when the state is another', async () => {
    const { registration, input } = await start()
    const redeemed = authorizationCodeGrant(registration, { ...input, state: 'another' }, context)
    await expect(redeemed).rejects.toMatchObject({ code: 'state_mismatch' })
  })

  test('is not asked when the callback is of another issuer', async () => {
    const { registration, redeem } = await start()
    const other = { ...registration.server, issuer: 'https://other.example' }
    await expect(redeem({ ...registration, server: other })).rejects.toMatchObject({ code: 'state_mismatch' })
  })

  test.each(['basic', 'body'] as const)('refuses a wrong client secret in the %s', async (clientAuth) => {
    const { registration, redeem } = await start({ clientAuth })
    const client = { id: SPECIAL.id, secret: 'wrong' }
    await expect(redeem({ ...registration, client })).rejects.toMatchObject({
      code: 'invalid_client',
      providerError: 'invalid_client',
      status: 401,
    })
  })

  test('reports that the user said no', async () => {
    const { redeem } = await start({ deniesConsent: true })
    await expect(redeem()).rejects.toMatchObject({
      code: 'access_denied',
      providerError: 'access_denied',
      description: 'The user said no',
    })
  })

  test('rotates refresh tokens, and ends the grant when an old one comes back', async () => {
    const { redeem, refresh } = await start()
    const first = await redeem()
    const second = await refresh(first.refreshToken)
    expect(second.accessToken).not.toBe(first.accessToken)
    expect(second.refreshToken).not.toBe(first.refreshToken)
    await expect(refresh(first.refreshToken)).rejects.toMatchObject({ code: 'invalid_grant', status: 400 })
    await expect(refresh(second.refreshToken)).rejects.toMatchObject({ code: 'invalid_grant' })
  })

  test('forgets a token that is revoked', async () => {
    const { registration, redeem, refresh } = await start()
    const tokens = await redeem()
    expect(await revokeToken(registration, tokens, context)).toBe(true)
    await expect(refresh(tokens.refreshToken)).rejects.toMatchObject({ code: 'invalid_grant' })
    expect(await revokeToken(registration, tokens, context)).toBe(true)
  })
})
