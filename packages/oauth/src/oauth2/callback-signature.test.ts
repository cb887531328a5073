import { describe, expect, test } from 'vitest'
import { isSigned } from './callback-signature.ts'

/** The example that Shopify published with its documentation. */
const QUERY =
  'code=0907a61c0c8d55e99db179b68161bc00&hmac=4712bf92ffc2917d15a2f5a273e39f0116667419aa4b6ac0b3baaf26fa3c4d20' +
  '&shop=some-shop.myshopify.com&timestamp=1337178173'
const SECRET = 'hush'

function judge(query: string, secret: string | undefined = SECRET): boolean {
  return isSigned(new URLSearchParams(query), { param: 'hmac', algorithm: 'sha256' }, secret)
}

describe('a signed callback', () => {
  test('is the example of Shopify', () => {
    expect(judge(QUERY)).toBe(true)
  })

  test('may have its parameters in any order', () => {
    expect(judge(QUERY.split('&').reverse().join('&'))).toBe(true)
  })

  test.each([
    ['another value', QUERY.replace('some-shop', 'other-shop')],
    ['one parameter more', `${QUERY}&shop2=x`],
    ['one parameter less', QUERY.replace(/&timestamp=.*/, '')],
    ['a signature cut short', QUERY.replace('0b3baaf26fa3c4d20', '')],
    ['a signature with more behind it', QUERY.replace('3c4d20', '3c4d20zz')],
    ['no signature', QUERY.replace(/hmac=\w+&/, '')],
  ])('is not one with %s', (_, query) => {
    expect(judge(query)).toBe(false)
  })

  test('is not one by another secret, or by none', () => {
    expect(judge(QUERY, 'loud')).toBe(false)
    expect(isSigned(new URLSearchParams(QUERY), { param: 'hmac', algorithm: 'sha256' }, undefined)).toBe(
      false,
    )
    expect(judge(QUERY, '')).toBe(false)
  })
})
