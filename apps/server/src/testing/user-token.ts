import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { SignJWT } from 'jose'

/** A product's key pair. `publicKey` is PEM. */
export function newKeyPair(modulusLength: 2048 | 4096 = 2048): { publicKey: string; privateKey: KeyObject } {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength })
  return { publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(), privateKey }
}

export interface TokenOptions {
  /** Beside or instead of the usual ones; `undefined` leaves one out. */
  claims?: Record<string, unknown>
  header?: Record<string, unknown>
  now?: Date
}

/** Signs a user token as a product's server would: with jose, for one hour. */
export async function signUserToken(
  privateKey: KeyObject | Uint8Array,
  { claims, header, now = new Date() }: TokenOptions = {},
): Promise<string> {
  const iat = Math.floor(now.getTime() / 1_000)
  const payload = { sub: 'user-1', iat, exp: iat + 3_600, ...claims }
  return new SignJWT(payload).setProtectedHeader({ alg: 'RS256', ...header }).sign(privateKey)
}
