import { expect, test } from 'vitest'
import { readPath, readText } from './json-path.ts'

const answer = { team: { id: 'T1' }, items: [{ n: 7 }, { n: null }], ok: true, '@odata.next': 'u' }

test.each([
  ['team.id', 'T1'],
  ['items[0].n', 7],
  ['', answer],
  ['team.name', undefined],
  ['items[9].n', undefined],
  ['team.id.length', undefined],
  ['__proto__', undefined],
  ['["@odata.next"]', 'u'],
])('%s', (path, found) => expect(readPath(answer, path)).toEqual(found))

test('a list can be the whole answer', () => {
  expect(readPath([{ tenantId: 't' }], '[0].tenantId')).toBe('t')
})

test('as text numbers are written out, and what is no text is not there', () => {
  expect(readText(answer, 'items[0].n')).toBe('7')
  expect(readText(answer, 'ok')).toBe('true')
  expect(readText(answer, 'items[1].n')).toBeUndefined()
  expect(readText(answer, 'team')).toBeUndefined()
})
