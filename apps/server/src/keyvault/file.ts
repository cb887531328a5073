import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import { AppError } from '@tenon/core'
import { z } from 'zod'
import { KeyvaultKind, KeyvaultName } from './entry.ts'

/** As strong as OWASP's first choice (N 2^17, p 1) with a quarter of its memory, 32 MiB: several may run at once. */
const COST = { n: 2 ** 15, r: 8, p: 3 } as const
const MAX_MEMORY = 64 * 1024 * 1024
const KEY_BYTES = 32
const SALT_BYTES = 16
const NONCE_BYTES = 12
const TAG_BYTES = 16

export const Passphrase = z.string().min(12, 'must have at least 12 characters').max(1_000)

/** One entry as the file holds it, inside the encryption. */
const FileEntry = z.object({
  name: KeyvaultName,
  kind: KeyvaultKind,
  description: z.string(),
  clientId: z.string().nullable(),
  value: z.string().nullable(),
})
export type FileEntry = z.infer<typeof FileEntry>

const bytes = (length?: number) =>
  z.base64().refine((text) => length === undefined || Buffer.from(text, 'base64').length === length, 'is cut')

/**
 * An exported keyvault: JSON whose `entries` are encrypted by AES-256-GCM under a key that scrypt (RFC 7914) makes of the
 * passphrase. All other fields are authenticated with it.
 */
export const KeyvaultFile = z.object({
  format: z.literal('tenon-keyvault', { error: 'is no keyvault that Tenon exported' }),
  version: z.literal(1, { error: 'is of a newer Tenon: update this one' }),
  exportedAt: z.iso.datetime(),
  kdf: z.object({
    name: z.literal('scrypt'),
    n: z.literal(COST.n),
    r: z.literal(COST.r),
    p: z.literal(COST.p),
    salt: bytes(SALT_BYTES),
  }),
  nonce: bytes(NONCE_BYTES),
  tag: bytes(TAG_BYTES),
  entries: bytes(),
})
export type KeyvaultFile = z.infer<typeof KeyvaultFile>

export async function sealFile(entries: FileEntry[], passphrase: string, now: Date): Promise<KeyvaultFile> {
  const nonce = randomBytes(NONCE_BYTES)
  const header = {
    format: 'tenon-keyvault' as const,
    version: 1 as const,
    exportedAt: now.toISOString(),
    kdf: { name: 'scrypt' as const, ...COST, salt: randomBytes(SALT_BYTES).toString('base64') },
    nonce: nonce.toString('base64'),
  }
  const cipher = createCipheriv('aes-256-gcm', await keyOf(passphrase, header.kdf.salt), nonce, {
    authTagLength: TAG_BYTES,
  }).setAAD(additionalData(header))
  const sealed = Buffer.concat([cipher.update(JSON.stringify(entries)), cipher.final()])
  return { ...header, tag: cipher.getAuthTag().toString('base64'), entries: sealed.toString('base64') }
}

/** @throws AppError `invalid_request` for another passphrase, or a file that was changed */
export async function openFile(file: KeyvaultFile, passphrase: string): Promise<FileEntry[]> {
  const { tag, entries, ...header } = file
  const nonce = Buffer.from(file.nonce, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', await keyOf(passphrase, file.kdf.salt), nonce, {
    authTagLength: TAG_BYTES,
  })
    .setAAD(additionalData(header))
    .setAuthTag(Buffer.from(tag, 'base64'))
  try {
    const opened = Buffer.concat([decipher.update(Buffer.from(entries, 'base64')), decipher.final()])
    return z.array(FileEntry).parse(JSON.parse(opened.toString('utf8')))
  } catch {
    throw new AppError(
      'invalid_request',
      'The file does not open: the passphrase is another, or it was changed',
    )
  }
}

async function keyOf(passphrase: string, salt: string): Promise<Buffer> {
  const derive = promisify<string, Buffer, number, object, Buffer>(scrypt)
  const { n, r, p } = COST
  return derive(passphrase.normalize('NFKC'), Buffer.from(salt, 'base64'), KEY_BYTES, {
    N: n,
    r,
    p,
    maxmem: MAX_MEMORY,
  })
}

/** Field by field, as a file may come back with its fields in another order. */
function additionalData({ format, version, exportedAt, kdf, nonce }: Omit<KeyvaultFile, 'tag' | 'entries'>) {
  return Buffer.from(
    JSON.stringify([format, version, exportedAt, kdf.name, kdf.n, kdf.r, kdf.p, kdf.salt, nonce]),
  )
}
