import { randomBytes, randomUUID } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type EncryptionKey, parseKeys } from './config.ts'
import { makeFolder } from './make-folder.ts'
import { type KeySource, VaultError } from './vault.ts'
import { writeOnce } from './write-once.ts'

const FILE_NAME = 'encryption-key'
const OWNER_ONLY = 0o600

/**
 * The keys of an embedded installation: the first is made at its first start, all are kept in the data folder with mode
 * 0600. Two processes that start at once agree on one key. Whoever asks gets the file's present keys, so that a server
 * encrypts with a new one from the moment it is there.
 *
 * @throws EACCES, EROFS and the like when the folder cannot be written
 */
export async function openKeyFile(dataDir: string): Promise<KeySource> {
  const path = join(dataDir, FILE_NAME)
  const text = await readFile(path, 'utf8').catch(ifMissing)
  if (text === undefined) {
    makeFolder(dataDir)
    await writeOnce(path, `${newKeyBytes().toString('base64')}\n`, OWNER_ONLY)
  }
  let version = ''
  let keys: readonly EncryptionKey[] = []
  const source = () => {
    const present = versionOf(path) ?? version
    if (present !== version) {
      keys = toKeys(readFileSync(path, 'utf8'), path)
      version = present
    }
    return keys
  }
  source()
  return source
}

/** Puts a new key before those of the file. @returns all of them, the new one first */
export async function addKey(dataDir: string, id: string): Promise<EncryptionKey[]> {
  const keys = [{ id, bytes: newKeyBytes() }, ...(await readKeys(dataDir))]
  await writeKeys(dataDir, keys)
  return keys
}

export async function readKeys(dataDir: string): Promise<EncryptionKey[]> {
  const path = join(dataDir, FILE_NAME)
  return toKeys(await readFile(path, 'utf8'), path)
}

/** Whole or not at all, and on the disk before it returns: what is sealed next can be opened by these keys only. */
export async function writeKeys(dataDir: string, keys: EncryptionKey[]): Promise<void> {
  const path = join(dataDir, FILE_NAME)
  const draft = `${path}.${randomUUID()}`
  const lines = keys.map(({ id, bytes }) => `${id}:${bytes.toString('base64')}\n`)
  await writeFile(draft, lines.join(''), { mode: OWNER_ONLY, flag: 'wx', flush: true })
  try {
    await rename(draft, path)
  } catch (error) {
    await rm(draft)
    throw error
  }
  const folder = await open(dataDir)
  await folder.sync().finally(() => folder.close())
}

function newKeyBytes(): Buffer {
  return randomBytes(32)
}

/** A file that was replaced has another inode. @returns undefined for one that is gone: what was read of it still holds */
function versionOf(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats && `${stats.ino} ${stats.mtimeMs} ${stats.size}`
}

function toKeys(text: string, path: string): EncryptionKey[] {
  const keys = parseKeys(text)
  if (keys?.length) return keys
  throw new VaultError('damaged', `${path} must hold keys of 32 bytes in base64: restore it`)
}

function ifMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
