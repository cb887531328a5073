import { findProvider } from '@tenon/providers'
import { expect, test } from 'vitest'
import { rowProblems } from './row-problems.ts'

test('a page without a row, and kinds that only one of them has, are named with the file', () => {
  const slack = findProvider('slack')
  if (!slack) throw new Error('the catalog has no Slack')
  const pages = new Map([
    ['acme', slack],
    ['slack', slack],
  ])
  const rows = { slack: { kinds: { magic: { proxied: { path: '', request: { url: '' } } } } } }
  expect(rowProblems(pages, rows)).toEqual([
    ['acme', ['packages/providers/conformance/rows/acme.ts is missing']],
    [
      'slack',
      [
        ...slack.auth.map(({ id }) => `packages/providers/conformance/rows/slack.ts has no kind "${id}"`),
        'packages/providers/conformance/rows/slack.ts has a kind "magic", which the page has not',
      ],
    ],
  ])
})
