import { describe, expect, test } from 'vitest'
import { mergeMeta } from './meta.ts'

describe('merging metadata', () => {
  const cases: [name: string, current: object, patch: object, merged: object][] = [
    ['adds keys', { a: 1 }, { b: 2 }, { a: 1, b: 2 }],
    [
      'goes into objects',
      { a: { b: 1, c: { d: 1 } } },
      { a: { c: { e: 2 } } },
      { a: { b: 1, c: { d: 1, e: 2 } } },
    ],
    ['replaces lists and values', { a: [1, 2], b: { c: 1 } }, { a: [3], b: null }, { a: [3], b: null }],
    ['replaces a value by an object', { a: 1 }, { a: { b: 2 } }, { a: { b: 2 } }],
    ['keeps all for an empty patch', { a: 1 }, {}, { a: 1 }],
  ]
  test.each(cases)('%s', (_name, current, patch, merged) => {
    expect(mergeMeta({ ...current }, { ...patch })).toEqual(merged)
  })

  test('takes __proto__ and constructor for keys as any other', () => {
    const patch = JSON.parse('{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}')
    const merged = mergeMeta(JSON.parse('{"__proto__":{"a":1}}'), patch)
    expect(JSON.stringify(merged)).toBe(
      '{"__proto__":{"a":1,"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}',
    )
    expect(Object.hasOwn({}.constructor.prototype, 'isAdmin')).toBe(false)
  })

  const nested = (levels: number): Record<string, unknown> => (levels === 0 ? {} : { a: nested(levels - 1) })
  const refused: [name: string, patch: Record<string, unknown>, message: RegExp][] = [
    ['too large', { a: 'ü'.repeat(16_400) }, /larger than 32768 bytes/],
    ['too deep', nested(21), /nested more than 20/],
    ['a zero character', { a: ['\0'] }, /not valid Unicode/],
    ['a zero character in a key', { 'a\0': 1 }, /not valid Unicode/],
    ['half a character', { a: { b: '\udc00' } }, /not valid Unicode/],
  ]
  test.each(refused)('refuses what is %s', (_name, patch, message) => {
    expect(() => mergeMeta({}, patch)).toThrow(message)
  })

  test('refuses what grows too large piece by piece', () => {
    const half = { a: 'x'.repeat(20_000) }
    expect(() => mergeMeta(half, { b: half.a })).toThrow(/larger/)
  })
})
