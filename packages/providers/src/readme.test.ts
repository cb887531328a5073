import { readFileSync } from 'node:fs'
import { Input } from '@tenon/core'
import { expect, it } from 'vitest'
import { AUTH_KIND_TYPES, findProvider } from './index.ts'
import { pageProblems } from './problems.ts'
import { acme } from './testing/acme.ts'

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8')

it('shows a page that is type-checked, works, and is not in the catalog', () => {
  const [, shown] = /```ts\n(.*?)```/s.exec(read('../README.md')) ?? []
  expect(shown).toBe(read('testing/acme.ts').replace("'../page/", "'./page/"))
  expect(pageProblems(acme)).toEqual([])
  expect(findProvider(acme.id)).toBeUndefined()
})

it('lists every kind of authorisation and every type of input', () => {
  const [, tables = ''] = /## Kinds and inputs\n(.*?)\n## /s.exec(read('../README.md')) ?? []
  const cells = Array.from(tables.matchAll(/^\| (`[^|]*`) \|/gm), ([, cell = '']) => cell.split(', '))
  const types = [...AUTH_KIND_TYPES, ...Input.options.map(({ shape }) => shape.type.value)]
  expect(cells.flat().sort()).toEqual(types.map((type) => `\`${type}\``).sort())
})
