import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from './database/open.ts'
import { createLog } from './log.ts'
import { createEmptyDatabase } from './testing/database.ts'
import { openKeyFile } from './vault-key-file.ts'
import { type CanaryStore, canaryStore, checkKeys } from './vault-keys.ts'

const newKey = (id: string) => ({ id, bytes: randomBytes(32) })

async function newFolder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'tenon-keys-'))
  onTestFinished(() => rm(path, { recursive: true }))
  return path
}

test('makes a key once, which only its user can read', async () => {
  const folder = await newFolder()
  const keys = await openKeyFile(join(folder, 'data'))
  expect(keys()).toEqual([{ id: 'default', bytes: expect.objectContaining({ length: 32 }) }])
  expect((await stat(join(folder, 'data', 'encryption-key'))).mode & 0o777).toBe(0o600)
  expect((await openKeyFile(join(folder, 'data')))()).toEqual(keys())
})

test('processes that start at once agree on one key and leave no drafts', async () => {
  const folder = await newFolder()
  const keys = await Promise.all(Array.from({ length: 8 }, () => openKeyFile(folder)))
  expect(new Set(keys.map((source) => source()[0]?.bytes.toString('hex'))).size).toBe(1)
  expect(await readdir(folder)).toEqual(['encryption-key'])
})

test('a damaged key file is named, not replaced', async () => {
  const folder = await newFolder()
  await writeFile(join(folder, 'encryption-key'), 'short\n')
  await expect(openKeyFile(folder)).rejects.toThrow(
    `${folder}/encryption-key must hold keys of 32 bytes in base64: restore it`,
  )
})

async function openStore(): Promise<CanaryStore> {
  const { connectionString, drop } = await createEmptyDatabase()
  onTestFinished(drop)
  const { db, close } = await openDatabase(connectionString, {
    log: createLog({ level: 'silent', pretty: false }),
  })
  onTestFinished(close)
  return canaryStore(db)
}

test('keys seen for the first time are remembered, and recognised at the next start', async () => {
  const store = await openStore()
  const [first, second] = [newKey('2025'), newKey('2026')]
  expect(await checkKeys([first], store)).toEqual([])
  expect(await checkKeys([second, first], store)).toEqual([])
  expect(await checkKeys([first, second], store)).toEqual([])
})

test('another key under a known id is refused in one line', async () => {
  const store = await openStore()
  await checkKeys([newKey('default')], store)
  await expect(checkKeys([newKey('default')], store)).rejects.toThrow(
    /^The encryption key "default" is not the one this database was written with: set TENON_ENCRYPTION_KEY to that one$/,
  )
})

test('of two processes that bring different keys under one new id, only one starts', async () => {
  const store = await openStore()
  const results = await Promise.allSettled([checkKeys([newKey('a')], store), checkKeys([newKey('a')], store)])
  expect(results.map((result) => result.status).toSorted()).toEqual(['fulfilled', 'rejected'])
})

test('tells which known keys are missing', async () => {
  const store = await openStore()
  await checkKeys([newKey('2025')], store)
  expect(await checkKeys([newKey('2026')], store)).toEqual(['2025'])
})
