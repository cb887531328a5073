import type { ConfigurationId, ConnectionId, ConnectionState, IntegrationId } from '@tenon/core'
import { and, asc, desc, eq, inArray, isNull, lt, ne, or, type SQL, sql } from 'drizzle-orm'
import type { ConnectedUser, Project } from '../context.ts'
import type { Executor } from '../database/open.ts'
import { configuration, connectedUser, connection, integration, keyvaultEntry } from '../database/schema.ts'
import type { Subject } from './transition.ts'

export type ConnectionRow = typeof connection.$inferSelect
export type ConfigurationRow = typeof configuration.$inferSelect

/** Where to ask, and on behalf of which project and user. */
interface Scope {
  db: Executor
  project: Pick<Project, 'id'>
  user: Pick<ConnectedUser, 'id'>
}
type ProjectScope = Pick<Scope, 'db' | 'project'>

const ofUser = ({ project, user }: Pick<Scope, 'project' | 'user'>) =>
  and(eq(connection.projectId, project.id), eq(connection.userId, user.id))

/** The user's connections, the oldest first; of one integration when given. */
export async function listConnections(scope: Scope, integrationId?: IntegrationId): Promise<ConnectionRow[]> {
  return scope.db
    .select()
    .from(connection)
    .where(and(ofUser(scope), integrationId && eq(connection.integrationId, integrationId)))
    .orderBy(asc(connection.createdAt))
}

export async function findConnection(scope: Scope, id: ConnectionId): Promise<ConnectionRow | undefined> {
  const [row] = await scope.db
    .select()
    .from(connection)
    .where(and(ofUser(scope), eq(connection.id, id)))
  return row
}

/**
 * Whether the account is connected a second time with an OAuth client that may be the same, by whichever user: the team's,
 * of whichever integration, or, since nothing but the sealed credential tells which it is, a user's own of this one.
 */
export async function hasSiblings(
  { db, project }: ProjectScope,
  { id, accountId, integrationId }: Pick<ConnectionRow, 'id' | 'accountId' | 'integrationId'>,
  clientId: string | null,
): Promise<boolean> {
  if (accountId === null) return false
  const [sibling] = await db
    .select({ id: connection.id })
    .from(connection)
    .innerJoin(integration, eq(integration.id, connection.integrationId))
    .leftJoin(keyvaultEntry, eq(keyvaultEntry.id, integration.keyvaultEntryId))
    .where(
      and(
        eq(connection.projectId, project.id),
        eq(connection.accountId, accountId),
        or(
          eq(connection.integrationId, integrationId),
          clientId === null ? undefined : eq(keyvaultEntry.clientId, clientId),
        ),
        ne(connection.id, id),
      ),
    )
    .limit(1)
  return sibling !== undefined
}

/** For work that goes on without a user, such as a refresh. */
export async function findConnectionOfProject(
  { db, project }: ProjectScope,
  id: ConnectionId,
): Promise<ConnectionRow | undefined> {
  const [row] = await db
    .select()
    .from(connection)
    .where(and(eq(connection.projectId, project.id), eq(connection.id, id)))
  return row
}

/** Lets one install of a user go on at a time, until the transaction ends. */
export async function lockUser({ db, project, user }: Scope): Promise<void> {
  await db
    .select({ id: connectedUser.id })
    .from(connectedUser)
    .where(and(eq(connectedUser.projectId, project.id), eq(connectedUser.id, user.id)))
    .for('update')
}

/** Lets one change of a connection's configurations go on at a time, until the transaction ends. */
export async function lockConnection({ db, project }: ProjectScope, id: ConnectionId): Promise<void> {
  await db
    .select({ id: connection.id })
    .from(connection)
    .where(and(eq(connection.projectId, project.id), eq(connection.id, id)))
    .for('no key update')
}

/** Where a connection stands, and by which names it is known. It stays so until the transaction ends. */
export async function lockSubject(
  { db, project }: ProjectScope,
  id: ConnectionId,
): Promise<{ state: ConnectionState; subject: Subject } | undefined> {
  const [row] = await db
    .select({
      state: { status: connection.status, reauthReason: connection.reauthReason },
      subject: {
        id: connection.id,
        integration: integration.slug,
        userExternalId: connectedUser.externalId,
        externalId: connection.externalId,
        accountType: connection.accountType,
      },
    })
    .from(connection)
    .innerJoin(integration, eq(connection.integrationId, integration.id))
    .innerJoin(connectedUser, eq(connection.userId, connectedUser.id))
    .where(and(eq(connection.projectId, project.id), eq(connection.id, id)))
    .for('no key update', { of: connection })
  return row
}

type NewConnection = Omit<typeof connection.$inferInsert, 'projectId' | 'userId'>

export async function insertConnection({ db, project, user }: Scope, values: NewConnection): Promise<void> {
  await db.insert(connection).values({ ...values, projectId: project.id, userId: user.id })
}

export type Changes = Partial<typeof connection.$inferInsert>

/** Whatever the credential's version is; it grows when the credential is among the changes. */
export async function updateConnection(
  scope: ProjectScope,
  id: ConnectionId,
  changes: Changes,
): Promise<boolean> {
  return updateWhere(scope, eq(connection.id, id), changes)
}

