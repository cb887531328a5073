import { expect, test } from 'vitest'
import { closest } from './closest.ts'

const known = ['slack', 'stripe', 'google-calendar', 'rss']

test.each([
  ['slak', 'slack'],
  ['Slack', 'slack'],
  ['strype', 'stripe'],
  ['googleCalendar', 'google-calendar'],
  ['rs', 'rss'],
])('%s is taken for %s', (word, meant) => {
  expect(closest(word, known)).toBe(meant)
})

test.each(['', 'nobody', 'x'.repeat(500)])('%j is like none of them', (word) => {
  expect(closest(word, known)).toBeUndefined()
})
