let issued = 0

interface TokenInput {
  sub?: string
  lifeSeconds?: number
  /** Milliseconds. */
  now?: number
  [claim: string]: unknown
}

/** A token as the page's server would sign one; its signature is not checked by those who read it here. */
export function userToken({
  sub = 'user-1',
  lifeSeconds = 3600,
  now = Date.now(),
  ...more
}: TokenInput = {}): string {
  const iat = Math.floor(now / 1000)
  const claims = { sub, iat, exp: iat + lifeSeconds, jti: ++issued, ...more }
  return `${encode({ alg: 'RS256' })}.${encode(claims)}.c2lnbmF0dXJl`
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}
