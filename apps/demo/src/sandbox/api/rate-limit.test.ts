import { expect, test } from 'vitest'
import { admit } from './rate-limit.ts'

const rate = { limit: 2, windowMs: 1000 }

test('lets as many calls through as the limit says, then none until the window ends', () => {
  const first = admit(undefined, rate, 5000)
  expect(first).toMatchObject({ isAllowed: true, remaining: 1, resetMs: 1000 })
  const second = admit(first.window, rate, 5400)
  expect(second).toMatchObject({ isAllowed: true, remaining: 0, resetMs: 600 })
  const third = admit(second.window, rate, 5999)
  expect(third).toMatchObject({ isAllowed: false, remaining: 0, resetMs: 1 })
  expect(admit(third.window, rate, 6000)).toMatchObject({ isAllowed: true, remaining: 1 })
})

test('a limit of zero lets nothing through', () => {
  expect(admit(undefined, { limit: 0, windowMs: 1000 }, 0).isAllowed).toBe(false)
})
