import { expect, test } from 'vitest'
import { labelOf } from './integration.ts'

test('an account that does not answer keeps the name that Tenon has for it', () => {
  expect(labelOf({ providerData: { accountLabel: 'ada@fjordandfinch.example' } })).toBe(
    'ada@fjordandfinch.example',
  )
})

test.each([{}, { accountLabel: '' }, { accountLabel: 7 }])('%j names nobody', (providerData) => {
  expect(labelOf({ providerData })).toBeUndefined()
})
