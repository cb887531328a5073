import { verify } from 'node:crypto'
import { AppError, PERMISSIONS_CLAIM, PermissionsClaim } from '@tenon/core'
import type { VerificationKey } from '../projects/access.ts'

/** Room for a long permissions claim; headers of more than 16 KiB are refused by Node itself. */
const MAX_TOKEN_LENGTH = 8_192

const MAX_SUB_LENGTH = 256

/** How far the customer's clock and ours may be apart. */
export const CLOCK_SKEW_MS = 60_000

/** RFC 7515 §3.1: header, payload and signature in base64url. */
const COMPACT_FORM = /^[\w-]+\.[\w-]+\.[\w-]+$/

/** Why a token was refused: told to the caller as `meta.reason`, and counted. */
export type RefusalReason =
  | 'missing'
  | 'oversized'
  | 'malformed'
  | 'algorithm'
  | 'claims'
  | 'expired'
  | 'not_yet_valid'
  | 'audience'
  | 'no_signing_key'
  | 'signature'
  | 'permissions'

/** Read, but anybody may have written it: {@link verifyUserToken} decides. */
export interface UnverifiedUserToken {
  /** `sub`: the customer's id for the user. */
  externalId: string
  /** `exp`, in milliseconds. */
  expiresAtMs: number
  permissions: unknown
  keyId: string | undefined
  /** Header and payload as they were signed. */
  signedText: string
  signature: Buffer
}

export interface UserTokenExpectations {
  /** Lower-case. */
  projectId: string
  /** Host that a token's `aud` may name beside `useparagon.com`; with the port, if it is not the usual one. */
  publicHost: string
  now: Date
}

/**
 * All that can be found wrong without cryptography, and so for next to nothing: form, algorithm, claims, times, audience.
 *
 * Signatures are RS256 (RFC 7518 §3.3) and checked by `node:crypto` itself: jose's asynchronous WebCrypto path costs
 * 75 µs more for each refused token, most of what one may cost.
 *
 * @throws AppError `token_expired`, or `unauthenticated` with a reason in `meta`
 */
export function readUserToken(token: string, expected: UserTokenExpectations): UnverifiedUserToken {
  if (token.length > MAX_TOKEN_LENGTH) {
    throw refused(
      'oversized',
      `The user token is longer than ${MAX_TOKEN_LENGTH} characters: put less into it`,
    )
  }
  if (!COMPACT_FORM.test(token)) throw malformed()
  const payloadStart = token.indexOf('.') + 1
  const payloadEnd = token.lastIndexOf('.')
  const header = parsePart(token.slice(0, payloadStart - 1))
  checkHeader(header)
  const claims = parsePart(token.slice(payloadStart, payloadEnd))
  const { externalId, expiresAtMs } = checkClaims(claims, expected.now.getTime())
  checkAudience(claims.aud, expected)
  return {
    externalId,
    expiresAtMs,
    permissions: claims[PERMISSIONS_CLAIM],
    keyId: typeof header.kid === 'string' ? header.kid : undefined,
    signedText: token.slice(0, payloadEnd),
    signature: Buffer.from(token.slice(payloadEnd + 1), 'base64url'),
  }
}

/** Whether one of the project's keys signed it. @throws AppError `unauthenticated` */
export function verifyUserToken(
  { keyId, signedText, signature, permissions }: UnverifiedUserToken,
  keys: readonly Omit<VerificationKey, 'id'>[],
): PermissionsClaim | undefined {
  if (keys.length === 0) {
    throw refused('no_signing_key', 'This project has no signing key: generate or upload one')
  }
  const named = keys.filter(({ fingerprint }) => fingerprint === keyId)
  // RFC 8017 §8.2.2: a signature is exactly as long as the modulus
  const fitting = (named.length > 0 ? named : keys).filter((key) => key.signatureBytes === signature.length)
  const signed = Buffer.from(signedText, 'latin1')
  if (!fitting.some(({ key }) => verify('sha256', signed, key, signature))) {
    throw refused(
      'signature',
      'No signing key of this project made this user token: sign it with the project’s key',
    )
  }
  return parsePermissions(permissions)
}

