import { randomUUID } from 'node:crypto'
import { importPKCS8, SignJWT } from 'jose'
import { OAuthError } from '../oauth-error.ts'

export interface AssertionInput {
  algorithm: 'RS256' | 'ES256'
  /** PKCS #8, PEM. Line breaks may be written as `\n`, as in a service account's JSON read as text. */
  key: string
  keyId?: string | undefined
  issuer: string
  subject?: string | undefined
  audience: string
  lifetimeS: number
  /** Beside the registered ones. */
  claims: Record<string, string>
  now: Date
}

/**
 * A signed JWT that stands for its issuer, RFC 7523 §3.
 *
 * @throws OAuthError `invalid_client` when the key cannot be read
 */
export async function signAssertion(input: AssertionInput): Promise<string> {
  const { algorithm, keyId, issuer, subject, audience, lifetimeS, claims, now } = input
  const issuedAt = Math.floor(now.getTime() / 1000)
  const jwt = new SignJWT(claims)
    .setProtectedHeader({ alg: algorithm, typ: 'JWT', ...(keyId !== undefined && { kid: keyId }) })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifetimeS)
    .setJti(randomUUID())
  if (subject !== undefined) jwt.setSubject(subject)
  return jwt.sign(await readKey(input))
}

/** The cause would quote the key, and is left behind. */
async function readKey({ key, algorithm }: AssertionInput): ReturnType<typeof importPKCS8> {
  try {
    return await importPKCS8(key.replaceAll('\\n', '\n'), algorithm)
  } catch {
    throw new OAuthError('invalid_client', {
      detail: `the private key is no PKCS #8 key for ${algorithm}: it begins with -----BEGIN PRIVATE KEY-----`,
    })
  }
}
