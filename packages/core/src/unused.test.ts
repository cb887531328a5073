import { expect, test } from 'vitest'
import { unusedRenewalAt } from './unused.ts'

const issuedAt = new Date('2026-01-01T00:00:00Z')
const DAY_MS = 86_400_000
const dayOf = (id: string) =>
  (unusedRenewalAt({ id, issuedAt }, 100 * DAY_MS).getTime() - issuedAt.getTime()) / DAY_MS
const ID = '0199a3c1-7c1e-7000-8000-3b0c'

test('an unused credential is renewed between half and four fifths of its life', () => {
  expect(dayOf(`${ID}00000000`)).toBe(50)
  expect(dayOf(`${ID}80000000`)).toBe(65)
  expect(dayOf(`${ID}ffffffff`)).toBeCloseTo(80, 5)
})

test('when exactly depends on nothing but its id', () => {
  expect(dayOf(`${ID}6a1f2d4e`)).toBe(dayOf(`${ID}6a1f2d4e`))
  expect(dayOf(`${ID}6a1f2d4e`)).not.toBe(dayOf(`${ID}1a1f2d4e`))
})
