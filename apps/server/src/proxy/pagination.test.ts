import { describe, expect, test } from 'vitest'
import { parameterIn, readListPage, readPaginationWish, withParameter } from './pagination.ts'

describe('X-Tenon-Paginate', () => {
  test.each([
    ['json', { format: 'json', itemsPath: undefined, maxPages: 10_000 }],
    ['NDJSON; max-pages=3', { format: 'ndjson', itemsPath: undefined, maxPages: 3 }],
    ['json; items=data.list; max-pages=99999', { format: 'json', itemsPath: 'data.list', maxPages: 10_000 }],
  ])('%s', (value, wish) => {
    expect(readPaginationWish({ 'x-tenon-paginate': value })).toEqual(wish)
  })

  test.each(['', 'xml', 'json; max-pages=0', 'json; max-pages=x'])('%s is refused', (value) => {
    expect(() => readPaginationWish({ 'x-tenon-paginate': value })).toThrow(/must look like/)
  })

  test('is judged at once, however its options are written', { timeout: 2_000 }, () => {
    const value = `json${';a= '.repeat(4_000)};`
    expect(() => readPaginationWish({ 'x-tenon-paginate': value })).toThrow(/must look like/)
  })
})

describe('a page', () => {
  const cursor = { by: 'cursor', param: 'after', path: 'next' } as const
  const read = (shape: Parameters<typeof readListPage>[0], text: string, asked?: string) =>
    readListPage(shape, { text, link: undefined, asked })

  test('keeps numbers as they were written', () => {
    const { items } = read(
      { next: cursor, itemsPath: 'data' },
      '{"data":[{"id":12345678901234567890,"v":1.0}]}',
    )
    expect(items).toEqual(['{"id":12345678901234567890,"v":1.0}'])
  })

  test.each([
    ['[1]', undefined],
    ['{"items":[1],"next":"c"}', undefined],
    ['{"a":{"b":[1]}}', 'a.b'],
  ])('has its list found in %s', (text, itemsPath) => {
    expect(read({ next: cursor, itemsPath }, text).items).toEqual(['1'])
  })

  test.each(['{"a":[],"b":[]}', '{}', 'null', '"text"'])('without one clear list is refused: %s', (text) => {
    expect(() => read({ next: cursor, itemsPath: undefined }, text)).toThrow(/no list in this answer/)
  })

  test('that is not JSON is the provider’s fault', () => {
    expect(() => read({ next: cursor, itemsPath: undefined }, '<html>')).toThrow(/not JSON/)
  })
})

describe('the next page', () => {
  const nextOf = (
    next: Parameters<typeof readListPage>[0]['next'],
    body: object,
    asked?: string,
    link?: string,
  ) => readListPage({ next, itemsPath: 'data' }, { text: JSON.stringify(body), link, asked }).next

  test('by a cursor, until there is none', () => {
    const next = { by: 'cursor', param: 'after', path: 'paging.next.after' } as const
    const parameter = { kind: 'parameter', name: 'after', value: '7' }
    expect(nextOf(next, { data: [1], paging: { next: { after: '7' } } })).toEqual(parameter)
    expect(nextOf(next, { data: [1] })).toBeUndefined()
  })

  test('by number, from what the caller asked for, until a page is empty', () => {
    const next = { by: 'page_number', param: 'page', first: 0 } as const
    expect(nextOf(next, { data: [1] })).toMatchObject({ value: '1' })
    expect(nextOf(next, { data: [1] }, '7')).toMatchObject({ value: '8' })
    expect(nextOf(next, { data: [] }, '8')).toBeUndefined()
  })

  test('by number, until the provider says that there is no more', () => {
    const next = { by: 'page_number', param: 'page', first: 1, morePath: 'more' } as const
    expect(nextOf(next, { data: [1], more: true })).toMatchObject({ value: '2' })
    expect(nextOf(next, { data: [1], more: false })).toBeUndefined()
  })

  test('by how many items came before', () => {
    const next = { by: 'offset', param: 'start' } as const
    expect(nextOf(next, { data: [1, 2] }, '10')).toMatchObject({ value: '12' })
  })

  test('by the last item', () => {
    const next = { by: 'last_item', param: 'starting_after', idPath: 'id', morePath: 'has_more' } as const
    expect(nextOf(next, { data: [{ id: 'a' }, { id: 'b' }], has_more: true })).toMatchObject({ value: 'b' })
    expect(nextOf(next, { data: [{ id: 'b' }], has_more: false })).toBeUndefined()
  })

  test('by the provider’s own URL, in the answer or in the Link header', () => {
    const url = { kind: 'url', url: '/v2/list?c=1' }
    expect(nextOf({ by: 'url', path: 'links.next' }, { data: [], links: { next: '/v2/list?c=1' } })).toEqual(
      url,
    )
    const link = '</v2/list?c=0>; rel="prev", </v2/list?c=1>; rel="next"'
    expect(nextOf({ by: 'link_header', param: 'c' }, { data: [] }, undefined, link)).toEqual(url)
  })
})

test('a parameter is set, and the rest of the query stays as it was sent', () => {
  expect(withParameter('list?q=%22&page=1&x=+', 'page', '2')).toBe('list?q=%22&x=+&page=2')
  expect(withParameter('list', 'page[after]', 'a/b')).toBe('list?page%5Bafter%5D=a%2Fb')
  expect(parameterIn('list?page=4', 'page')).toBe('4')
})
