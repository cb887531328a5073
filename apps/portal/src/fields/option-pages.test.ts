import { describe, expect, it } from 'vitest'
import { optionPage } from '../api.ts'
import { fixedPage, hostPage, startList, withPage } from './option-pages.ts'

const first = { value: 'a', label: 'Alpha' }

describe('choices of an account', () => {
  it('come as a list, as a page of records, or in sections', () => {
    expect(optionPage({ output: [first] })).toEqual({ options: [first], nested: [], nextCursor: null })
    expect(optionPage({ output: { records: [first], nextPageCursor: 20 } }).nextCursor).toBe('20')
    const sections = [{ title: 'Standard', items: [first] }]
    expect(optionPage({ output: sections }).options).toEqual([{ ...first, group: 'Standard' }])
  })

  it('may be further inputs instead', () => {
    const nested = { id: 'q', title: 'Question', required: true }
    expect(optionPage({ output: [nested] })).toMatchObject({ options: [], nested: [nested] })
  })
})

it('reads what the host page’s loader answers, and refuses anything else', () => {
  expect(hostPage({ options: [first], nextPageCursor: 'next' })).toMatchObject({
    options: [first],
    nextCursor: 'next',
  })
  expect(() => hostPage(undefined)).toThrow()
})

it('searches fixed choices by every word, in the subtitle too', async () => {
  const load = fixedPage([first, { value: 'b', label: 'Beta', subtitle: 'Old board' }])
  expect((await load({ cursor: null, search: 'BOARD old' })).options.map(({ value }) => value)).toEqual(['b'])
})

it('joins pages and shows a repeated choice once', () => {
  const page = { options: [first], nested: [], nextCursor: 'next' }
  const list = withPage(withPage(startList(''), page), { ...page, nextCursor: null })
  expect(list).toMatchObject({ options: [first], nextCursor: null, status: 'ready' })
})
