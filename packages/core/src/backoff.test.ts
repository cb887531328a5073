import { expect, test } from 'vitest'
import { nextAttemptAt } from './backoff.ts'

const backoff = { firstMs: 5_000, lastMs: 60_000 }
const now = new Date('2026-03-01T00:00:00Z')
const waitMs = (failures: number, random = 0) =>
  nextAttemptAt(backoff, failures, { now, random }).getTime() - now.getTime()

test('each wait is twice the one before, up to the longest', () => {
  expect([1, 2, 3, 4, 5, 6, 2_000].map((failures) => waitMs(failures))).toEqual([
    5_000, 10_000, 20_000, 40_000, 60_000, 60_000, 60_000,
  ])
})

test('chance shortens a wait by a quarter at most', () => {
  expect(waitMs(1, 1)).toBe(3_750)
  expect(waitMs(9, 0.5)).toBe(52_500)
})
