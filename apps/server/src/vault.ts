import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { EncryptionKey } from './config.ts'

/**
 * A sealed value, version 1:
 *
 *     1 byte   version, 1
 *     1 byte   n, the length of the key id
 *     n bytes  key id, ASCII
 *     12 bytes nonce, random
 *     16 bytes GCM tag
 *     rest     AES-256-GCM ciphertext
 *
 * Additional data: all before the nonce, three 32-bit lengths, then table, column and row id in UTF-8.
 */
const VERSION = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** The column and row that a sealed value belongs to. Moved anywhere else, it does not open. */
export interface Place {
  table: string
  column: string
  /** Immutable id of the row. */
  rowId: string
}

export interface Vault {
  /** Encrypts with the first key. */
  seal(plaintext: string | Uint8Array, place: Place): Buffer
  /** @throws {VaultError} `unknown_key`, or `damaged` for a changed, moved or cut value or another key of the same id */
  open(sealed: Uint8Array, place: Place): Buffer
  openText(sealed: Uint8Array, place: Place): string
  /** False: rotation should open and seal it again. Looks only at the key id, decrypts nothing. */
  isSealedWithFirstKey(sealed: Uint8Array): boolean
  /** Of the keys it has just now. The first encrypts. */
  keyIds(): string[]
}

/** The keys as they are now, for a list that changes while the process runs; the same array while it does not. */
export type KeySource = () => readonly EncryptionKey[]

/** An operator's error or a damaged row, never a user's: it must not turn a connection to `needs_reauth`. */
export class VaultError extends Error {
  readonly code: 'unknown_key' | 'damaged' | 'wrong_key'

  constructor(code: VaultError['code'], message: string) {
    super(message)
    this.name = 'VaultError'
    this.code = code
  }
}

/** The only code that sees a key. @throws {TypeError} without keys */
export function createVault(keys: readonly EncryptionKey[] | KeySource): Vault {
  const source = typeof keys === 'function' ? keys : () => keys

  function firstKey(): EncryptionKey {
    const [first] = source()
    if (!first) throw new TypeError('a vault needs at least one key')
    return first
  }
  firstKey()

  function open(sealed: Uint8Array, place: Place): Buffer {
    const { keyId, header, nonce, tag, ciphertext } = readSealed(sealed)
    const key = source().find(({ id }) => id === keyId)
    if (!key)
      throw new VaultError('unknown_key', `TENON_ENCRYPTION_KEY lacks the key "${keyId}": add it again`)
    const decipher = createDecipheriv('aes-256-gcm', key.bytes, nonce, { authTagLength: TAG_BYTES })
    decipher.setAAD(additionalData(header, place)).setAuthTag(tag)
    const plaintext = decipher.update(ciphertext)
    try {
      return Buffer.concat([plaintext, decipher.final()])
    } catch {
      const where = `${place.table}.${place.column} of ${place.rowId}`
      throw new VaultError(
        'damaged',
        `${where} does not open with the key "${keyId}": another key, row or content`,
      )
    }
  }

  return {
    seal(plaintext, place) {
      const first = firstKey()
      const header = Buffer.concat([Buffer.from([VERSION, first.id.length]), Buffer.from(first.id, 'ascii')])
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', first.bytes, nonce, { authTagLength: TAG_BYTES })
      cipher.setAAD(additionalData(header, place))
      const bytes = typeof plaintext === 'string' ? Buffer.from(plaintext) : plaintext
      const ciphertext = [cipher.update(bytes), cipher.final()]
      return Buffer.concat([header, nonce, cipher.getAuthTag(), ...ciphertext])
    },
    open,
    openText: (sealed, place) => open(sealed, place).toString('utf8'),
    isSealedWithFirstKey: (sealed) => readSealed(sealed).keyId === firstKey().id,
    keyIds: () => source().map((key) => key.id),
  }
}

function readSealed(sealed: Uint8Array) {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
  const headerLength = 2 + (bytes[1] ?? 0)
  if (bytes[0] !== VERSION || bytes.length < headerLength + NONCE_BYTES + TAG_BYTES) {
    throw new VaultError('damaged', 'a stored secret is not in the format that this version of Tenon writes')
  }
  const tagAt = headerLength + NONCE_BYTES
  return {
    keyId: bytes.toString('ascii', 2, headerLength),
    header: bytes.subarray(0, headerLength),
    nonce: bytes.subarray(headerLength, tagAt),
    tag: bytes.subarray(tagAt, tagAt + TAG_BYTES),
    ciphertext: bytes.subarray(tagAt + TAG_BYTES),
  }
}

/** Length-prefixed, so that no two places give the same bytes. */
function additionalData(header: Buffer, { table, column, rowId }: Place): Buffer {
  const parts = [table, column, rowId].map((part) => Buffer.from(part))
  const lengths = Buffer.alloc(4 * parts.length)
  for (const [index, part] of parts.entries()) lengths.writeUInt32BE(part.length, 4 * index)
  return Buffer.concat([header, lengths, ...parts])
}
