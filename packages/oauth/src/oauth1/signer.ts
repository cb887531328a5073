import { randomBytes } from 'node:crypto'
import type { SignatureMethod } from '@tenon/core'
import { percentEncode } from '../percent-encode.ts'
import { type SignableCall, signatureBaseString } from './base-string.ts'
import type { Parameter } from './parameters.ts'
import { signatureOf } from './signature.ts'

/** Who signs, and how. */
export interface OAuth1Credentials {
  method: SignatureMethod
  /** Told to the server beside the signature, and not part of it. */
  realm?: string | undefined
  consumerKey: string
  /** With RSA-SHA1 the private key: PKCS #8, PEM. */
  consumerSecret: string
  /** Absent: calls carry no token. */
  token?: string | undefined
  tokenSecret?: string | undefined
}

/** What differs from one signature to the next. */
interface Moment {
  now: Date
  /** Never the same twice. @default 16 random bytes */
  nonce?: string | undefined
}

/** @returns the value of the Authorization header */
export type OAuth1Signer = (call: SignableCall, moment: Moment, extra?: Record<string, string>) => string

/**
 * Signs calls by OAuth 1.0a, RFC 5849 §3. `extra` are further parameters of the protocol, such as `oauth_verifier`.
 *
 * @throws OAuthError `invalid_client` for a private key that cannot be read
 */
export function oauth1Signer(credentials: OAuth1Credentials): OAuth1Signer {
  const { method, realm, consumerKey, consumerSecret, token, tokenSecret = '' } = credentials
  const signature = signatureOf(method, { consumerSecret, tokenSecret })
  return (call, { now, nonce = newNonce() }, extra = {}) => {
    const parameters: Parameter[] = [
      ['oauth_consumer_key', consumerKey],
      ...(token === undefined ? [] : [['oauth_token', token] as const]),
      ['oauth_signature_method', method],
      ['oauth_timestamp', String(Math.floor(now.getTime() / 1000))],
      ['oauth_nonce', nonce],
      ['oauth_version', '1.0'],
      ...Object.entries(extra),
    ]
    const signed = signature(signatureBaseString(call, parameters))
    return authorizationHeader([...parameters, ['oauth_signature', signed]], realm)
  }
}

/** RFC 5849 §3.5.1. The realm is a quoted string of HTTP's, RFC 9110 §5.6.4, and not encoded like the others. */
function authorizationHeader(parameters: readonly Parameter[], realm: string | undefined): string {
  const pairs = parameters.map(([name, value]) => `${percentEncode(name)}="${percentEncode(value)}"`)
  if (realm !== undefined) pairs.unshift(`realm="${quotable(realm)}"`)
  return `OAuth ${pairs.join(', ')}`
}

function quotable(text: string): string {
  return text.replace(/[^\x20-\x7e]+/g, percentEncode).replace(/["\\]/g, String.raw`\$&`)
}

function newNonce(): string {
  return randomBytes(16).toString('hex')
}
