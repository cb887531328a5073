import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openContactBooks } from './contact-file.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-contacts-'))
})
afterAll(() => rm(folder, { recursive: true }))

const fields = {
  name: 'Zora',
  email: 'z@q.example',
  phone: null,
  company: null,
  title: null,
  list_id: 'lst_leads',
}
const now = () => Date.parse('2026-03-01')

function open(path: string | undefined) {
  const { books, close } = openContactBooks(path, now)
  const ada = books.get('acc_ada')
  if (!ada) throw new TypeError('Ada has no contacts')
  return { ada, close, names: () => ada.list({ limit: 100 }).contacts.map(({ name }) => name) }
}

test('contacts outlive a restart: added, changed and removed ones, and their ids are given once', async () => {
  const path = join(folder, 'made/contacts.json')
  const before = open(path)
  const [first, second] = before.ada.list({ limit: 2 }).contacts
  const added = before.ada.add(fields)
  before.ada.update(first?.id ?? '', { name: 'Renamed' })
  before.ada.remove(second?.id ?? '')
  const removedLast = before.ada.add(fields)
  before.ada.remove(removedLast.id)
  before.close()
  expect((await stat(path)).mode & 0o777).toBe(0o600)

  const after = open(path)
  expect(after.names()).toEqual(before.names())
  expect(after.names().slice(0, 2)).toEqual(['Zora', 'Renamed'])
  expect(after.ada.find(added.id)).toEqual(added)
  expect(after.ada.add(fields).id).not.toBe(removedLast.id)
  after.close()
})

test('of more than a thousand the oldest go, so that the file stays small', async () => {
  const path = join(folder, 'many.json')
  const { ada, close } = open(path)
  for (let count = 0; count < 1_000; count++) ada.add(fields)
  expect(ada.list({ limit: 1 }).total).toBe(1_000)
  close()
  expect((await readFile(path, 'utf8')).length).toBeLessThan(500_000)
})

test('a file that cannot be read counts as none, and without one nothing is kept', async () => {
  const path = join(folder, 'broken.json')
  await writeFile(path, '{"acc_ada":')
  expect(open(path).names()).toEqual(open(undefined).names())
})
