import { createHmac, createPrivateKey, createSign } from 'node:crypto'
import type { SignatureMethod } from '@tenon/core'
import { OAuthError } from '../oauth-error.ts'
import { percentEncode } from '../percent-encode.ts'

export interface SigningSecrets {
  /** With RSA-SHA1 the private key: PKCS #8, PEM. */
  consumerSecret: string
  /** Empty while there is no token. */
  tokenSecret: string
}

/** Base64, or with PLAINTEXT the secrets themselves. */
type Signature = (baseString: string) => string

const signatures: Record<SignatureMethod, (secrets: SigningSecrets) => Signature> = {
  'HMAC-SHA1': (secrets) => hmac('sha1', sharedKey(secrets)),
  'HMAC-SHA256': (secrets) => hmac('sha256', sharedKey(secrets)),
  'RSA-SHA1': ({ consumerSecret }) => {
    const key = privateKey(consumerSecret)
    return (baseString) => createSign('RSA-SHA1').update(baseString).sign(key, 'base64')
  },
  PLAINTEXT: (secrets) => () => sharedKey(secrets),
}

/**
 * RFC 5849 §3.4.2 to §3.4.4, and HMAC-SHA256 in the way of HMAC-SHA1.
 *
 * @throws OAuthError `invalid_client` for a private key that cannot be read
 */
export function signatureOf(method: SignatureMethod, secrets: SigningSecrets): Signature {
  return signatures[method](secrets)
}

function hmac(algorithm: string, key: string): Signature {
  return (baseString) => createHmac(algorithm, key).update(baseString).digest('base64')
}

function sharedKey({ consumerSecret, tokenSecret }: SigningSecrets): string {
  return `${percentEncode(consumerSecret)}&${percentEncode(tokenSecret)}`
}

/** The fault of the parser is left behind: it may quote the key. */
function privateKey(pem: string) {
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType === 'rsa') return key
  } catch {}
  throw new OAuthError('invalid_client', { detail: 'the private key is no RSA key in PEM' })
}
