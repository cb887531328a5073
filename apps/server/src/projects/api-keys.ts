import { hash, randomBytes } from 'node:crypto'
import { type ApiKeyId, AppError } from '@tenon/core'
import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import type { ProjectContext, Services } from '../context.ts'
import { change } from '../database/change.ts'
import { Name } from './names.ts'
import * as store from './store.ts'

const PREFIX = 'tenon_'
const RANDOM_BYTES = 32
const HINT_LENGTH = 4

/** Lets the team's programs use the Team API. The key itself is shown once; we keep its digest. */
export interface ApiKey {
  id: ApiKeyId
  name: string
  /** The last four characters. */
  hint: string
  /** May be shown secrets of the keyvault. */
  canReveal: boolean
  createdAt: Date
  revokedAt: Date | null
}

const KEY_FORM = /^tenon_[\w-]{43}$/

const ApiKeyText = z
  .string()
  .regex(KEY_FORM, 'must be tenon_ and 43 characters of base64url (256 random bits)')

export const CreateApiKeyInput = z.object({
  name: Name,
  canReveal: z.boolean().default(false).describe('may be shown secrets of the keyvault'),
  key: ApiKeyText.optional().describe('absent: we make one. For provisioning'),
})

/**
 * The live API keys of all projects whose digests share their first byte, by digest. Cached as a whole, so that a key
 * that does not exist is refused without asking the database.
 */
export type ApiKeyBucket = ReadonlyMap<string, KnownApiKey>
type KnownApiKey = Pick<store.ApiKeyRow, 'id' | 'projectId'>

/** @throws AppError `conflict` when some project has this very key, `forbidden` for a right that the asking key lacks */
export async function createApiKey(
  ctx: ProjectContext,
  input: z.input<typeof CreateApiKeyInput>,
): Promise<{ apiKey: ApiKey; key: string }> {
  const { name, canReveal, key = newKey() } = CreateApiKeyInput.parse(input)
  if (canReveal && ctx.actor?.kind === 'team_key') await requireReveal(ctx)
  const digest = digestOf(key)
  const row = await change(ctx, [bucketTag(digest)], (tx) =>
    store.insertApiKey(
      { ...ctx, db: tx },
      { id: uuidv7() as ApiKeyId, name, canReveal, digest, hint: key.slice(-HINT_LENGTH) },
    ),
  )
  if (!row) throw new AppError('conflict', 'This API key is in use already: create another')
  return { apiKey: toApiKey(row), key }
}

/** Revoked ones too, the newest first. */
export async function listApiKeys(ctx: ProjectContext): Promise<ApiKey[]> {
  return (await store.listApiKeys(ctx)).map(toApiKey)
}

/** The project's key with this text, revoked or not. For provisioning. */
export async function findApiKey(ctx: ProjectContext, key: string): Promise<ApiKey | undefined> {
  const row = await store.findApiKey(ctx, { digest: digestOf(key) })
  return row && toApiKey(row)
}

/**
 * Whether secrets of the keyvault may be shown. The command line has the database and its encryption keys; an API key must
 * have been given the right.
 *
 * @throws AppError `forbidden`
 */
export async function requireReveal(ctx: ProjectContext): Promise<void> {
  const { kind, id } = ctx.actor ?? { kind: 'system', id: null }
  if (kind === 'command_line') return
  const key =
    kind === 'team_key' && id !== null ? await store.findApiKey(ctx, { id: id as ApiKeyId }) : undefined
  if (key?.canReveal) return
  throw new AppError('forbidden', 'This API key may not be shown secrets: create one with --can-reveal')
}

/** From the moment it returns this process refuses the key; others follow within milliseconds. */
export async function revokeApiKey(ctx: ProjectContext, id: ApiKeyId): Promise<ApiKey> {
  const found = await store.findApiKey(ctx, { id })
  if (!found) throw new AppError('not_found', 'This project has no API key with this id')
  const revokedAt = found.revokedAt ?? ctx.now()
  await change(ctx, [bucketTag(found.digest)], (tx) => store.revokeApiKey({ ...ctx, db: tx }, id, revokedAt))
  return { ...toApiKey(found), revokedAt }
}

/** The key with this text, and its project. @returns undefined for one that does not exist or was revoked */
export async function findLiveApiKey(services: Services, key: string): Promise<KnownApiKey | undefined> {
  if (!KEY_FORM.test(key)) return undefined
  const digest = digestOf(key)
  const bucket = await services.caches.apiKeys.fetch(bucketTag(digest), async () => ({
    value: await loadBucket(services, digest[0] ?? 0),
    tags: [bucketTag(digest)],
  }))
  return bucket.get(digest.toString('base64'))
}

async function loadBucket({ db }: Services, firstByte: number): Promise<ApiKeyBucket> {
  const rows = await store.listApiKeyDigests(db, firstByte)
  return new Map(rows.map(({ digest, ...known }) => [digest.toString('base64'), known]))
}

function newKey(): string {
  return PREFIX + randomBytes(RANDOM_BYTES).toString('base64url')
}

/** Plain SHA-256 is enough: there is nothing to guess in 256 random bits. */
function digestOf(key: string): Buffer {
  return hash('sha256', key, 'buffer')
}

function bucketTag(digest: Buffer): string {
  return `api-keys:${digest[0]}`
}

function toApiKey({ digest: _digest, projectId: _projectId, ...apiKey }: store.ApiKeyRow): ApiKey {
  return apiKey
}
