import { expect, test } from 'vitest'
import { isPassingFault, readRetryBudget, retryDelay } from './retry.ts'

const NOW = 1_000_000
const budget = { retries: 3, waitMs: 20_000 }

test.each([
  ['3', { retries: 3, waitMs: 30_000 }],
  ['2; max-wait=5', { retries: 2, waitMs: 5_000 }],
  ['99; max-wait=9999', { retries: 5, waitMs: 60_000 }],
  ['0', { retries: 0, waitMs: 30_000 }],
])('X-Tenon-Retry: %s', (value, expected) => {
  expect(readRetryBudget({ 'x-tenon-retry': value })).toEqual(expected)
})

test.each(['yes', '-1', '3; wait=5', '3;'])('X-Tenon-Retry: %s is refused', (value) => {
  expect(() => readRetryBudget({ 'x-tenon-retry': value })).toThrow(/must look like/)
})

test('nothing is repeated unless the caller asks', () => {
  expect(readRetryBudget({})).toBeUndefined()
})

test('a passing fault is repeated for verbs that may be repeated', () => {
  expect(isPassingFault('GET', 503)).toBe(true)
  expect(isPassingFault('POST', 503)).toBe(false)
  expect(isPassingFault('GET', 500)).toBe(false)
})

test('without a word of the provider the wait doubles, with jitter', () => {
  const delay = (attempt: number, random: number) =>
    retryDelay(budget, { attempt, waitedMs: 0, untilMs: undefined }, NOW, random)
  expect(delay(0, 0)).toBe(250)
  expect(delay(0, 0.999)).toBeLessThan(500)
  expect(delay(2, 0)).toBe(1_000)
})

test('the provider’s own time is kept, and never undercut', () => {
  const delay = (untilMs: number, random: number) =>
    retryDelay(budget, { attempt: 0, waitedMs: 0, untilMs }, NOW, random)
  expect(delay(NOW + 5_000, 0)).toBe(5_000)
  expect(delay(NOW + 5_000, 0.5)).toBe(5_250)
  expect(delay(NOW - 5_000, 0)).toBe(0)
})

test('count and waiting are capped', () => {
  expect(retryDelay(budget, { attempt: 3, waitedMs: 0, untilMs: undefined }, NOW, 0)).toBeUndefined()
  expect(retryDelay(budget, { attempt: 0, waitedMs: 0, untilMs: NOW + 21_000 }, NOW, 0)).toBeUndefined()
  expect(retryDelay(budget, { attempt: 1, waitedMs: 19_800, untilMs: undefined }, NOW, 0)).toBeUndefined()
})
