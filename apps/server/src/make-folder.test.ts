import { mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { makeFolder } from './make-folder.ts'

async function newFolder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'tenon-folder-'))
  onTestFinished(() => rm(path, { recursive: true }))
  return path
}

test('makes every missing level, which others may pass through but not list', async () => {
  const parent = await newFolder()
  const umask = process.umask(0o077)
  onTestFinished(() => void process.umask(umask))
  makeFolder(join(parent, 'a', 'b'))
  for (const path of ['a', 'a/b']) {
    expect((await stat(join(parent, path))).mode & 0o777).toBe(0o711)
  }
})

test('leaves what is there as it is, also behind a link', async () => {
  const parent = await newFolder()
  await symlink(parent, join(parent, 'link'))
  makeFolder(join(parent, 'link'))
  expect((await stat(parent)).mode & 0o777).toBe(0o700)
})

test('a file in the way is named', async () => {
  const file = join(await newFolder(), 'file')
  await writeFile(file, '')
  for (const path of [file, join(file, 'a', 'b')]) {
    expect(() => makeFolder(path)).toThrow(expect.objectContaining({ code: 'EEXIST', path: file }))
  }
})

test.runIf(process.platform === 'linux')('ends where no folder can be made', () => {
  expect(() => makeFolder('/proc/tenon/a')).toThrow(
    expect.objectContaining({ code: 'ENOENT', path: '/proc/tenon' }),
  )
})
