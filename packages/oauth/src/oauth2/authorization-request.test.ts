import { AppError } from '@tenon/core'
import { describe, expect, test } from 'vitest'
import { REDIRECT_URI, type Special, serverAt } from '../testing/registration.ts'
import { authorizationRequest } from './authorization-request.ts'

/** RFC 7636 appendix B. */
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

const ORIGIN = 'https://provider.example'

function requestAt(
  special: Special = {},
  rest: Partial<Parameters<typeof authorizationRequest>[0]> = {},
): URL {
  const { url } = authorizationRequest({
    server: serverAt(ORIGIN, special),
    clientId: 'client-1',
    redirectUri: REDIRECT_URI,
    scopes: ['read', 'write'],
    state: 'state-1',
    values: {},
    ...rest,
  })
  return new URL(url)
}

const parametersAt = (...args: Parameters<typeof requestAt>) =>
  Object.fromEntries(requestAt(...args).searchParams)

describe('an authorization request', () => {
  test('has what RFC 6749 §4.1.1 asks for', () => {
    expect(requestAt().href.split('?')[0]).toBe('https://provider.example/authorize')
    expect(parametersAt()).toEqual({
      response_type: 'code',
      client_id: 'client-1',
      redirect_uri: REDIRECT_URI,
      state: 'state-1',
      scope: 'read write',
    })
  })

  test('carries the code challenge of RFC 7636 appendix B', () => {
    expect(parametersAt({ pkce: true }, { codeVerifier: VERIFIER })).toMatchObject({
      code_challenge: CHALLENGE,
      code_challenge_method: 'S256',
    })
  })

  test('carries no code challenge where the server takes none', () => {
    expect(parametersAt({ pkce: false }, { codeVerifier: VERIFIER })).not.toHaveProperty('code_challenge')
  })

  test.each([undefined, 'short', `${VERIFIER}!`])('refuses the code verifier %j', (codeVerifier) => {
    expect(() => requestAt({ pkce: true }, { codeVerifier })).toThrow(TypeError)
  })

  test('writes scopes with the separator and the name of the server', () => {
    expect(parametersAt({ scopeSeparator: ',', scopeParam: 'scopes' })).toMatchObject({
      scopes: 'read,write',
    })
  })

  test('fills in scopes that name the user’s own host', () => {
    const scopes = ['offline', 'https://{{inputs.host}}/all']
    const { scope } = parametersAt({}, { scopes, values: { inputs: { host: 'acme.example' } } })
    expect(scope).toBe('offline https://acme.example/all')
  })

  test('sends an empty scope unless the server takes offence', () => {
    expect(parametersAt({}, { scopes: [] })).toMatchObject({ scope: '' })
    expect(parametersAt({ omitEmptyScope: true }, { scopes: [] })).not.toHaveProperty('scope')
  })

  test('asks for scopes of the user beside those of the app', () => {
    const slack = { scopeSeparator: ',', userScopeParam: 'user_scope' }
    expect(parametersAt(slack, { userScopes: ['search:read', 'users:read'] })).toMatchObject({
      scope: 'read,write',
      user_scope: 'search:read,users:read',
    })
    expect(() => requestAt({}, { userScopes: ['search:read'] })).toThrow(TypeError)
  })

  test('adds the parameters of the server, with their values filled in', () => {
    const special = { authorizeParams: { access_type: 'offline', shop: '{{inputs.shop}}' } }
    const parameters = parametersAt(special, { values: { inputs: { shop: 'a b' } } })
    expect(parameters).toMatchObject({ access_type: 'offline', shop: 'a b' })
  })

  test('names the redirect URI as the server knows it', () => {
    const special = { redirectUri: '{{variables.ru_name}}' }
    const values = { variables: { ru_name: 'Acme-AcmeApp-PRD-1' } }
    expect(parametersAt(special, { values })).toMatchObject({ redirect_uri: 'Acme-AcmeApp-PRD-1' })
  })

  test('lets no parameter of the server replace one of the protocol', () => {
    expect(parametersAt({ authorizeParams: { state: 'fixed' } })).toMatchObject({ state: 'state-1' })
  })

  test('calls parameters what the server calls them', () => {
    const parameters = parametersAt({ renameParams: { client_id: 'client_key' } })
    expect(parameters).toMatchObject({ client_key: 'client-1' })
    expect(parameters).not.toHaveProperty('client_id')
  })

  test('writes spaces as %20 and keeps a query that is there', () => {
    const { search } = requestAt({ authorizationUrl: `${ORIGIN}/authorize?tenant=a%20b` })
    expect(search).toMatch(/^\?tenant=a%20b&/)
    expect(search).toContain('scope=read%20write')
    expect(search).not.toContain('+')
  })

  test('keeps a plus a plus', () => {
    expect(requestAt({}, { state: 'a+b' }).search).toContain('state=a%2Bb')
  })

  test('fills the URL with values that fit their slots only', () => {
    const special = { authorizationUrl: 'https://{{inputs.subdomain}}.provider.example/authorize' }
    const at = (subdomain: string) => requestAt(special, { values: { inputs: { subdomain } } })
    expect(at('acme').host).toBe('acme.provider.example')
    expect(() => at('evil.example/')).toThrow(AppError)
  })

  test.each([
    'http://provider.example/authorize',
    'http://127.0.0.1.provider.example/authorize',
    'javascript:alert(1)',
    '/authorize',
  ])('never sends a user to %s', (authorizationUrl) => {
    expect(() => requestAt({ authorizationUrl })).toThrow(AppError)
  })

  test.each(['http://localhost:1/', 'http://127.0.0.1:1/', 'http://[::1]:1/'])(
    'may send a user to %s on this machine',
    (authorizationUrl) => {
      expect(requestAt({ authorizationUrl }).href).toContain(authorizationUrl)
    },
  )
})
