import { OAuth1Server } from '@tenon/core'
import { describe, expect, test } from 'vitest'
import { context } from '../testing/registration.ts'
import { type Answer, json, plain, startVendor } from '../testing/vendor.ts'
import type { OAuth1Registration } from './registration.ts'
import { readVerifier, temporaryCredentials, tokenCredentials, userAuthorizationUrl } from './three-legged.ts'

const CALLBACK = 'https://tenon.test/oauth?state=s'
const TEMPORARY = { token: 'temporary', tokenSecret: 'temporary-secret' }

function registrationAt(origin: string, special: object = {}): OAuth1Registration {
  return {
    server: OAuth1Server.parse({
      requestUrl: `${origin}/request`,
      authorizationUrl: 'https://vendor.test/authorize?lang=en',
      tokenUrl: `${origin}/access`,
      ...special,
    }),
    signing: {
      scheme: 'oauth1',
      method: 'HMAC-SHA1',
      consumerKey: '{{client.id}}',
      consumerSecret: '{{client.secret}}',
      token: '{{token.access_token}}',
      tokenSecret: '{{token.token_secret}}',
    },
    values: { client: { id: 'key', secret: 'consumer-secret' }, variables: { app: 'Acme & Co' } },
  }
}

async function temporary(answer: Answer, callbackUrl: string | undefined = CALLBACK) {
  const { origin, received } = await startVendor(answer)
  return { received, result: temporaryCredentials(registrationAt(origin), { callbackUrl }, context) }
}

describe('temporary credentials', () => {
  const reply = 'oauth_token=temporary&oauth_token_secret=temporary%2Dsecret&oauth_callback_confirmed=true'

  test('are asked with our callback, signed and without a token', async () => {
    const { result, received } = await temporary(plain(reply))
    expect(await result).toEqual(TEMPORARY)
    expect(received[0]).toMatchObject({ method: 'POST', body: '', headers: { 'content-length': '0' } })
    const { authorization = '' } = received[0]?.headers ?? {}
    expect(authorization).toContain('oauth_callback="https%3A%2F%2Ftenon.test%2Foauth%3Fstate%3Ds"')
    expect(authorization).not.toContain('oauth_token=')
  })

  test('of OAuth 1.0 before revision A are refused', async () => {
    const { result } = await temporary(plain('oauth_token=temporary&oauth_token_secret=s'))
    await expect(result).rejects.toMatchObject({ code: 'malformed_reply' })
  })

  test.for([
    ['a form', plain('oauth_problem=consumer_key_unknown', 401), 'invalid_client', 'consumer_key_unknown'],
    [
      'with advice',
      plain('oauth_problem=nonce_used&oauth_problem_advice=again', 401),
      'server_error',
      'nonce_used',
    ],
    ['a form under 200', plain('oauth_problem=permission_denied'), 'access_denied', 'permission_denied'],
    ['JSON', json({ errors: [{ code: 32, message: 'Could not authenticate you.' }] }, 401), 'invalid_client'],
    ['a line of text', plain('App not found', 401), 'invalid_client'],
    ['a page', plain('<html>Not found</html>', 404), 'invalid_request'],
    ['a fault', plain('oauth_problem=token_rejected', 503), 'server_error', 'token_rejected'],
    ['nothing', plain(''), 'malformed_reply'],
  ] as const)('a refusal as %s', async ([, answer, code, providerError]) => {
    const { result } = await temporary(answer)
    await expect(result).rejects.toMatchObject({ code, ...(providerError && { providerError }) })
  })

  test('a refusal that only the challenge tells', async () => {
    const { result } = await temporary((response) =>
      response
        .writeHead(401, { 'www-authenticate': 'OAuth realm="x", oauth_problem="signature_invalid"' })
        .end(),
    )
    await expect(result).rejects.toMatchObject({ code: 'invalid_client', providerError: 'signature_invalid' })
  })

  test('a refusal that quotes our secret is told without it', async () => {
    const { result } = await temporary(plain('cannot verify with consumer-secret', 401))
    await expect(result).rejects.toMatchObject({ description: 'cannot verify with [redacted]' })
  })

  test('a server that cannot be reached is a network fault', async () => {
    const gone = registrationAt('http://127.0.0.1:1')
    await expect(temporaryCredentials(gone, { callbackUrl: CALLBACK }, context)).rejects.toMatchObject({
      code: 'network',
    })
  })
})

test('the authorization URL has scopes, parameters and the token', () => {
  const special = {
    authorizeParams: { name: '{{variables.app}}', empty: '{{variables.none}}' },
    scopeParam: 'scope',
  }
  const url = userAuthorizationUrl(registrationAt('https://vendor.test', special), {
    token: 't&1',
    scopes: ['read', 'write'],
  })
  expect(url).toBe(
    'https://vendor.test/authorize?lang=en&name=Acme+%26+Co&scope=read%2Cwrite&oauth_token=t%261',
  )
})

describe('the callback', () => {
  test.for([
    ['denied (X)', { denied: 'temporary' }, 'access_denied'],
    ['user_refused', { oauth_problem: 'user_refused', oauth_token: 'temporary' }, 'access_denied'],
    ['error=access_denied', { error: 'access_denied' }, 'access_denied'],
    ['another token', { oauth_token: 'another', oauth_verifier: 'v' }, 'state_mismatch'],
    ['no verifier', { oauth_token: 'temporary' }, 'state_mismatch'],
    ['nothing', {}, 'state_mismatch'],
  ] as const)('%s', ([, callback, code]) => {
    expect(() => readVerifier(callback, TEMPORARY)).toThrow(expect.objectContaining({ code }))
  })

  test('of a user who agreed has a verifier', () => {
    expect(readVerifier({ oauth_token: 'temporary', oauth_verifier: 'v' }, TEMPORARY)).toBe('v')
  })
})

test('token credentials are asked with the verifier and the temporary token', async () => {
  const { origin, received } = await startVendor(plain('oauth_token=t&oauth_token_secret=ts&user_id=7'))
  const reply = await tokenCredentials(
    registrationAt(origin),
    { temporary: TEMPORARY, verifier: 'v' },
    context,
  )
  expect(reply).toEqual({ token: 't', tokenSecret: 'ts', raw: { oauth_token: 't', user_id: '7' } })
  expect(received[0]?.headers.authorization).toMatch(/oauth_token="temporary".*oauth_verifier="v"/)
})
