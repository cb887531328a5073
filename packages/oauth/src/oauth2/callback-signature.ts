import { createHmac, timingSafeEqual } from 'node:crypto'
import type { OAuth2Server } from '@tenon/core'

type CallbackSignature = NonNullable<OAuth2Server['callbackSignature']>

/**
 * Whether a callback carries the server's signature: the HMAC, in hex, of all its other parameters, sorted by name and
 * form-encoded, by the client secret.
 * https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/authorization-code-grant
 */
export function isSigned(
  parameters: URLSearchParams,
  { param, algorithm }: CallbackSignature,
  secret: string | undefined,
): boolean {
  if (!secret) return false // with an empty key anybody could sign
  const signed = new URLSearchParams(parameters)
  signed.delete(param)
  signed.sort()
  const expected = Buffer.from(createHmac(algorithm, secret).update(signed.toString()).digest('hex'))
  const given = Buffer.from(parameters.get(param) ?? '')
  return given.length === expected.length && timingSafeEqual(given, expected)
}
