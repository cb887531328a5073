import { describe, expect, test } from 'vitest'
import type { OAuthError } from '../oauth-error.ts'
import { type Special, serverAt } from '../testing/registration.ts'
import { readCallback } from './callback.ts'

const ISSUER = 'https://provider.example'

const CALLBACK_SIGNATURE = { param: 'hmac', algorithm: 'sha256' } as const
/** `code=code-1&state=state-1` by `client-secret-1`, as openssl computes it. */
const HMAC = 'f2942731e7c32e1a798c61bf752cf5de83684b26df8b7f557f965788a1f67db0'

function read(query: string, special: Special = {}): string {
  const registration = {
    server: serverAt(ISSUER, special),
    client: { id: 'client-1', secret: 'client-secret-1' },
  }
  return readCallback(registration, new URLSearchParams(query), 'state-1')
}

function failureOf(...args: Parameters<typeof read>): OAuthError {
  try {
    read(...args)
  } catch (error) {
    return error as OAuthError
  }
  throw new Error('the callback was accepted')
}

describe('a callback', () => {
  test('yields its code', () => {
    expect(read('code=code-1&state=state-1')).toBe('code-1')
  })

  test('may come as a record', () => {
    const registration = { server: serverAt(ISSUER), client: { id: 'client-1' } }
    expect(readCallback(registration, { code: 'code-1', state: 'state-1' }, 'state-1')).toBe('code-1')
  })

  test('may carry what the provider adds', () => {
    expect(read('code=code-1&state=state-1&realmId=9341&scope=a')).toBe('code-1')
  })

  test.each([
    ['another state', 'code=code-1&state=state-2'],
    ['no state', 'code=code-1'],
    ['no code', 'state=state-1'],
    ['an empty code', 'code=&state=state-1'],
    ['two codes', 'code=code-1&code=code-2&state=state-1'],
    ['two states', 'code=code-1&state=state-1&state=state-2'],
    ['two of a parameter of the provider', 'code=code-1&state=state-1&realmId=1&realmId=2'],
    ['an error and another state', 'error=access_denied&state=state-2'],
    ['a token', 'code=code-1&state=state-1&token=t'],
  ])('with %s is refused', (_, query) => {
    expect(failureOf(query).code).toBe('state_mismatch')
  })

  test.each([
    ['issuer is the expected one', `iss=${ISSUER}`, true],
    ['issuer is left out', '', true],
    ['issuer is another one', 'iss=https://evil.example', false],
  ])('whose %s is judged by it', (_, iss, isGood) => {
    const query = `code=code-1&state=state-1&${iss}`
    if (isGood) expect(read(query, { issuer: ISSUER })).toBe('code-1')
    else expect(failureOf(query, { issuer: ISSUER }).code).toBe('state_mismatch')
  })

  test('is not judged by an issuer that nobody declared', () => {
    expect(read('code=code-1&state=state-1&iss=https://accounts.google.com')).toBe('code-1')
  })

  test.each([
    ['signed', `code=code-1&state=state-1&hmac=${HMAC}`, true],
    ['signed, and about something else', `code=code-2&state=state-1&hmac=${HMAC}`, false],
    ['not signed', 'code=code-1&state=state-1', false],
  ])('of a server that signs them must be: one that is %s', (_, query, isGood) => {
    const special = { callbackSignature: CALLBACK_SIGNATURE }
    if (isGood) expect(read(query, special)).toBe('code-1')
    else expect(failureOf(query, special).code).toBe('state_mismatch')
  })

  test('that is a refusal needs no signature', () => {
    const special = { callbackSignature: CALLBACK_SIGNATURE }
    expect(failureOf('error=access_denied&state=state-1', special).code).toBe('access_denied')
  })

  test.each([
    ['access_denied', 'access_denied'],
    ['user_cancelled_authorize', 'access_denied'],
    ['temporarily_unavailable', 'server_error'],
    ['unauthorized_client', 'invalid_client'],
    ['invalid_scope', 'invalid_request'],
  ])('with the error %s is a refusal: %s', (error, code) => {
    const failure = failureOf(`error=${error}&error_description=Not+today&state=state-1`)
    expect(failure).toMatchObject({ code, providerError: error, description: 'Not today', status: undefined })
  })

  test('without an expected state is a mistake of the programmer', () => {
    const registration = { server: serverAt(ISSUER), client: { id: 'client-1' } }
    expect(() => readCallback(registration, { code: 'code-1', state: '' }, '')).toThrow(TypeError)
  })
})
