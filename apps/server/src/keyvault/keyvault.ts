import { AppError, type KeyvaultEntryId, MIN_PROTECTED_LENGTH } from '@tenon/core'
import { uuidv7 } from 'uuidv7'
import { record } from '../audit/audit.ts'
import type { ProjectContext } from '../context.ts'
import { change } from '../database/change.ts'
import { oauthCallbackUrl } from '../http/urls.ts'
import { requireReveal } from '../projects/api-keys.ts'
import { type KeyvaultEntry, type KeyvaultKind, type KeyvaultUse, SetEntryInput } from './entry.ts'
import { openValue, sealValue } from './sealed.ts'
import * as store from './store.ts'

/** By name. */
export async function listEntries(ctx: ProjectContext): Promise<KeyvaultEntry[]> {
  const [rows, uses] = await Promise.all([store.listRows(ctx), store.listUses(ctx)])
  return rows.map((row) => toEntry(ctx, row, uses.get(row.id)))
}

/** @throws AppError `not_found` */
export async function getEntry(ctx: ProjectContext, name: string): Promise<KeyvaultEntry> {
  const row = await getRow(ctx, name)
  return toEntry(ctx, row, (await store.listUses(ctx)).get(row.id))
}

/**
 * Makes an entry, or changes the one of that name. What is left out stays as it was.
 *
 * @param isWhole what is left out is taken away instead
 * @throws AppError `conflict` for another kind than it has, `invalid_request` for what does not fit its kind
 */
export async function setEntry(
  ctx: ProjectContext,
  input: SetEntryInput,
  isWhole = false,
): Promise<KeyvaultEntry> {
  const entry = SetEntryInput.parse(input)
  const { name } = entry
  await change(
    ctx,
    (uses: KeyvaultUse[]) => uses.map(tagOf),
    async (tx) => {
      const scope = { ...ctx, db: tx }
      const kind = entry.kind ?? (entry.clientId ? 'oauth_client' : undefined)
      const found = await store.lockRow(scope, { name })
      if (found && kind && kind !== found.kind) {
        throw new AppError('conflict', `"${name}" is ${kindNames[found.kind]}: choose another name`)
      }
      const isKind = found?.kind ?? kind ?? 'secret'
      checkFits(entry, isKind, found)
      const row = found ?? (await store.ensureRow(scope, { id: newId(), name, kind: isKind }))
      if (row.kind !== isKind) throw new AppError('conflict', `"${name}" was made by somebody else meanwhile`)
      await store.updateRow(scope, row.id, {
        ...(entry.description !== undefined && { description: entry.description }),
        ...(entry.clientId && { clientId: entry.clientId }),
        ...(isWhole && { value: null }),
        ...(entry.value && sealValue(ctx, row, entry.value)),
        updatedAt: ctx.now(),
      })
      await note(scope, 'keyvault.set', { entry: name })
      return (await store.listUses(scope)).get(row.id) ?? []
    },
  )
  return getEntry(ctx, name)
}

/**
 * Removes an entry for good.
 *
 * @param isForced even when something uses it: that stops working
 * @throws AppError `not_found`; `conflict` with what uses it in `meta`
 */
export async function removeEntry(
  ctx: ProjectContext,
  name: string,
  isForced = false,
): Promise<KeyvaultUse[]> {
  return change(
    ctx,
    (uses: KeyvaultUse[]) => uses.map(tagOf),
    async (tx) => {
      const scope = { ...ctx, db: tx }
      const row = await store.lockRow(scope, { name })
      if (!row) throw unknown(name)
      const uses = (await store.listUses(scope)).get(row.id) ?? []
      if (uses.length > 0 && !isForced) {
        const users = uses.map((use) => use.name).join(', ')
        throw new AppError('conflict', `"${name}" is used by ${users}: force its removal to break them`, {
          meta: { usedBy: uses },
        })
      }
      await store.deleteRow(scope, row.id)
      await note(scope, 'keyvault.removed', { entry: name })
      return uses
    },
  )
}

/**
 * The secret of an entry, for whoever may see it. Written to the audit trail first.
 *
 * @throws AppError `forbidden`, `not_found`, also for a public client
 */
export async function revealEntry(ctx: ProjectContext, name: string): Promise<string> {
  await requireReveal(ctx)
  const row = await getRow(ctx, name)
  const value = openValue(ctx, row)
  if (value === undefined) throw new AppError('not_found', `"${name}" has no secret`)
  await note(ctx, 'keyvault.revealed', { entry: name })
  return value
}

type Noted =
  | 'keyvault.set'
  | 'keyvault.removed'
  | 'keyvault.revealed'
  | 'keyvault.exported'
  | 'keyvault.imported'

/** Writes to the audit trail, in the transaction of what it tells of. */
export async function note(
  ctx: Parameters<typeof record>[0],
  action: Noted,
  detail: { entry?: string; count?: number },
): Promise<void> {
  const actor = ctx.actor ?? { kind: 'system' as const, id: null }
  const nobody = { connectionId: null, integration: null, userExternalId: null, reason: null }
  await record(ctx, { ...nobody, actor, action, detail })
}

const kindNames: Record<KeyvaultKind, string> = { oauth_client: 'an OAuth client', secret: 'a secret' }

function checkFits(
  { name, clientId, value }: { name: string; clientId?: string | undefined; value?: string | undefined },
  kind: KeyvaultKind,
  found: store.KeyvaultRow | undefined,
): void {
  const isTooShort = value !== undefined && value.length < MIN_PROTECTED_LENGTH
  const problems: Record<KeyvaultKind, string | false> = {
    oauth_client: !clientId && !found && 'the client id is missing',
    // A shorter value could not be kept out of logs and answers without blanking out ordinary words.
    secret:
      (!value && !found && 'its value is missing') ||
      (isTooShort && `its value has less than ${MIN_PROTECTED_LENGTH} characters`),
  }
  const problem = problems[kind]
  if (problem) throw new AppError('invalid_request', `"${name}" cannot be set so: ${problem}`)
}

async function getRow(ctx: ProjectContext, name: string): Promise<store.KeyvaultRow> {
  const row = await store.findRow(ctx, { name })
  if (row) return row
  throw unknown(name)
}

function unknown(name: string): AppError {
  return new AppError('not_found', `The keyvault has no "${name}"`)
}

function tagOf({ kind, id }: KeyvaultUse): string {
  return `${kind}:${id}`
}

function newId(): KeyvaultEntryId {
  return uuidv7() as KeyvaultEntryId
}

function toEntry(
  { config }: ProjectContext,
  row: store.KeyvaultRow,
  usedBy: KeyvaultUse[] = [],
): KeyvaultEntry {
  const { projectId: _projectId, value, isSealedAsIntegration: _place, ...entry } = row
  const redirectUrl = row.kind === 'oauth_client' ? oauthCallbackUrl(config) : null
  return { ...entry, hasValue: value !== null, redirectUrl, usedBy }
}
