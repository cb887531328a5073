import { type Provider, providers } from '@tenon/providers'
import { expect, test } from 'vitest'
import type { OptionsPage } from './options.ts'
import { type ReadPage, readLevels } from './source-levels.ts'

const { sources } = providers.get('asana') as Provider

/** What lies below each place, a page of one item after the other. */
const account: Record<string, string[]> = {
  workspaces: ['acme', 'empty', 'bolt'],
  'projects acme': ['roadmap', 'hiring'],
  'projects empty': [],
  'projects bolt': ['launch'],
  'sections roadmap': ['now', 'later'],
  'sections hiring': [],
  'sections launch': ['todo'],
}

const read: ReadPage = async ({ source, parameters, cursor = '0' }) => {
  const key = [source, ...(sources[source]?.parameters ?? []).map((name) => parameters[name])].join(' ')
  const all = account[key] ?? []
  const at = Number(cursor)
  const options = all.slice(at, at + 1).map((value) => ({ value, label: value.toUpperCase() }))
  return { options, ...(at + 1 < all.length && { nextCursor: String(at + 1) }) }
}

async function readAll(source: string, parameters: Record<string, string> = {}) {
  const found: string[] = []
  let cursor: string | undefined
  do {
    const page: OptionsPage = await readLevels(sources, { source, parameters, cursor }, read)
    found.push(
      ...page.options.map(({ value, subtitle }) => (subtitle ? `${subtitle} ${value}` : String(value))),
    )
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return found
}

test('a source that needs nothing, or has what it needs, is read as it is', async () => {
  expect(await readAll('workspaces')).toEqual(['acme', 'empty', 'bolt'])
  expect(await readAll('projects', { workspaces: 'acme' })).toEqual(['roadmap', 'hiring'])
  expect(await readAll('sections', { projects: 'roadmap' })).toEqual(['now', 'later'])
})

test('a list without its parameter is that of all its parents, each named', async () => {
  expect(await readAll('projects')).toEqual(['ACME roadmap', 'ACME hiring', 'BOLT launch'])
})

test('three levels: sections of all projects of all workspaces, or of one', async () => {
  expect(await readAll('sections')).toEqual(['ROADMAP now', 'ROADMAP later', 'LAUNCH todo'])
  expect(await readAll('sections', { workspaces: 'bolt' })).toEqual(['LAUNCH todo'])
})

test('many parents without children are not all looked at for one page', async () => {
  let reads = 0
  const empty: ReadPage = async ({ source }) => {
    reads += 1
    const many = Array.from({ length: 500 }, (_, index) => ({ value: String(index), label: '' }))
    return { options: source === 'workspaces' ? many : [] }
  }
  const page = await readLevels(sources, { source: 'projects', parameters: {}, cursor: undefined }, empty)
  expect(page).toMatchObject({ options: [], nextCursor: expect.any(String) })
  expect(reads).toBe(20)
})

test.each(['7', 'x', '{"item":-1}'])('a cursor that is none of ours is refused: %s', async (cursor) => {
  const position = { source: 'projects', parameters: {}, cursor }
  await expect(readLevels(sources, position, read)).rejects.toMatchObject({ code: 'invalid_request' })
})
