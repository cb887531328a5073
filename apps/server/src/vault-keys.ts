import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EncryptionKey } from './config.ts'
import type { Database } from './database/open.ts'
import { encryptionCanary } from './database/schema.ts'
import { makeFolder } from './make-folder.ts'
import { createVault, VaultError } from './vault.ts'
import { writeOnce } from './write-once.ts'

const FILE_NAME = 'encryption-key'

/** What a canary holds; that it opens is the proof. */
const CANARY = 'canary'

/** Where canaries are kept: one row per key id, never changed. */
export interface CanaryStore {
  list(): Promise<{ keyId: string; sealed: Buffer }[]>
  /** Keeps what is there when two processes add the same key at once. */
  add(canary: { keyId: string; sealed: Buffer }): Promise<void>
}

/**
 * The key of an embedded installation, made at its first start and kept in the data folder with mode 0600. Two
 * processes that start at once agree on one key.
 *
 * @throws EACCES, EROFS and the like when the folder cannot be written
 */
export async function keyInFolder(dataDir: string): Promise<EncryptionKey> {
  const path = join(dataDir, FILE_NAME)
  const text = await readFile(path, 'utf8').catch(ifMissing)
  const bytes = Buffer.from(text ?? (await createKey(dataDir, path)), 'base64')
  if (bytes.length !== 32) throw new VaultError('damaged', `${path} must hold 32 bytes in base64: restore it`)
  return { id: 'default', bytes }
}

async function createKey(dataDir: string, path: string): Promise<string> {
  makeFolder(dataDir)
  return writeOnce(path, `${randomBytes(32).toString('base64')}\n`, 0o600)
}

/**
 * Proves at start that every key is the one that earlier starts used under its id. A key seen for the first time leaves
 * a canary for the next start.
 *
 * @returns ids of keys that the database knows and `keys` lacks: right after the last rotation is over, else worrying
 * @throws {VaultError} `wrong_key`
 */
export async function checkKeys(keys: EncryptionKey[], store: CanaryStore): Promise<string[]> {
  const before = await store.list()
  const isNew = (key: EncryptionKey) => before.every(({ keyId }) => keyId !== key.id)
  const added = keys.filter(isNew)
  for (const key of added) {
    await store.add({ keyId: key.id, sealed: createVault([key]).seal(CANARY, placeOf(key)) })
  }
  const canaries = added.length > 0 ? await store.list() : before // another process may have added its own meanwhile
  for (const key of keys) {
    const canary = canaries.find(({ keyId }) => keyId === key.id)
    if (!canary || !opens(canary.sealed, key)) throw wrongKey(key.id)
  }
  return canaries.map(({ keyId }) => keyId).filter((id) => keys.every((key) => key.id !== id))
}

export function canaryStore(db: Database): CanaryStore {
  return {
    list: () => db.select().from(encryptionCanary),
    add: async (canary) => void (await db.insert(encryptionCanary).values(canary).onConflictDoNothing()),
  }
}

function placeOf(key: EncryptionKey) {
  return { table: 'encryption_canary', column: 'sealed', rowId: key.id }
}

function opens(sealed: Buffer, key: EncryptionKey): boolean {
  try {
    return createVault([key]).openText(sealed, placeOf(key)) === CANARY
  } catch {
    return false
  }
}

function wrongKey(keyId: string): VaultError {
  return new VaultError(
    'wrong_key',
    `The encryption key "${keyId}" is not the one this database was written with: set TENON_ENCRYPTION_KEY to that one`,
  )
}

function ifMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
