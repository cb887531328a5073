import { expect, test } from 'vitest'
import { distinctNames, labelOf } from './integration.ts'

test('an account that does not answer keeps the name that Tenon has for it', () => {
  expect(labelOf({ providerData: { accountLabel: 'ada@fjordandfinch.example' } })).toBe(
    'ada@fjordandfinch.example',
  )
})

test.each([{}, { accountLabel: '' }, { accountLabel: 7 }])('%j names nobody', (providerData) => {
  expect(labelOf({ providerData })).toBeUndefined()
})

test('connections to the same account are told apart, in the order in which they were made', () => {
  const made = (id: string, dateCreated: string, name: string) => ({ id, dateCreated, name })
  const connections = [made('c', '2026-03', 'Ada'), made('a', '2026-01', 'Ada'), made('b', '2026-02', 'Ben')]
  expect(distinctNames(connections, ({ name }) => name)).toEqual({ a: 'Ada (1)', b: 'Ben', c: 'Ada (2)' })
})
