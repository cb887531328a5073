import { randomBytes } from 'node:crypto'
import { AppError } from '@tenon/core'
import { sql } from 'drizzle-orm'
import type { Services } from './context.ts'
import { addKey, readKeys, writeKeys } from './vault-key-file.ts'
import { canaryStore, checkKeys } from './vault-keys.ts'
import { countKeyUses, type RotationReport, rotateKeys } from './vault-rotate.ts'

/** Any number will do, as long as nothing else locks it. "enckey" in ASCII. */
const KEYS_LOCK = 0x656e636b6579

/** One encryption key, as far as it may be shown. */
export interface KeyState {
  id: string
  /** `encrypts`: the first. `decrypts`: another that is there. `missing`: the database knows it, we do not have it. */
  state: 'encrypts' | 'decrypts' | 'missing'
  /** How many values it has sealed. */
  uses: number
}

type Parts = Pick<Services, 'config' | 'db' | 'vault' | 'now'>

/** Those there are, the one that encrypts first, then those only the database knows. */
export async function listKeys({ db, vault }: Parts): Promise<KeyState[]> {
  const uses = await countKeyUses({ db })
  const present = vault.keyIds()
  const known = [...(await canaryStore(db).list()).map(({ keyId }) => keyId), ...uses.keys()]
  const missing = [...new Set(known)].filter((id) => !present.includes(id)).toSorted()
  const stateOf = (id: string) => (id === present[0] ? 'encrypts' : 'decrypts')
  return [
    ...present.map((id) => ({ id, state: stateOf(id), uses: uses.get(id) ?? 0 }) as const),
    ...missing.map((id) => ({ id, state: 'missing', uses: uses.get(id) ?? 0 }) as const),
  ]
}

export interface Rotation {
  /** The id of the key that encrypts now. */
  keyId: string
  /** Whether this rotation made it. */
  isNew: boolean
  reports: RotationReport[]
}

/**
 * Seals all values with the first key. The key file is first given a new one, unless a rotation before this was
 * interrupted: then that goes on. Keys of `TENON_ENCRYPTION_KEY` are the operator's to add.
 */
export async function rotate(parts: Parts): Promise<Rotation> {
  const isNew = parts.config.encryptionKeys === undefined && (await renewKeyFile(parts))
  const reports = await rotateKeys(parts)
  return { keyId: parts.vault.keyIds()[0] ?? '', isNew, reports }
}

async function renewKeyFile({ config, db, vault, now }: Parts): Promise<boolean> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${KEYS_LOCK})`)
    const [first = ''] = vault.keyIds()
    const uses = await countKeyUses({ db })
    if (vault.keyIds().length > 1 && [...uses.keys()].some((id) => id !== first)) return false
    const id = `${now().toISOString().slice(0, 10)}-${randomBytes(3).toString('hex')}`
    await checkKeys(await addKey(config.dataDir, id), canaryStore(db))
    return true
  })
}

/**
 * Forgets a key that nothing uses any more.
 *
 * @throws AppError `not_found`; `conflict` while it encrypts, or values need it
 */
export async function removeKey(parts: Parts, id: string): Promise<void> {
  const { config, db } = parts
  await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${KEYS_LOCK})`)
    const key = (await listKeys(parts)).find((one) => one.id === id)
    if (!key) throw new AppError('not_found', `There is no encryption key "${id}"`)
    if (key.state === 'encrypts')
      throw new AppError('conflict', `"${id}" encrypts: rotate to another key first`)
    refuseUsed(id, key.uses)
    if (key.state === 'decrypts') await takeOut(parts, id)
    await canaryStore(tx).remove(id)
  })

  async function takeOut({ db }: Parts, id: string): Promise<void> {
    if (config.encryptionKeys) {
      const message = `Nothing uses "${id}": take it out of TENON_ENCRYPTION_KEY of every process, then remove it here`
      throw new AppError('conflict', message)
    }
    const before = await readKeys(config.dataDir)
    await writeKeys(
      config.dataDir,
      before.filter((one) => one.id !== id),
    )
    const uses = (await countKeyUses({ db })).get(id) ?? 0 // a server may have sealed one more just before
    if (uses > 0) await writeKeys(config.dataDir, before)
    refuseUsed(id, uses)
  }
}

function refuseUsed(id: string, uses: number): void {
  if (uses === 0) return
  const values = uses === 1 ? 'One value needs' : `${uses} values need`
  throw new AppError('conflict', `${values} "${id}": run npx tenon keys rotate first`)
}
