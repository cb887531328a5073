import { expect, test } from 'vitest'
import { Input, type InputProblem, inputProblem, inputProblems } from './input.ts'

const input = (type: string, more: object = {}) => Input.parse({ type, id: 'x', title: 'X', ...more })
const options = [{ value: 'a', label: 'A' }]

test.each<[Input, unknown, InputProblem | undefined]>([
  [input('TEXT_NO_VARS'), 'hello', undefined],
  [input('TEXT_NO_VARS'), '', 'required'],
  [input('TEXT_NO_VARS', { required: false }), '', undefined],
  [input('TEXT_NO_VARS'), 7, 'not_a_text'],
  [input('TEXT_NO_VARS'), 'x'.repeat(20_001), 'not_a_text'],
  [input('PASSWORD', { pattern: '^sk_' }), 'pk_1', 'pattern'],
  [input('PASSWORD', { pattern: '^sk_' }), 'sk_1', undefined],
  [input('PASSWORD', { pattern: '^sk_' }), `sk_${'x'.repeat(997)}`, undefined],
  [input('PASSWORD', { pattern: '^sk_' }), `sk_${'x'.repeat(998)}`, 'pattern'],
  [input('EMAIL'), 'ada@example.com', undefined],
  [input('EMAIL'), 'ada', 'email'],
  [input('EMAIL'), 'ada@example', 'email'],
  [input('EMAIL'), 'ada@.com', 'email'],
  [input('EMAIL'), '@example.com', 'email'],
  [input('EMAIL'), 'ada@home@example.com', 'email'],
  [input('EMAIL'), 'ada lovelace@example.com', 'email'],
  [input('EMAIL'), `a@${'a.'.repeat(9_000)}@`, 'email'],
  [input('URL'), 'https://example.com', undefined],
  [input('URL'), 'javascript:alert(1)', 'url'],
  [input('NUMBER'), '12.5', undefined],
  [input('NUMBER'), 'twelve', 'number'],
  [input('SWITCH'), undefined, undefined],
  [input('SWITCH'), 'yes', 'boolean'],
  [input('BOOLEAN_INPUT'), true, undefined],
  [input('ENUM', { values: options }), 'a', undefined],
  [input('ENUM', { values: options }), 'b', 'option'],
  [input('ENUM', { values: options, allowCustom: true }), 'b', undefined],
  [input('ENUM', { values: options, allowCustom: true, pattern: '^b$' }), 'c', 'pattern'],
  [input('DYNAMIC_ENUM', { sourceType: 's' }), 'anything', undefined],
  [input('CUSTOM_DROPDOWN', { key: 'k' }), {}, 'option'],
  [input('COMBO_INPUT', { sourceType: 's' }), { mainInput: 'a' }, undefined],
  [input('FIELD_MAPPER'), [], 'shape'],
  [input('COPYABLE_BUTTON_INPUT'), undefined, undefined],
  [input('PERMISSION', { requiredScopes: ['read'], scopes: { values: [] } }), 'write', 'required'],
  [input('PERMISSION', { requiredScopes: ['read'], scopes: { values: [] } }), 'write read', undefined],
])('%j with %j: %s', (field, value, problem) => expect(inputProblem(field, value)).toBe(problem))

test('a hidden field is not asked for', () => {
  expect(inputProblem(input('TEXT_NO_VARS', { hidden: true }), undefined)).toBeUndefined()
})

test.each([
  input('TEXT_NO_VARS', { pattern: '^a$' }),
  input('ENUM', { values: options, allowCustom: true, pattern: '^a$' }),
])('patterns are matched by the matcher that is given: %j', (field) => {
  const asked: [string, string][] = []
  const refuse = (...question: [string, string]) => asked.push(question) === 0
  expect(inputProblems([field], { x: 'aa' }, refuse)).toEqual({ x: 'pattern' })
  expect(inputProblem(field, 'x'.repeat(1_001), refuse)).toBe('pattern')
  expect(asked).toEqual([['aa', '^a$']])
})

test('a form tells its problems by field', () => {
  const fields = [input('TEXT_NO_VARS'), { ...input('NUMBER'), id: 'n' }]
  expect(inputProblems(fields, { n: 'x' })).toEqual({ x: 'required', n: 'number' })
})

test.each(['(', 'a'.repeat(201)])('a pattern must compile and be short: %s', (pattern) => {
  expect(() => input('TEXT_NO_VARS', { pattern })).toThrow(/pattern/)
  expect(() => input('ENUM', { values: options, allowCustom: true, pattern })).toThrow(/pattern/)
})

test('of two inputs that go together neither may be left out alone', () => {
  const half = { type: 'TEXT_NO_VARS' as const, title: 'x', required: false }
  const inputs = [
    { ...half, id: 'a', with: 'b' },
    { ...half, id: 'b', with: 'a' },
  ]
  expect(inputProblems(inputs, {})).toEqual({})
  expect(inputProblems(inputs, { a: '1' })).toEqual({ b: 'required' })
  expect(inputProblems(inputs, { a: '', b: '2' })).toEqual({ a: 'required' })
  expect(inputProblems(inputs, { a: '1', b: '2' })).toEqual({})
})
