import { AppError, type IntegrationId, type KeyvaultEntryId } from '@tenon/core'
import { uuidv7 } from 'uuidv7'
import type { ProjectContext } from '../context.ts'
import { VaultError } from '../vault.ts'
import { note } from './keyvault.ts'
import { openValue, sealValue } from './sealed.ts'
import * as store from './store.ts'

/** How exactly the last use is known. */
const USE_NOTED_EVERY_MS = 3_600_000

/** As the team registered it at the provider. A public client has no secret. */
export interface TeamClient {
  id: string | null
  secret: string | undefined
}

/** The OAuth client of an entry that something refers to. */
export async function openClient(ctx: ProjectContext, id: KeyvaultEntryId): Promise<TeamClient> {
  const row = await store.findRow(ctx, { id })
  if (!row)
    throw new AppError('not_configured', 'The OAuth client was removed from the keyvault: set another')
  await noteUse(ctx, row)
  return { id: row.clientId, secret: openValue(ctx, row) }
}

/**
 * A secret for templates. Those of OAuth clients are read by no template: whoever may write one must not learn them.
 *
 * @throws AppError `not_configured` for a name that is not there or is an OAuth client's
 */
export async function readValue(ctx: ProjectContext, name: string): Promise<string> {
  const row = await store.findRow(ctx, { name })
  const value = row?.kind === 'secret' ? openValue(ctx, row) : undefined
  if (row && value !== undefined) {
    await noteUse(ctx, row)
    return value
  }
  const what = row
    ? `"${name}" of the keyvault is an OAuth client, which no template can read`
    : `The keyvault has no "${name}"`
  throw new AppError('not_configured', `${what}: set a secret of another name`)
}

/**
 * The entry stays until the caller's transaction ends.
 *
 * @throws AppError `not_found` for a name that is not there or is no OAuth client's
 */
export async function getClientId(ctx: ProjectContext, name: string): Promise<KeyvaultEntryId> {
  const row = await store.lockRow(ctx, { name })
  if (row?.kind === 'oauth_client') return row.id
  const what = row ? `"${name}" of the keyvault is no OAuth client` : `The keyvault has no "${name}"`
  throw new AppError('not_found', `${what}: npx tenon keyvault list shows what there is`)
}

/** Whose client it is, and which entry they use now. */
interface ClientOwner {
  id: IntegrationId
  slug: string
  keyvaultEntryId: KeyvaultEntryId | null
}

/**
 * Keeps the client that was entered for one integration: in its own entry, or, where that serves others too, in a new
 * one by the integration's slug. In the audit trail if it changes: provisioning says the same at each start.
 *
 * @param ctx with the caller's transaction
 * @throws AppError `conflict` when the entry of that name is somebody else's
 */
export async function saveClient(
  ctx: ProjectContext,
  owner: ClientOwner,
  { clientId, clientSecret }: { clientId?: string | undefined; clientSecret?: string | undefined },
): Promise<KeyvaultEntryId> {
  const row = await ownEntry(ctx, owner)
  const isNewId = clientId && clientId !== row.clientId
  const isNewSecret = clientSecret && !holds(ctx, row, clientSecret)
  if (!isNewId && !isNewSecret) return row.id
  await store.updateRow(ctx, row.id, {
    ...(clientId && { clientId }),
    ...(clientSecret && sealValue(ctx, row, clientSecret)),
    updatedAt: ctx.now(),
  })
  await note(ctx, 'keyvault.set', { entry: row.name })
  return row.id
}

/** A secret whose key is lost can be replaced: it counts as another. */
function holds(ctx: ProjectContext, row: store.KeyvaultRow, secret: string): boolean {
  try {
    return openValue(ctx, row) === secret
  } catch (error) {
    if (error instanceof VaultError) return false
    throw error
  }
}

async function ownEntry(ctx: ProjectContext, { id, slug, keyvaultEntryId }: ClientOwner) {
  const uses = await store.listUses(ctx)
  const isFree = (entry: KeyvaultEntryId) => (uses.get(entry) ?? []).every((use) => use.id === id)
  const present = keyvaultEntryId && (await store.lockRow(ctx, { id: keyvaultEntryId }))
  if (present && isFree(present.id)) return present
  const kind = 'oauth_client'
  const named = await store.ensureRow(ctx, { id: uuidv7() as KeyvaultEntryId, name: slug, kind })
  if (named.kind === kind && isFree(named.id)) return named
  const message = `The keyvault's "${slug}" serves something else: set a client of another name and choose that`
  throw new AppError('conflict', message)
}

/** Costs nothing within the hour. */
async function noteUse(ctx: ProjectContext, { id, lastUsedAt }: store.KeyvaultRow): Promise<void> {
  const now = ctx.now()
  const before = new Date(now.getTime() - USE_NOTED_EVERY_MS)
  if (lastUsedAt === null || lastUsedAt < before) await store.noteUse(ctx, id, { now, before })
}
