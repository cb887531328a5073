import { describe, expect, test } from 'vitest'
import { bodySaysThrottled, readRetryAfter, Throttles, throttledUntil, throttleVerdict } from './throttle.ts'

const NOW = Date.UTC(2026, 0, 1)
const salesforce = {
  status: [403],
  when: { path: '[0].errorCode', is: ['REQUEST_LIMIT_EXCEEDED'] },
  headers: [],
}

describe('too many calls', () => {
  test.each([
    [429, undefined, 'yes'],
    [429, salesforce, 'yes'],
    [403, salesforce, 'perhaps'],
    [403, undefined, 'no'],
    [403, { ...salesforce, when: undefined }, 'yes'],
    [200, salesforce, 'no'],
  ] as const)('status %i of a page that says %j: %s', (status, limit, verdict) => {
    expect(throttleVerdict({ status, headers: {} }, limit as never)).toBe(verdict)
  })

  test.each([
    [{ 'x-ratelimit-remaining': '0' }, 'yes'],
    [{ 'x-ratelimit-remaining': '12' }, 'no'],
    [{}, 'no'],
  ] as const)('a header tells a throttle from a refusal: %j', (headers, verdict) => {
    const github = { status: [403], when: { path: 'header:X-RateLimit-Remaining', is: ['0'] }, headers: [] }
    expect(throttleVerdict({ status: 403, headers }, github)).toBe(verdict)
  })

  test('a body tells a throttle from a refusal under the same status', () => {
    expect(bodySaysThrottled('[{"errorCode":"REQUEST_LIMIT_EXCEEDED"}]', salesforce)).toBe(true)
    expect(bodySaysThrottled('[{"errorCode":"INSUFFICIENT_ACCESS"}]', salesforce)).toBe(false)
    expect(bodySaysThrottled('<html>', salesforce)).toBe(false)
  })
})

describe('when calls may go on', () => {
  test.each([
    ['120', NOW + 120_000],
    ['0', NOW],
    ['Thu, 01 Jan 2026 00:01:00 GMT', NOW + 60_000],
    ['soon', undefined],
    ['-3', undefined],
    [undefined, undefined],
  ])('Retry-After: %s', (value, until) => {
    expect(readRetryAfter(value, NOW)).toBe(until)
  })

  test.each([
    ['seconds', '30', NOW + 30_000],
    ['milliseconds', '1500', NOW + 1_500],
    ['epoch_seconds', String(NOW / 1000 + 5), NOW + 5_000],
    ['epoch_milliseconds', String(NOW + 7), NOW + 7],
    ['iso', '2026-01-01T00:00:09Z', NOW + 9_000],
    ['seconds', 'x', undefined],
  ] as const)('a header of the provider’s own, as %s', (as, value, until) => {
    const limit = { status: [429], headers: [], reset: { header: 'X-RateLimit-Reset', as } }
    expect(throttledUntil({ 'x-ratelimit-reset': value }, limit, NOW)).toBe(until)
    expect(throttledUntil({ 'x-ratelimit-reset': value, 'retry-after': '1' }, limit, NOW)).toBe(NOW + 1_000)
  })
})

test('a throttle is remembered for its connection until its time is over', () => {
  const throttles = new Throttles()
  throttles.remember('a', NOW + 10)
  expect(throttles.until('a', NOW)).toBe(NOW + 10)
  expect(throttles.until('b', NOW)).toBeUndefined()
  expect(throttles.until('a', NOW + 10)).toBeUndefined()
})
