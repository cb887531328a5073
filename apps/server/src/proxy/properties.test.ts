import { AppError, hasHiddenStep } from '@tenon/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { UpstreamAccess } from './access.ts'
import {
  type ListShape,
  parameterIn,
  type ReadPage,
  readListPage,
  readPaginationWish,
  withParameter,
} from './pagination.ts'
import { upstreamTarget } from './rewrite.ts'

const runs = { numRuns: 2_000 }
const anyUnit = fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit))
const anyText = fc.string({ unit: anyUnit, maxLength: 12 })

/** What means something in a request target, to us or to some server behind. */
const piece = fc.oneof(
  fc.constantFrom(
    '..',
    '.',
    '/',
    '//',
    '\\',
    '%2e',
    '%2E%2e',
    '%252e',
    '%2f',
    '%5c',
    '%00',
    '%',
    ';',
    '@',
    ':',
  ),
  fc.constantFrom('?', '#', '&', '=', 'key=', 'k%65y=', ' ', '\t', '\r\n', 'é'),
  fc.constantFrom(
    'http://',
    'https://',
    'HTTPS://',
    'api.example.com',
    'files.example.com',
    'evil.example',
    'v1',
    ':443',
    '127.0.0.1',
  ),
  fc.string({ unit: anyUnit, maxLength: 3 }),
)
const anyTarget = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''))
const proxyUrl = fc.oneof(
  anyTarget,
  anyTarget.map((rest) => `https://api.example.com/v1${rest}`),
  anyTarget.map((rest) => `https://files.example.com${rest}`),
)

const access: UpstreamAccess = {
  baseUrl: 'https://api.example.com/v1',
  allowedHosts: ['files.example.com'],
  headers: [],
  query: [['key', 'secret']],
}

test('a call reaches what the page describes, below its base path however it is read, or is refused', () => {
  fc.assert(
    fc.property(anyTarget, fc.option(proxyUrl, { nil: undefined }), (path, wanted) => {
      const target = unlessRefused(() => upstreamTarget(access, path, wanted))
      if (target === undefined) return
      const url = new URL(target.origin + target.path)
      expect(['https://api.example.com', 'https://files.example.com']).toContain(url.origin)
      expect(url.origin).toBe(target.origin)
      expect(target.path).toMatch(/^\/(?!\/)[\x21-\xff]*$/)
      if (target.origin === 'https://api.example.com') expect(url.pathname).toMatch(/^\/v1(\/|$)/)
      expect(hasHiddenStep(url.pathname)).toBe(false)
      expect(url.searchParams.getAll('key')).toEqual(['secret'])
    }),
    runs,
  )
})

test('any credential can travel in the query', () => {
  fc.assert(
    fc.property(anyText, anyText, (name, value) => {
      const target = upstreamTarget({ ...access, query: [[name, value]] }, 'me')
      const sent = [...new URL(target.origin + target.path).searchParams]
      expect(sent).toEqual([[name.toWellFormed(), value.toWellFormed()]])
    }),
    runs,
  )
})

test('a parameter that is set is the one that is read, and the others stay', () => {
  fc.assert(
    fc.property(anyText, anyText, fc.array(fc.tuple(anyText, anyText)), (name, value, others) => {
      const query = new URLSearchParams(others).toString()
      const path = withParameter(`/list?${query}`, name, value)
      expect(parameterIn(path, name.toWellFormed())).toBe(value.toWellFormed())
      const kept = [...new URLSearchParams(path.slice(path.indexOf('?')))].slice(0, -1)
      const expected = [...new URLSearchParams(query)].filter(([one]) => one !== name.toWellFormed())
      expect(kept).toEqual(expected)
    }),
    runs,
  )
})

const NEXTS: ListShape['next'][] = [
  { by: 'cursor', param: 'cursor', path: 'next' },
  { by: 'page_number', param: 'page', first: 1 },
  { by: 'offset', param: 'offset' },
  { by: 'last_item', param: 'after', morePath: 'more', idPath: 'id' },
  { by: 'link_header', param: 'page' },
  { by: 'next_url', param: 'page', path: 'next' },
  { by: 'url', path: 'next' },
]

test.each(NEXTS.map((next) => [next.by, next] as const))('a page of any list can be read: %s', (_, next) => {
  const field = fc.oneof(
    anyText,
    fc.integer(),
    fc.boolean(),
    fc.webUrl({ withQueryParameters: true }),
    fc.jsonValue(),
  )
  const page = fc.record(
    { items: fc.oneof(fc.array(fc.jsonValue()), fc.jsonValue()), next: field, more: field },
    { requiredKeys: [] },
  )
  const text = fc.oneof(
    page.map((value) => JSON.stringify(value)),
    fc.json(),
    anyText,
  )
  const link = fc.option(
    fc.oneof(
      anyText,
      fc.webUrl().map((url) => `<${url}>; rel="next"`),
    ),
    { nil: undefined },
  )
  fc.assert(
    fc.property(text, link, fc.option(anyText, { nil: undefined }), (body, header, asked) => {
      const shape = { next, itemsPath: 'items' }
      const read = unlessRefused((): ReadPage => readListPage(shape, { text: body, link: header, asked }))
      if (read === undefined) return
      expect(Array.isArray(read.items)).toBe(true)
      if (read.next?.kind === 'parameter') {
        const path = withParameter('/list', read.next.name, read.next.value)
        expect(URL.canParse(path, 'https://api.example.com')).toBe(true)
      }
    }),
    { numRuns: 200 },
  )
})

test('any wish for pages is understood or refused', () => {
  const wish = fc.oneof(
    anyText,
    fc
      .tuple(fc.constantFrom('json', 'ndjson', 'JSON'), anyText)
      .map(([format, rest]) => `${format}; max-pages=${rest}`),
  )
  fc.assert(
    fc.property(wish, (header) => {
      const read = unlessRefused(() => readPaginationWish({ 'x-tenon-paginate': header }))
      if (read) expect(read.maxPages).toBeGreaterThan(0)
    }),
    runs,
  )
})

/** Anything but an error of ours fails the test. */
function unlessRefused<Result>(run: () => Result): Result | undefined {
  try {
    return run()
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}
