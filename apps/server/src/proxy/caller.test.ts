import { expect, test } from 'vitest'
import { callerOf } from './caller.ts'

test('tells browsers by Origin, and on our own origin by what scripts cannot send', () => {
  expect(callerOf({ origin: 'https://app.example' })).toMatchObject({
    origin: 'https://app.example',
    isBrowser: true,
  })
  expect(callerOf({ 'sec-fetch-site': 'same-origin' })).toMatchObject({ origin: undefined, isBrowser: true })
  expect(callerOf({ 'sec-fetch-mode': 'cors' }).isBrowser).toBe(false) // Node's own fetch sends this one
})

test('tells Paragon’s SDK by "Content-Type: auto" or by its version', () => {
  expect(callerOf({ 'content-type': 'auto' })).toMatchObject({ wrapsOutput: true, infersContentType: true })
  expect(callerOf({ 'x-paragon-sdk-version': '2.4.0' })).toMatchObject({
    wrapsOutput: true,
    infersContentType: false,
  })
  expect(callerOf({ 'content-type': 'application/json' }).wrapsOutput).toBe(false)
})

test('wraps for REST callers only where the project says so, and for nobody who asks for the raw answer', () => {
  expect(callerOf({}, true).wrapsOutput).toBe(true)
  expect(callerOf({ 'x-paragon-use-raw-response': 'true' }, true).wrapsOutput).toBe(false)
  expect(callerOf({ 'x-paragon-use-raw-response': '1', 'content-type': 'auto' }).wrapsOutput).toBe(false)
  expect(callerOf({ 'x-paragon-use-raw-response': 'false' }, true).wrapsOutput).toBe(true)
})
