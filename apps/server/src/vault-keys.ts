import { eq } from 'drizzle-orm'
import type { EncryptionKey } from './config.ts'
import type { Executor } from './database/open.ts'
import { encryptionCanary } from './database/schema.ts'
import { createVault, VaultError } from './vault.ts'

/** What a canary holds; that it opens is the proof. */
const CANARY = 'canary'

/** Where canaries are kept: one row per key id, never changed. */
export interface CanaryStore {
  list(): Promise<{ keyId: string; sealed: Buffer }[]>
  /** Keeps what is there when two processes add the same key at once. */
  add(canary: { keyId: string; sealed: Buffer }): Promise<void>
  /** For a key that nothing uses any more. */
  remove(keyId: string): Promise<void>
}

/**
 * Proves at start that every key is the one that earlier starts used under its id. A key seen for the first time leaves
 * a canary for the next start.
 *
 * @returns ids of keys that the database knows and `keys` lacks: right after the last rotation is over, else worrying
 * @throws {VaultError} `wrong_key`
 */
export async function checkKeys(keys: readonly EncryptionKey[], store: CanaryStore): Promise<string[]> {
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

export function canaryStore(db: Executor): CanaryStore {
  return {
    list: () => db.select().from(encryptionCanary),
    add: async (canary) => void (await db.insert(encryptionCanary).values(canary).onConflictDoNothing()),
    remove: async (keyId) =>
      void (await db.delete(encryptionCanary).where(eq(encryptionCanary.keyId, keyId))),
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
