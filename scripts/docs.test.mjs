import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (path) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')

test('the README shows the examples that are type-checked', () => {
  const shown = Array.from(read('README.md').matchAll(/```ts\n(.*?)```/gs), ([, code]) => code)
  expect(shown).toEqual(['server', 'page'].map((name) => read(`docs/examples/${name}.ts`)))
})

test('the page on a product of your own shows the example that is type-checked', () => {
  const shown = Array.from(read('docs/own-product.md').matchAll(/```ts\n(.*?)```/gs), ([, code]) => code)
  expect(shown).toEqual([read('docs/examples/sandbox.ts')])
})

test('the README names every setting', () => {
  const settings = new Set(
    read('apps/server/src/config.ts').match(/\b(TENON_[A-Z_]+|DATABASE_URL|PORT|HOST)(?=:)/g),
  )
  const table = read('README.md')
  expect([...settings].filter((name) => !table.includes(`\`${name}\``))).toEqual([])
})