/** Only if the credential is still the one the caller saw. @returns whether it was */
export async function updateConnectionIfUnchanged(
  scope: ProjectScope,
  { id, credentialVersion }: Pick<ConnectionRow, 'id' | 'credentialVersion'>,
  changes: Changes,
): Promise<boolean> {
  return updateWhere(
    scope,
    and(eq(connection.id, id), eq(connection.credentialVersion, credentialVersion)),
    changes,
  )
}

/**
 * Only if the credential is still the one that was refreshed, or was removed since because it was thought dead: that a
 * refresh succeeded proves the opposite. Never over what the user has connected meanwhile.
 *
 * @returns whether it was
 */
export async function replaceRefreshed(
  scope: ProjectScope,
  { id, credentialVersion }: Pick<ConnectionRow, 'id' | 'credentialVersion'>,
  values: Changes,
): Promise<boolean> {
  const isRemoved = and(
    eq(connection.status, 'needs_reauth'),
    eq(connection.credentialVersion, credentialVersion + 1),
  )
  return updateWhere(
    scope,
    and(eq(connection.id, id), or(eq(connection.credentialVersion, credentialVersion), isRemoved)),
    values,
  )
}

async function updateWhere(
  { db, project }: ProjectScope,
  isIt: SQL | undefined,
  changes: Changes,
): Promise<boolean> {
  const updated = await db
    .update(connection)
    .set({ ...changes, ...versionAfter(changes), updatedAt: sql`now()` })
    .where(and(eq(connection.projectId, project.id), isIt))
    .returning({ id: connection.id })
  return updated.length > 0
}

function versionAfter(changes: Changes) {
  return 'credential' in changes ? { credentialVersion: sql`${connection.credentialVersion} + 1` } : {}
}

/** @returns what it held, `undefined` when it was gone already */
export async function deleteConnection(scope: Scope, id: ConnectionId): Promise<ConnectionRow | undefined> {
  const [deleted] = await scope.db
    .delete(connection)
    .where(and(ofUser(scope), eq(connection.id, id)))
    .returning()
  return deleted
}

/**
 * Takes the lease to refresh a credential, unless another process holds one that has not run out. The database's clock
 * rules, so that processes need not agree on the time.
 *
 * @param seen as the caller saw it: one whose refresh has failed since is not for this caller to try again
 * @returns the row as it is now, `undefined` when the lease is taken or the connection has changed
 */
export async function takeRefreshLease(
  { db, project }: ProjectScope,
  seen: Pick<ConnectionRow, 'id' | 'credentialVersion' | 'refreshFailureCount'>,
  lease: { id: string; durationMs: number },
): Promise<ConnectionRow | undefined> {
  const [row] = await db
    .update(connection)
    .set({ refreshLeaseId: lease.id, refreshLeaseUntil: leaseEnd(lease.durationMs) })
    .where(
      and(
        eq(connection.projectId, project.id),
        eq(connection.id, seen.id),
        eq(connection.credentialVersion, seen.credentialVersion),
        eq(connection.refreshFailureCount, seen.refreshFailureCount),
        or(isNull(connection.refreshLeaseUntil), lt(connection.refreshLeaseUntil, sql`now()`)),
      ),
    )
    .returning()
  return row
}

/** @returns false when the lease was lost */
export async function updateUnderLease(
  { db, project }: ProjectScope,
  id: ConnectionId,
  leaseId: string,
  changes: Changes | { renewForMs: number },
): Promise<boolean> {
  const set = 'renewForMs' in changes ? { refreshLeaseUntil: leaseEnd(changes.renewForMs) } : changes
  const updated = await db
    .update(connection)
    .set(set)
    .where(
      and(
        eq(connection.projectId, project.id),
        eq(connection.id, id),
        eq(connection.refreshLeaseId, leaseId),
      ),
    )
    .returning({ id: connection.id })
  return updated.length > 0
}

function leaseEnd(durationMs: number) {
  return sql`now() + ${durationMs} * interval '1 millisecond'`
}

/** Configurations of the connections, the default and then the oldest first. */
export async function listConfigurations(
  { db, project }: ProjectScope,
  connectionIds: readonly ConnectionId[],
): Promise<ConfigurationRow[]> {
  if (connectionIds.length === 0) return []
  return db
    .select()
    .from(configuration)
    .where(
      and(eq(configuration.projectId, project.id), inArray(configuration.connectionId, [...connectionIds])),
    )
    .orderBy(desc(configuration.isDefault), asc(configuration.createdAt))
}

export async function insertConfiguration(
  { db, project }: ProjectScope,
  values: Omit<typeof configuration.$inferInsert, 'projectId'>,
): Promise<void> {
  await db.insert(configuration).values({ ...values, projectId: project.id })
}

export async function updateConfiguration(
  { db, project }: ProjectScope,
  id: ConfigurationId,
  changes: Partial<Pick<ConfigurationRow, 'sharedSettings' | 'workflowSettings' | 'meta'>>,
): Promise<void> {
  await db
    .update(configuration)
    .set({ ...changes, updatedAt: sql`now()` })
    .where(and(eq(configuration.projectId, project.id), eq(configuration.id, id)))
}

export async function deleteConfiguration({ db, project }: ProjectScope, id: ConfigurationId): Promise<void> {
  await db.delete(configuration).where(and(eq(configuration.projectId, project.id), eq(configuration.id, id)))
}
