import { expect, it } from 'vitest'
import { pageScheme } from './page-scheme.ts'

it('is what the iframe around the page is said to have', () => {
  expect(pageScheme('light dark')).toBe('light dark')
})

it.each([null, '', 'dark', 'red'])('is light when told %j', (told) => {
  expect(pageScheme(told)).toBe('light')
})
