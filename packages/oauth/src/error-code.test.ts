import { describe, expect, test } from 'vitest'
import { errorCode, vendorErrors } from './error-code.ts'

describe('what a refusal means', () => {
  test.each([
    ['access_denied', 'access_denied'],
    ['invalid_grant', 'invalid_grant'],
    ['INVALID_GRANT', 'invalid_grant'],
    ['invalid_client', 'invalid_client'],
    ['unauthorized_client', 'invalid_client'],
    ['invalid_scope', 'invalid_request'],
    ['unsupported_grant_type', 'invalid_request'],
    ['temporarily_unavailable', 'server_error'],
    ['constructor', 'invalid_request'],
  ])('%s: %s', (error, code) => {
    expect(errorCode({ status: 400, error })).toBe(code)
  })

  test.each([408, 429, 500, 502, 503, 599])('HTTP %i is never a dead token', (status) => {
    expect(errorCode({ status, error: 'invalid_grant' })).toBe('server_error')
  })

  test('HTTP 401 without a word we know is about the client', () => {
    expect(errorCode({ status: 401 })).toBe('invalid_client')
    expect(errorCode({ status: 403 })).toBe('invalid_request')
  })
})

/** What each vendor really sends where one word means several things. */
const said: Record<string, string[]> = {
  'Salesforce invalid_grant': ['token request is already being processed'],
  'Salesforce unknown_error': ['retry your request'],
  'Atlassian unauthorized_client': ['refresh_token is invalid'],
  'Facebook OAuthException': [
    'Error validating client secret.',
    'Error validating application. Invalid application ID.',
    'Invalid verification code format.',
    'This authorization code has expired.',
    'Error validating access token: Session has expired',
  ],
}

describe('a word of a vendor', () => {
  test.each(vendorErrors.filter(({ description }) => !description))(
    '$vendor: $error is $means',
    ({ error, means }) => {
      expect(errorCode({ status: 400, error })).toBe(means)
    },
  )

  test.each(vendorErrors.filter(({ description }) => description))(
    '$vendor: $error is $means where it says so',
    ({ vendor, error, description, means }) => {
      const texts = said[`${vendor} ${error}`]?.filter((text) => description?.test(text)) ?? []
      expect(texts).not.toHaveLength(0)
      for (const text of texts) expect(errorCode({ status: 400, error, description: text })).toBe(means)
    },
  )

  test.each(['expired access/refresh token', 'inactive user', 'inactive organization'])(
    'Salesforce: invalid_grant with "%s" is a dead token',
    (description) => {
      expect(errorCode({ status: 400, error: 'invalid_grant', description })).toBe('invalid_grant')
    },
  )

  test('names its source', () => {
    for (const { source } of vendorErrors) expect(source).toMatch(/^https:\/\/|^general knowledge: check$/)
  })
})
