import { expect, test } from 'vitest'
import { matchesInTime } from './bounded-pattern.ts'

test('holds texts against patterns', () => {
  expect(matchesInTime('sk_1', '^sk_')).toBe(true)
  expect(matchesInTime('pk_1', '^sk_')).toBe(false)
  expect(matchesInTime('é😀', '^é.+$')).toBe(true)
})

test.each([
  ['(a+)+$', `${'a'.repeat(60)}b`],
  ['(a|a)*$', `${'a'.repeat(60)}b`],
  ['^(\\w+\\s?)*$', `${'word '.repeat(100)}!`],
])('%s ends in time, and rests before it is tried again', (pattern, text) => {
  const started = performance.now()
  expect(matchesInTime(text, pattern)).toBe(false)
  expect(performance.now() - started).toBeLessThan(2_000) // unbounded it takes longer than anybody lives
  const again = performance.now()
  for (let calls = 0; calls < 1_000; calls++) matchesInTime(text, pattern)
  expect(performance.now() - again).toBeLessThan(1_000) // 25 s if each were tried
})

test('a pattern that runs out of time does not spoil the next', () => {
  matchesInTime(`${'b'.repeat(60)}c`, '(b+)+$')
  expect(matchesInTime('sk_1', '^sk_')).toBe(true)
})
