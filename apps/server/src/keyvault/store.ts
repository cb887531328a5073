import type { KeyvaultEntryId } from '@tenon/core'
import { and, asc, eq, isNull, lt, or } from 'drizzle-orm'
import type { Project } from '../context.ts'
import type { Executor } from '../database/open.ts'
import { integration, keyvaultEntry } from '../database/schema.ts'
import type { KeyvaultKind, KeyvaultUse } from './entry.ts'

interface Scope {
  db: Executor
  project: Pick<Project, 'id'>
}

export type KeyvaultRow = typeof keyvaultEntry.$inferSelect
export type KeyvaultKey = { id: KeyvaultEntryId } | { name: string }

export async function listRows({ db, project }: Scope): Promise<KeyvaultRow[]> {
  return db
    .select()
    .from(keyvaultEntry)
    .where(eq(keyvaultEntry.projectId, project.id))
    .orderBy(asc(keyvaultEntry.name))
}

export async function findRow({ db, project }: Scope, by: KeyvaultKey): Promise<KeyvaultRow | undefined> {
  const [row] = await db.select().from(keyvaultEntry).where(isIt(project, by))
  return row
}

/** This transaction's until it ends. */
export async function lockRow({ db, project }: Scope, by: KeyvaultKey): Promise<KeyvaultRow | undefined> {
  const [row] = await db.select().from(keyvaultEntry).where(isIt(project, by)).for('update')
  return row
}

/** As {@link lockRow}, made when there is none: of two that make the same name at once, both get the row of the first. */
export async function ensureRow(
  scope: Scope,
  values: { id: KeyvaultEntryId; name: string; kind: KeyvaultKind },
): Promise<KeyvaultRow> {
  const { db, project } = scope
  await db
    .insert(keyvaultEntry)
    .values({ ...values, projectId: project.id })
    .onConflictDoNothing({ target: [keyvaultEntry.projectId, keyvaultEntry.name] })
  const row = await lockRow(scope, { name: values.name })
  if (!row) throw new Error('an entry that could not be inserted exists')
  return row
}

type Changes = Partial<
  Pick<KeyvaultRow, 'description' | 'clientId' | 'value' | 'isSealedAsIntegration' | 'updatedAt'>
>

/** Of a row that the transaction has locked. */
export async function updateRow(
  { db, project }: Scope,
  id: KeyvaultEntryId,
  changes: Changes,
): Promise<KeyvaultRow> {
  const [row] = await db.update(keyvaultEntry).set(changes).where(isIt(project, { id })).returning()
  if (!row) throw new Error('a locked entry was removed')
  return row
}

export async function deleteRow({ db, project }: Scope, id: KeyvaultEntryId): Promise<void> {
  await db
    .update(integration)
    .set({ keyvaultEntryId: null })
    .where(and(eq(integration.projectId, project.id), eq(integration.keyvaultEntryId, id)))
  await db.delete(keyvaultEntry).where(isIt(project, { id }))
}

/** @param before a use was noted after that: nothing is written */
export async function noteUse(
  { db, project }: Scope,
  id: KeyvaultEntryId,
  { now, before }: { now: Date; before: Date },
): Promise<void> {
  const isDue = or(isNull(keyvaultEntry.lastUsedAt), lt(keyvaultEntry.lastUsedAt, before))
  await db
    .update(keyvaultEntry)
    .set({ lastUsedAt: now })
    .where(and(isIt(project, { id }), isDue))
}

/** Everything that needs an entry of the project, by the entry's id. */
export async function listUses({ db, project }: Scope): Promise<Map<KeyvaultEntryId, KeyvaultUse[]>> {
  const rows = await db
    .select({ id: integration.id, name: integration.slug, entryId: integration.keyvaultEntryId })
    .from(integration)
    .where(eq(integration.projectId, project.id))
    .orderBy(asc(integration.slug))
  const uses = new Map<KeyvaultEntryId, KeyvaultUse[]>()
  for (const { entryId, ...use } of rows) {
    if (entryId) uses.set(entryId, [...(uses.get(entryId) ?? []), { kind: 'integration', ...use }])
  }
  return uses
}

function isIt(project: Pick<Project, 'id'>, by: KeyvaultKey) {
  const matches = 'id' in by ? eq(keyvaultEntry.id, by.id) : eq(keyvaultEntry.name, by.name)
  return and(eq(keyvaultEntry.projectId, project.id), matches)
}
