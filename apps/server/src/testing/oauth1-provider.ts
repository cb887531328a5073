import { createHmac, createPublicKey, createVerify, timingSafeEqual } from 'node:crypto'
import { type FakeProvider, type Received, startFakeProvider } from './fake-provider.ts'

type Pair = [name: string, value: string]

/** A provider of our own that issues tokens by OAuth 1.0a and answers signed calls only. */
export interface OAuth1Provider extends FakeProvider {
  /** Who may call, by consumer key: the shared secret, or a public key in PEM. */
  consumers: Map<string, string>
  /** Secrets of temporary and of the users' tokens, by token. Preset for tokens that are issued elsewhere. */
  secrets: Map<string, string>
  /** Of the last authorization request. */
  authorizeQuery: URLSearchParams
  /** What the user does on the consent page. */
  consent: (callback: URL) => void
  /** The parameters of the last Authorization header, `realm` included. */
  lastHeader: Record<string, string>
}

const VERIFIER = 'verifier-1'

/**
 * - POST `/oauth/request`, GET `/oauth/authorize`, POST `/oauth/access`: RFC 5849 §2
 * - every other path: 200 and who is asked for, 401 for a call that is not signed as it should be
 */
export async function startOAuth1Provider(): Promise<OAuth1Provider> {
  const fake = await startFakeProvider()
  const callbacks = new Map<string, string>()
  const nonces = new Set<string>()
  const provider: OAuth1Provider = Object.assign(fake, {
    consumers: new Map<string, string>(),
    secrets: new Map<string, string>(),
    authorizeQuery: new URLSearchParams(),
    consent: (callback: URL) => callback.searchParams.set('oauth_verifier', VERIFIER),
    lastHeader: {},
  })

  /** @returns what is wrong, in the words of the problem reporting extension */
  async function problem(received: Received): Promise<string | undefined> {
    await received.whole
    const header = readHeader(received.headers.authorization)
    provider.lastHeader = header
    const { oauth_signature: signature = '', oauth_token: token, oauth_nonce: nonce = '' } = header
    const consumer = provider.consumers.get(header.oauth_consumer_key ?? '')
    if (consumer === undefined) return 'consumer_key_unknown'
    const tokenSecret = token === undefined ? '' : provider.secrets.get(token)
    if (tokenSecret === undefined) return 'token_rejected'
    if (nonces.has(nonce)) return 'nonce_used'
    nonces.add(nonce)
    const method = header.oauth_signature_method ?? ''
    const base = baseString(fake.origin, received, header)
    return verify(method, { base, signature, consumer, tokenSecret }) ? undefined : 'signature_invalid'
  }

  fake.answer('/oauth/request', async (received, response) => {
    const wrong = await problem(received)
    if (wrong) return void response.writeHead(401).end(`oauth_problem=${wrong}`)
    const token = `temporary-${provider.secrets.size}`
    provider.secrets.set(token, `secret of ${token}`)
    callbacks.set(token, provider.lastHeader.oauth_callback ?? '')
    const confirmed = provider.lastHeader.oauth_callback ? '&oauth_callback_confirmed=true' : ''
    response.end(`oauth_token=${token}&oauth_token_secret=secret%20of%20${token}${confirmed}`)
  })
  fake.answer('/oauth/authorize', (received, response) => {
    provider.authorizeQuery = received.query
    const token = received.query.get('oauth_token') ?? ''
    const callback = new URL(callbacks.get(token) ?? '')
    callback.searchParams.set('oauth_token', token)
    provider.consent(callback)
    response.writeHead(302, { location: callback.href }).end()
  })
  fake.answer('/oauth/access', async (received, response) => {
    const wrong = await problem(received)
    const { oauth_token: temporary = '', oauth_verifier } = provider.lastHeader
    const refusal = wrong ?? (oauth_verifier === VERIFIER ? undefined : 'verifier_invalid')
    if (refusal) return void response.writeHead(401).end(`oauth_problem=${refusal}`)
    provider.secrets.delete(temporary)
    provider.secrets.set('access-token', 'access secret &')
    response.end('oauth_token=access-token&oauth_token_secret=access%20secret%20%26&screen_name=ada')
  })
  fake.answer('*', async (received, response) => {
    const wrong = await problem(received)
    response.writeHead(wrong ? 401 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(wrong ? { message: wrong } : { id: 'acct-1', email: 'ada@example.com' }))
  })
  return provider
}

/** What a store of Magento sends when its administrator activates an integration. */
export function activation(origin: string): Record<string, string> {
  return {
    oauth_consumer_key: 'posted-key',
    oauth_consumer_secret: 'posted-secret-of-the-store',
    oauth_verifier: VERIFIER,
    store_base_url: `${origin}/`,
  }
}

function readHeader(authorization = ''): Record<string, string> {
  const pairs = authorization.replace(/^OAuth /, '').matchAll(/([\w]+)="([^"]*)"/g)
  return Object.fromEntries(
    Array.from(pairs, ([, name = '', value = '']) => [name, decodeURIComponent(value)]),
  )
}

/** RFC 5849 §3.4.1, written for this provider alone. */
function baseString(
  origin: string,
  { method, url, headers, body }: Received,
  header: Record<string, string>,
) {
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded')
  const { realm: _, oauth_signature: __, ...oauth } = header
  const [path = '', query = ''] = url.split('?')
  const all: Pair[] = [
    ...new URLSearchParams(query),
    ...new URLSearchParams(isForm ? body.toString() : ''),
    ...Object.entries(oauth),
  ]
  // by name, then by value: a blank is less than any character of either
  const sorted = all.map(([name, value]) => `${strict(name)} ${strict(value)}`).sort()
  const normalised = sorted.map((pair) => pair.replace(' ', '=')).join('&')
  return [method, strict(origin + path), strict(normalised)].join('&')
}

function strict(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
}

interface Signed {
  base: string
  signature: string
  consumer: string
  tokenSecret: string
}

function verify(method: string, { base, signature, consumer, tokenSecret }: Signed): boolean {
  const key = `${strict(consumer)}&${strict(tokenSecret)}`
  if (method === 'RSA-SHA1')
    return createVerify('sha1').update(base).verify(createPublicKey(consumer), signature, 'base64')
  const expected =
    method === 'PLAINTEXT'
      ? key
      : createHmac(method === 'HMAC-SHA256' ? 'sha256' : 'sha1', key)
          .update(base)
          .digest('base64')
  const [one, other] = [Buffer.from(expected), Buffer.from(signature)]
  return one.length === other.length && timingSafeEqual(one, other)
}