function parsePart(part: string): Record<string, unknown> {
  const value = parseJson(Buffer.from(part, 'base64url').toString('utf8'))
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed()
  return value as Record<string, unknown>
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** RFC 8725 §3.1: the algorithm is ours to choose; RFC 7515 §4.1.11: what `crit` names must be understood. */
function checkHeader({ alg, crit }: Record<string, unknown>): void {
  if (alg !== 'RS256' || crit !== undefined) {
    throw refused('algorithm', 'User tokens are signed with RS256 and no critical extensions: sign it so')
  }
}

function checkClaims({ sub, iat, exp, nbf }: Record<string, unknown>, nowMs: number) {
  if (typeof sub !== 'string' || !isUserId(sub)) {
    throw refused(
      'claims',
      `The user token needs a "sub" of 1 to ${MAX_SUB_LENGTH} characters: your id for the user`,
    )
  }
  const [issuedAtMs, expiresAtMs, validFromMs] = [toMs(iat), toMs(exp), toMs(nbf ?? iat)]
  if (issuedAtMs === undefined || expiresAtMs === undefined || validFromMs === undefined) {
    throw refused(
      'claims',
      'The user token needs "iat" and "exp", and every time in it in seconds since 1970',
    )
  }
  if (expiresAtMs + CLOCK_SKEW_MS <= nowMs) {
    const options = { meta: { reason: 'expired' satisfies RefusalReason } }
    throw new AppError('token_expired', 'The user token has expired: sign a new one', options)
  }
  if (Math.max(issuedAtMs, validFromMs) - CLOCK_SKEW_MS > nowMs) {
    throw refused(
      'not_yet_valid',
      'The user token is issued in the future: set the clock of the server that signs',
    )
  }
  return { externalId: sub, expiresAtMs }
}

/** PostgreSQL keeps neither a zero character nor half a surrogate pair, so two ids could become one. */
function isUserId(sub: string): boolean {
  return sub.length > 0 && sub.length <= MAX_SUB_LENGTH && !sub.includes('\0') && sub.isWellFormed()
}

function toMs(seconds: unknown): number | undefined {
  return typeof seconds === 'number' && Number.isFinite(seconds) ? seconds * 1_000 : undefined
}

/** Tokens made before audiences were introduced have none. */
function checkAudience(aud: unknown, { projectId, publicHost }: UserTokenExpectations): void {
  if (aud === undefined) return
  const accepted = [`useparagon.com/${projectId}`, `${publicHost}/${projectId}`]
  const named = Array.isArray(aud) ? aud : [aud]
  if (!named.some((name) => typeof name === 'string' && accepted.includes(name.toLowerCase()))) {
    const forms = accepted.map((name) => `"${name}"`).join(' or ')
    throw refused(
      'audience',
      `The user token is meant for another project: its "aud" must be ${forms}, or left out`,
    )
  }
}

function parsePermissions(claim: unknown): PermissionsClaim | undefined {
  if (claim === undefined) return undefined
  const parsed = tryParse(claim)
  if (parsed?.success) return parsed.data
  throw refused('permissions', `The claim "${PERMISSIONS_CLAIM}" must map scopes to permissions`)
}

/** A claim nested some thousand levels deep overflows the stack. */
function tryParse(claim: unknown) {
  try {
    return PermissionsClaim.safeParse(claim)
  } catch {
    return undefined
  }
}

function malformed(): AppError {
  return refused(
    'malformed',
    'This is no user token: send a JWT that your server signed with the project’s key',
  )
}

/** @param reason sent as `meta.reason` */
export function refused(reason: RefusalReason, message: string): AppError {
  return new AppError('unauthenticated', message, { meta: { reason } })
}
