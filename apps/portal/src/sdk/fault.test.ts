import { expect, it } from 'vitest'
import { readFault } from './fault.ts'

const body = { message: 'Xero says: wrong key', code: 'invalid_credentials', status: 422, requestId: 'r' }

it.each([
  ['an error whose message is the server’s body', new Error(JSON.stringify(body))],
  ['that body', body],
  [
    'the popup’s message with the body',
    { type: 'oauth_error_callback', error: body.code, errorResponse: body },
  ],
])('reads %s', (_, thrown) => {
  expect(readFault(thrown)).toEqual({ code: 'invalid_credentials', message: 'Xero says: wrong key' })
})

it.each([
  [{ error: 'access_denied', errorResponse: undefined }, 'access_denied', ''],
  [
    { error: 'The user said no', errorResponse: { code: 'access_denied' } },
    'access_denied',
    'The user said no',
  ],
  [new Error('Popup was blocked by the browser.'), 'popup_blocked', ''],
  [
    new Error('Valid credential not found for provided options.'),
    'unknown',
    'Valid credential not found for provided options.',
  ],
  [new Error('{not json'), 'unknown', '{not json'],
  [undefined, 'unknown', ''],
])('reads %j', (thrown, code, message) => {
  expect(readFault(thrown)).toEqual({ code, message })
})

it('reads which of the entered values are wrong, where the server tells', () => {
  const meta = { problems: { subdomain: 'required' } }
  const told = { code: 'invalid_credentials', message: body.message, problems: meta.problems }
  expect(readFault({ ...body, meta })).toEqual(told)
  expect(readFault({ error: body.message, errorResponse: { ...body, meta } })).toEqual(told)
})
