import { type KeyObject, sign } from 'node:crypto'
import { promisify } from 'node:util'
import { METADATA_CLAIM } from '../shared/token.ts'
import type { UserTokenInput } from './user-token-input.ts'

const signAsync = promisify(sign)

const PERMISSIONS_CLAIM = 'urn:useparagon:connect:permissions'
const DEFAULT_LIFETIME_SECONDS = 3600

export interface UserTokenKey {
  key: KeyObject
  keyId: string | undefined
  /** `<public host>/<project id>` */
  audience: string
}

/** Signs an RS256 JWT that says who the user is. */
export async function signUserToken(
  { key, keyId, audience }: UserTokenKey,
  { userId, expiresInSeconds = DEFAULT_LIFETIME_SECONDS, metadata, permissions }: UserTokenInput,
  now: number,
): Promise<string> {
  if (typeof userId !== 'string' || !userId) throw new TypeError('userId must be a text that is not empty')
  if (!(expiresInSeconds > 0)) throw new TypeError('expiresInSeconds must be a positive number')
  const iat = Math.floor(now / 1000)
  const header = { alg: 'RS256', typ: 'JWT', kid: keyId }
  const claims = {
    sub: userId,
    aud: audience,
    iat,
    exp: iat + Math.ceil(expiresInSeconds),
    [METADATA_CLAIM]: metadata,
    [PERMISSIONS_CLAIM]: permissions,
  }
  const signed = `${encode(header)}.${encode(claims)}`
  const signature = await signAsync('sha256', Buffer.from(signed), key)
  return `${signed}.${signature.toString('base64url')}`
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}
