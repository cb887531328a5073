import { readPath } from '@tenon/core'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { itemTexts } from './item-texts.ts'

test('items are as they were written, on one line', () => {
  const json = '{ "a": [9], "data": [ 1.0 ,{"x":\n  [1e2,\r\n\t"],}\\"{ b"]}, null,"" ], "n": 1 }'
  expect(itemTexts(json, 'data')).toEqual(['1.0', '{"x":[1e2,"],}\\"{ b"]}', 'null', '""'])
  expect(itemTexts(' [ ] ', '')).toEqual([])
  expect(itemTexts('{"a.b":[0],"l":[[7],[8]]}', '["a.b"]')).toEqual(['0'])
  expect(itemTexts('{"l":[[7],[8]]}', 'l[1]')).toEqual(['8'])
})

test('of a name that is there twice, the last counts, however it is spelt', () => {
  const json = String.raw`{"data":[1],"d\u0061ta":[2]}`
  expect(itemTexts(json, 'data').map(Number)).toEqual(readPath(JSON.parse(json), 'data'))
})

test('they are what JSON.parse finds, by properties', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.constantFrom(0, 1, '\t'), (items, space) => {
      const json = JSON.stringify({ other: items, page: { data: items } }, null, space)
      const texts = itemTexts(json, 'page.data')
      expect(`[${texts.join()}]`).not.toMatch(/[\r\n]/)
      expect(JSON.parse(`[${texts.join()}]`)).toEqual(JSON.parse(JSON.stringify(items)))
    }),
  )
})

test('a page of millions of numbers does not hold up the others', () => {
  const json = `{"data":[${'1,'.repeat(2 ** 21)}1]}`
  const before = process.cpuUsage()
  expect(itemTexts(json, 'data')).toHaveLength(2 ** 21 + 1)
  expect(process.cpuUsage(before).user / 1_000).toBeLessThan(1_500)
})
