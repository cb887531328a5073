import { createHash, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import { AppError } from '@tenon/core'

/** RFC 7518 §3.3 asks RS256 for 2048 bits or more. */
const MIN_MODULUS_BITS = 2048

/** A check costs about 22 µs of CPU with 2048 bits and 67 µs with 4096; more would let junk tokens keep us busy. */
const MAX_MODULUS_BITS = 4096

/** 65537 in practice. Smaller ones invite forgeries, far larger ones make every check as slow as signing. */
const MIN_EXPONENT = 65_537n
const MAX_EXPONENT = 0xffff_ffffn

/** A 4096-bit key with a certificate chain's usual extras is well below. */
const MAX_TEXT_LENGTH = 16_384

/** An RSA key fit for RS256, whatever form it came in. */
export interface PublicKey {
  /** SubjectPublicKeyInfo. */
  pem: string
  /** SHA-256 of the DER form, base64url. A user token may name it as its `kid`. */
  fingerprint: string
  bits: number
}

/**
 * Reads a public key as SPKI PEM, JWK (RFC 7517) or X.509 certificate; of a certificate only the key is used.
 *
 * @throws AppError `invalid_request` that says what to send instead
 */
export function readPublicKey(text: string): PublicKey {
  const trimmed = text.trim()
  if (trimmed.length > MAX_TEXT_LENGTH) throw refused('is longer than any RSA key')
  const key = toKeyObject(trimmed)
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {}
  if (key.asymmetricKeyType !== 'rsa') throw refused(`is a key for ${key.asymmetricKeyType}`)
  if (modulusLength < MIN_MODULUS_BITS) throw refused(`has only ${modulusLength} bits`)
  if (modulusLength > MAX_MODULUS_BITS) throw refused(`has ${modulusLength} bits, more than we check`)
  if (publicExponent < MIN_EXPONENT || publicExponent > MAX_EXPONENT) {
    throw refused(`has the public exponent ${publicExponent}: use 65537`)
  }
  return describePublicKey(key)
}

export function describePublicKey(key: KeyObject): PublicKey {
  const der = key.export({ type: 'spki', format: 'der' })
  return {
    pem: key.export({ type: 'spki', format: 'pem' }).toString(),
    fingerprint: createHash('sha256').update(der).digest('base64url'),
    bits: key.asymmetricKeyDetails?.modulusLength ?? 0,
  }
}

/** Node would quietly derive the public half of a private key, so those are turned away first. */
function toKeyObject(text: string): KeyObject {
  if (/PRIVATE KEY-----/.test(text)) throw isPrivate()
  try {
    if (text.startsWith('{')) return fromJwk(JSON.parse(text))
    if (/^-----BEGIN CERTIFICATE-----/m.test(text)) return new X509Certificate(text).publicKey
    return createPublicKey(text)
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw refused('cannot be read', cause)
  }
}

function fromJwk(jwk: Record<string, unknown>): KeyObject {
  if (jwk.d !== undefined) throw isPrivate()
  if (jwk.k !== undefined) throw refused('is a shared secret')
  return createPublicKey({ key: jwk, format: 'jwk' })
}

function isPrivate(): AppError {
  return refused('is a private key, which only your own server may know')
}

function refused(problem: string, cause?: unknown): AppError {
  const wanted = `an RSA public key of ${MIN_MODULUS_BITS} to ${MAX_MODULUS_BITS} bits`
  return new AppError(
    'invalid_request',
    `The signing key ${problem}. Send ${wanted} as PEM (BEGIN PUBLIC KEY), JWK or certificate`,
    { cause },
  )
}
