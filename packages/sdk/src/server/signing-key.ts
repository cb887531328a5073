import { createPrivateKey, type KeyObject } from 'node:crypto'

/** RFC 7518 §3.3 */
const MIN_MODULUS_BITS = 2048

/**
 * Reads the project's private key as it comes from a file or an environment variable: PEM, PEM whose line ends were
 * written as `\n`, or either in base64, or the base64 inside the PEM alone.
 */
export function readSigningKey(text: string): KeyObject {
  const key = parseKey(text.trim().replaceAll('\\n', '\n'))
  if (key.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < MIN_MODULUS_BITS) {
    throw new TypeError(`signingKey must be an RSA key of at least ${MIN_MODULUS_BITS} bits`)
  }
  return key
}

function parseKey(text: string): KeyObject {
  const decoded = Buffer.from(text, 'base64')
  const isPem = text.startsWith('-----') || decoded.toString('latin1', 0, 5) === '-----'
  try {
    return isPem
      ? createPrivateKey(text.startsWith('-----') ? text : decoded)
      : createPrivateKey({ key: decoded, format: 'der', type: 'pkcs8' })
  } catch {
    // the parser's own error is left out: it may quote the key
    throw new TypeError('signingKey is not a private key: pass the PEM text (PKCS #8), or its base64')
  }
}
