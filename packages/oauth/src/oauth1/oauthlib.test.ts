import { generateKeyPairSync } from 'node:crypto'
import { OAuth1Server, type SignatureMethod } from '@tenon/core'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OAuthContext } from '../oauth2/wire/normalising-fetch.ts'
import { hasOauthlib, type OauthlibServer, startOauthlibServer } from '../testing/oauthlib.ts'
import { type OAuth1Registration, signerOf, type TokenPair } from './registration.ts'
import { readVerifier, temporaryCredentials, tokenCredentials, userAuthorizationUrl } from './three-legged.ts'

const METHODS: SignatureMethod[] = ['HMAC-SHA1', 'HMAC-SHA256', 'RSA-SHA1', 'PLAINTEXT']
/** oauthlib looks at the machine's own clock. */
const context: OAuthContext = { fetch, now: () => new Date() }
const CALLBACK = 'https://product.test/oauth?state=a+b%26c&more=%C3%BC'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const rsaPrivateKey = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

/** oauthlib, a library in another language, judges what we sign. */
describe.skipIf(!hasOauthlib)('against oauthlib', () => {
  let server: OauthlibServer

  beforeAll(async () => {
    server = await startOauthlibServer(publicKey.export({ type: 'spki', format: 'pem' }).toString())
  })
  afterAll(() => server.close())

  function registration(method: SignatureMethod): OAuth1Registration {
    const { id } = server.client
    const secret = method === 'RSA-SHA1' ? rsaPrivateKey : server.client.secret
    return {
      server: OAuth1Server.parse({
        requestUrl: `${server.origin}/initiate`,
        authorizationUrl: `${server.origin}/authorize`,
        tokenUrl: `${server.origin}/token`,
      }),
      signing: {
        scheme: 'oauth1',
        method,
        consumerKey: '{{client.id}}',
        consumerSecret: '{{client.secret}}',
        tokenSecret: '',
        // oauthlib takes realms for names that a token was granted
        ...(method === 'HMAC-SHA256' && { realm: 'photos' }),
      },
      values: { client: { id, secret } },
    }
  }

  async function obtain(method: SignatureMethod): Promise<TokenPair> {
    const ours = registration(method)
    const temporary = await temporaryCredentials(ours, { callbackUrl: CALLBACK }, context)
    const page = await fetch(userAuthorizationUrl(ours, { token: temporary.token, scopes: [] }))
    const { location } = (await page.json()) as { location: string }
    expect(location).toContain(CALLBACK)
    const verifier = readVerifier(Object.fromEntries(new URL(location).searchParams), temporary)
    return tokenCredentials(ours, { temporary, verifier }, context)
  }

  /** @returns the status */
  async function call(
    method: SignatureMethod,
    pair: TokenPair,
    { verb = 'GET', path = '', form }: { verb?: string; path?: string; form?: string },
  ): Promise<number> {
    const { signing, values } = registration(method)
    const url = `${server.origin}/api/${path}`
    const authorization = signerOf(signing, values, pair)({ method: verb, url, form }, { now: new Date() })
    const type = { 'content-type': 'application/x-www-form-urlencoded' }
    const response = await fetch(url, {
      method: verb,
      headers: { authorization, ...(form !== undefined && type) },
      ...(form !== undefined && { body: form }),
    })
    await response.arrayBuffer()
    return response.status
  }

  test.for(METHODS)('%s: three legs, then calls with query and form', async (method) => {
    const pair = await obtain(method)
    const path = 'a%20b/c;d?b5=%3D%253D&a3=a&a3=&c%40=&a2=r%20b'
    expect(await call(method, pair, { path })).toBe(200)
    expect(await call(method, pair, { verb: 'POST', path, form: 'c2=&a3=2+q&a3=%C3%BC' })).toBe(200)
    expect(await call(method, pair, { verb: 'DELETE' })).toBe(200)
  })

  test.for(METHODS.filter((method) => method !== 'RSA-SHA1'))(
    '%s: a signature by another secret is refused',
    async (method) => {
      const pair = await obtain(method)
      expect(await call(method, { ...pair, tokenSecret: 'another' }, {})).toBe(401)
    },
  )

  test('temporary credentials for an unknown consumer end in invalid_client', async () => {
    const ours = registration('HMAC-SHA1')
    const stranger = { ...ours, values: { client: { id: 'consumer-key-unknown', secret: 'x' } } }
    await expect(temporaryCredentials(stranger, { callbackUrl: CALLBACK }, context)).rejects.toMatchObject({
      code: 'invalid_client',
    })
  })

  test('any query and form are signed as oauthlib reads them', async () => {
    const pair = await obtain('HMAC-SHA256')
    const text = fc.string({ unit: 'grapheme', maxLength: 8 })
    const list = fc.array(fc.tuple(text, text), { maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(list, list, async (query, form) => {
        const path = `x?${new URLSearchParams(query)}`
        const body = new URLSearchParams(form).toString()
        expect(await call('HMAC-SHA256', pair, { verb: 'POST', path, ...(body && { form: body }) })).toBe(200)
      }),
      { numRuns: 60 },
    )
  })
})
