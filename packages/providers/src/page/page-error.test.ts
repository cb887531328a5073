import { expect, it } from 'vitest'
import { acme } from '../testing/acme.ts'
import { defineProvider } from './provider.ts'

const withInput = (input: object) => ({
  ...acme,
  auth: acme.auth.map((kind) => (kind.id === 'api_key' ? { ...kind, inputs: [input] } : kind)),
})

function errorOf(page: object): Error {
  try {
    defineProvider(page as never)
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('the page was accepted')
}

it('names the page, and an input whose type is none by its id, with the types that there are', () => {
  const { message } = errorOf(withInput({ type: 'TEXT', id: 'key', title: 'Key' }))
  const [head, line, ...more] = message.split('\n')
  expect(head).toBe('the page "acme" cannot be read:')
  expect(line).toMatch(
    /^ {2}auth "api_key", inputs "key", type: "TEXT" is none of TEXT_NO_VARS, .*PASSWORD, .*ENUM/,
  )
  expect(more).toEqual([])
})

it('has a line for each mistake', () => {
  const page = { ...acme, docs: 'nowhere', category: undefined, provenance: { confidence: 'sure' } }
  expect(errorOf(page).message.split('\n').slice(1)).toEqual([
    '  category: is missing, a value of the type string',
    '  docs: "nowhere" does not fit: Invalid URL',
    '  provenance, confidence: "sure" is none of verified, likely',
    '  provenance, checked: is missing, a value of the type record',
    '  provenance, recheck: is missing, a value of the type array',
  ])
})

it('has one frame of a stack, which is the page’s', () => {
  const { message, stack = '' } = errorOf({ ...acme, auth: [{ id: 'x', type: 'magic', label: 'X' }] })
  expect(message).toContain('auth "x", type: "magic" is none of none, entered, oauth2')
  const frames = stack.split('\n').filter((line) => line.startsWith('    at '))
  expect(frames).toHaveLength(1)
  expect(frames[0]).toContain('page-error.test.ts')
})
