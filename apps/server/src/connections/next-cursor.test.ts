import { describe, expect, test } from 'vitest'
import { nextCursor } from './next-cursor.ts'

const page = (body: unknown, items: unknown[] = [1, 2], cursor?: string) => ({ body, items, cursor })

describe('how a list goes on', () => {
  const relay = { by: 'cursor', param: 'variables.after', path: 'info.end', morePath: 'info.more' } as const

  test('by a cursor, until there is none', () => {
    const next = { by: 'cursor', param: 'after', path: 'end' } as const
    expect(nextCursor(next, page({ end: 'c2' }))).toBe('c2')
    expect(nextCursor(next, page({ end: null }))).toBeUndefined()
  })

  test('by a cursor that the last page has, too', () => {
    expect(nextCursor(relay, page({ info: { end: 'c2', more: true } }))).toBe('c2')
    expect(nextCursor(relay, page({ info: { end: 'c2', more: false } }))).toBeUndefined()
  })

  test.each([
    ['https://graph.example/v1.0/users?$top=2&$skiptoken=abc', 'abc'],
    ['/v1.0/users?$skiptoken=abc', 'abc'],
    ['/v1.0/users', undefined],
    [undefined, undefined],
  ])('by a parameter of the next page’s URL: %s', (link, cursor) => {
    const next = { by: 'next_url', param: '$skiptoken', path: '["@odata.nextLink"]' } as const
    expect(nextCursor(next, page({ '@odata.nextLink': link }))).toBe(cursor)
  })

  test('by how many came before, until a page is empty', () => {
    const next = { by: 'offset', param: 'startAt' } as const
    expect(nextCursor(next, page({}, [1, 2]))).toBe('2')
    expect(nextCursor(next, page({}, [3], '2'))).toBe('3')
    expect(nextCursor(next, page({}, [], '3'))).toBeUndefined()
  })
})
