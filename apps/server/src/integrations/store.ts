import type { IntegrationId } from '@tenon/core'
import { and, asc, eq, getTableColumns, sql } from 'drizzle-orm'
import type { Project } from '../context.ts'
import type { Executor } from '../database/open.ts'
import { integration, keyvaultEntry } from '../database/schema.ts'

/** What the queries of this file need to know: where, and on behalf of which project. */
interface Scope {
  db: Executor
  project: Pick<Project, 'id'>
}

export type IntegrationRow = typeof integration.$inferSelect

/** With what may be read of its OAuth client. */
export interface IntegrationWithClient extends IntegrationRow {
  client: { name: string; clientId: string | null; hasSecret: boolean } | null
}

const columns = {
  ...getTableColumns(integration),
  client: {
    name: keyvaultEntry.name,
    clientId: keyvaultEntry.clientId,
    hasSecret: sql<boolean>`${keyvaultEntry.value} is not null`,
  },
}
const itsClient = eq(integration.keyvaultEntryId, keyvaultEntry.id)

export async function listRows({ db, project }: Scope): Promise<IntegrationWithClient[]> {
  return db
    .select(columns)
    .from(integration)
    .leftJoin(keyvaultEntry, itsClient)
    .where(eq(integration.projectId, project.id))
    .orderBy(asc(integration.createdAt))
}

export async function findRow(
  ctx: Scope,
  by: { slug: string } | { id: IntegrationId },
): Promise<IntegrationWithClient | undefined> {
  const matches = 'slug' in by ? eq(integration.slug, by.slug) : eq(integration.id, by.id)
  const [row] = await ctx.db
    .select(columns)
    .from(integration)
    .leftJoin(keyvaultEntry, itsClient)
    .where(and(eq(integration.projectId, ctx.project.id), matches))
  return row
}

/** @throws Error when there is no such row in the project */
export async function getRow(ctx: Scope, id: IntegrationId): Promise<IntegrationWithClient> {
  const row = await findRow(ctx, { id })
  if (!row) throw new Error('an integration is never removed')
  return row
}

type Column = Exclude<keyof IntegrationRow, 'id' | 'projectId' | 'slug' | 'createdAt'>
/** Drizzle leaves a column alone whose value is undefined. */
type Changes = { [Name in Column]?: IntegrationRow[Name] | undefined }

/**
 * The integration's row, made when there is none, and this transaction's until it ends. What is sealed under its id can
 * be opened again: of two that switch the same provider on at once, both get the row of the first.
 */
export async function lockRow(
  { db, project }: Scope,
  id: IntegrationId,
  slug: string,
): Promise<IntegrationRow> {
  await db
    .insert(integration)
    .values({ id, slug, projectId: project.id })
    .onConflictDoNothing({ target: [integration.projectId, integration.slug] })
  const [row] = await db
    .select()
    .from(integration)
    .where(and(eq(integration.projectId, project.id), eq(integration.slug, slug)))
    .for('update')
  if (!row) throw new Error('an integration is never removed')
  return row
}

/** @throws Error when there is no such row in the project */
export async function updateRow({ db, project }: Scope, id: IntegrationId, changes: Changes): Promise<void> {
  const updated = await db
    .update(integration)
    .set({ ...changes, updatedAt: new Date() })
    .where(and(eq(integration.projectId, project.id), eq(integration.id, id)))
    .returning({ id: integration.id })
  if (updated.length === 0) throw new Error('an integration is never removed')
}
