import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { findProvider } from './index.ts'
import { pageProblems } from './problems.ts'
import { acme } from './testing/acme.ts'

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8')

it('shows a page that is type-checked, works, and is not in the catalog', () => {
  const [, shown] = /```ts\n(.*?)```/s.exec(read('../README.md')) ?? []
  expect(shown).toBe(read('testing/acme.ts').replace("'../page/", "'./page/"))
  expect(pageProblems(acme)).toEqual([])
  expect(findProvider(acme.id)).toBeUndefined()
})
