import type { ConnectedUserId } from '@tenon/core'
import { and, desc, eq, like, lt } from 'drizzle-orm'
import type { ConnectedUser, Project } from '../context.ts'
import type { Executor } from '../database/open.ts'
import { connectedUser } from '../database/schema.ts'

export type ConnectedUserRow = typeof connectedUser.$inferSelect

interface ProjectScope {
  db: Executor
  project: Pick<Project, 'id'>
}

interface UserScope extends ProjectScope {
  user: Pick<ConnectedUser, 'id'>
}

export async function findByExternalId(
  { db, project }: ProjectScope,
  externalId: string,
): Promise<ConnectedUser | undefined> {
  const [row] = await db
    .select({ id: connectedUser.id, externalId: connectedUser.externalId })
    .from(connectedUser)
    .where(and(eq(connectedUser.projectId, project.id), eq(connectedUser.externalId, externalId)))
  return row
}

/** Writes on conflict too, because only then the row is returned whoever made it. */
export async function upsertUser(
  { db, project }: ProjectScope,
  { id, externalId }: ConnectedUser,
): Promise<ConnectedUser> {
  const [row] = await db
    .insert(connectedUser)
    .values({ id, externalId, projectId: project.id })
    .onConflictDoUpdate({ target: [connectedUser.projectId, connectedUser.externalId], set: { externalId } })
    .returning({ id: connectedUser.id, externalId: connectedUser.externalId })
  if (!row) throw new Error('an upsert returns its row')
  return row
}

const isUser = ({ project, user }: UserScope) =>
  and(eq(connectedUser.projectId, project.id), eq(connectedUser.id, user.id))

export async function findUser(scope: UserScope): Promise<ConnectedUserRow | undefined> {
  const [row] = await scope.db.select().from(connectedUser).where(isUser(scope))
  return row
}

/** As {@link findUser}; others who ask this way wait until the transaction ends. */
export async function findUserForUpdate(scope: UserScope): Promise<ConnectedUserRow | undefined> {
  const [row] = await scope.db.select().from(connectedUser).where(isUser(scope)).for('update')
  return row
}

export async function updateMeta(scope: UserScope, meta: Record<string, unknown>): Promise<void> {
  await scope.db.update(connectedUser).set({ meta }).where(isUser(scope))
}

/** Connections and what hangs on them go too. */
export async function deleteUser(scope: UserScope): Promise<void> {
  await scope.db.delete(connectedUser).where(isUser(scope))
}

export interface UserFilter {
  /** Only external ids that begin so. */
  externalIdPrefix?: string | undefined
  /** Only users older than this one. */
  before?: ConnectedUserId | undefined
  limit: number
}

/** The newest first. */
export async function listUsers(
  { db, project }: ProjectScope,
  { externalIdPrefix, before, limit }: UserFilter,
): Promise<ConnectedUserRow[]> {
  return db
    .select()
    .from(connectedUser)
    .where(
      and(
        eq(connectedUser.projectId, project.id),
        externalIdPrefix ? like(connectedUser.externalId, `${escapeLike(externalIdPrefix)}%`) : undefined,
        before && lt(connectedUser.id, before),
      ),
    )
    .orderBy(desc(connectedUser.id))
    .limit(limit)
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}
