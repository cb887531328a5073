import type { ConnectedUserId, ConnectionId, ConnectionStatus } from '@tenon/core'
import { and, desc, eq, inArray, lt, type SQL } from 'drizzle-orm'
import type { Project } from '../context.ts'
import type { Executor } from '../database/open.ts'
import { connectedUser, connection, integration } from '../database/schema.ts'

interface ProjectScope {
  db: Executor
  project: Pick<Project, 'id'>
}

export interface ConnectionFilter {
  userId?: ConnectedUserId | undefined
  /** Slug. */
  integration?: string | undefined
  status?: ConnectionStatus | undefined
  /** Only connections older than this one. */
  before?: ConnectionId | undefined
  limit: number
}

/** A connection as the team may see it: no credential, nothing entered. */
export type ConnectionSummary = Awaited<ReturnType<typeof selectSummaries>>[number]

/** The newest first. */
export async function listSummaries(
  scope: ProjectScope,
  { userId, integration: slug, status, before, limit }: ConnectionFilter,
): Promise<ConnectionSummary[]> {
  return selectSummaries(
    scope,
    and(
      userId && eq(connection.userId, userId),
      slug ? eq(integration.slug, slug) : undefined,
      status && eq(connection.status, status),
      before && lt(connection.id, before),
    ),
  ).limit(limit)
}

/** All connections of some users, the newest first. */
export async function listSummariesOfUsers(
  scope: ProjectScope,
  userIds: ConnectedUserId[],
): Promise<ConnectionSummary[]> {
  return userIds.length > 0 ? selectSummaries(scope, inArray(connection.userId, userIds)) : []
}

export async function findSummary(
  scope: ProjectScope,
  id: ConnectionId,
): Promise<ConnectionSummary | undefined> {
  const [row] = await selectSummaries(scope, eq(connection.id, id))
  return row
}

function selectSummaries({ db, project }: ProjectScope, matches: SQL | undefined) {
  return db
    .select({
      id: connection.id,
      userId: connection.userId,
      userExternalId: connectedUser.externalId,
      integration: integration.slug,
      accountType: connection.accountType,
      status: connection.status,
      reauthReason: connection.reauthReason,
      externalId: connection.externalId,
      accountId: connection.accountId,
      accountLabel: connection.accountLabel,
      expiresAt: connection.expiresAt,
      createdAt: connection.createdAt,
      updatedAt: connection.updatedAt,
    })
    .from(connection)
    .innerJoin(integration, eq(connection.integrationId, integration.id))
    .innerJoin(connectedUser, eq(connection.userId, connectedUser.id))
    .where(and(eq(connection.projectId, project.id), matches))
    .orderBy(desc(connection.id))
}
