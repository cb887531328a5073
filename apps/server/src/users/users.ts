import { isDeepStrictEqual } from 'node:util'
import { AppError, type ConnectedUserId } from '@tenon/core'
import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import { disconnect } from '../connections/disconnect.ts'
import type { ConnectedUser, Project, ProjectContext, UserContext } from '../context.ts'
import { change } from '../database/change.ts'
import type { Executor } from '../database/open.ts'
import { onBehalfOf } from './connections.ts'
import { type ConnectionSummary, listSummariesOfUsers } from './connections-store.ts'
import { type Meta, mergeMeta } from './meta.ts'
import { type Page, PageInput, toPage } from './page.ts'
import * as store from './store.ts'

/** A connected user as the team sees them. */
export interface UserSummary extends ConnectedUser {
  meta: Meta
  createdAt: Date
  /** The newest first. */
  connections: ConnectionSummary[]
}

export const ListUsersInput = PageInput.extend({
  externalId: z.string().max(256).optional().describe('only ids that begin with this'),
})

/** The connected user of that name, made when first seen. Many may ask for the same one at once. */
export async function ensureUser(
  scope: { db: Executor; project: Pick<Project, 'id'> },
  externalId: string,
): Promise<ConnectedUser> {
  const found = await store.findByExternalId(scope, externalId)
  return found ?? store.upsertUser(scope, { id: uuidv7() as ConnectedUserId, externalId })
}

/** The connected user of that name, if there is one. */
export async function findUserNamed(
  scope: { db: Executor; project: Pick<Project, 'id'> },
  externalId: string,
): Promise<ConnectedUser | undefined> {
  return store.findByExternalId(scope, externalId)
}

/** What the product has told about the user. */
export async function getUserMeta(ctx: UserContext): Promise<Meta> {
  return (await store.findUser(ctx))?.meta ?? {}
}

/** Merges deeply; two merges at once lose nothing. @throws AppError `invalid_request` */
export async function mergeUserMeta(ctx: UserContext, patch: Meta): Promise<Meta> {
  return ctx.db.transaction(async (tx) => {
    const scope = { ...ctx, db: tx }
    const user = await store.findUserForUpdate(scope)
    if (!user) throw new AppError('not_found', 'This user was deleted meanwhile: authenticate again')
    const merged = mergeMeta(user.meta, patch)
    if (!isDeepStrictEqual(merged, user.meta)) await store.updateMeta(scope, merged)
    return merged
  })
}

/** The newest first. */
export async function listUsers(
  ctx: ProjectContext,
  input: z.input<typeof ListUsersInput>,
): Promise<Page<UserSummary>> {
  const { limit, cursor, externalId } = ListUsersInput.parse(input)
  const rows = await store.listUsers(ctx, {
    externalIdPrefix: externalId,
    before: cursor as ConnectedUserId | undefined,
    limit: limit + 1,
  })
  return toPage(await withConnections(ctx, rows), limit)
}

/** @throws AppError `not_found` */
export async function getUser(ctx: ProjectContext, id: ConnectedUserId): Promise<UserSummary> {
  const row = await store.findUser({ ...ctx, user: { id } })
  const [user] = row ? await withConnections(ctx, [row]) : []
  if (user) return user
  throw new AppError('not_found', 'This project has no connected user with this id')
}

/**
 * Disconnects all that the user has connected, then deletes the user. One whose user token is still good comes back,
 * empty, with its next call.
 */
export async function deleteUser(ctx: ProjectContext, id: ConnectedUserId): Promise<void> {
  const user = await getUser(ctx, id)
  const userContext = onBehalfOf(ctx, { id, externalId: user.externalId })
  for (const connection of user.connections) await disconnect(userContext, connection.id)
  await change(ctx, [userTag(id)], (tx) => store.deleteUser({ ...userContext, db: tx }))
}

/** Carried by all that is cached and was made for one user. */
export function userTag(id: ConnectedUserId): string {
  return `user:${id}`
}

async function withConnections(
  ctx: ProjectContext,
  rows: readonly store.ConnectedUserRow[],
): Promise<UserSummary[]> {
  const ids = rows.map(({ id }) => id)
  const connections = await listSummariesOfUsers(ctx, ids)
  return rows.map(({ id, externalId, meta, createdAt }) => ({
    id,
    externalId,
    meta,
    createdAt,
    connections: connections.filter(({ userId }) => userId === id),
  }))
}
