import { type ConnectionId, type ProjectId, UNUSED_RENEWAL_SPAN } from '@tenon/core'
import { and, asc, eq, gt, lte, sql } from 'drizzle-orm'
import type { Executor } from '../database/open.ts'
import { connection, integration } from '../database/schema.ts'

/** Credentials of one kind that die when they are not used. */
export interface UnusedKind {
  /** Slug. */
  integration: string
  accountType: string
  lifetimeMs: number
}

/** A connection of whatever project, whose turn has come. */
export interface DueConnection {
  id: ConnectionId
  projectId: ProjectId
}

/** `unusedRenewalAt` of the core, where the rows are: `issued_at` plus a part of the life, by the id's last 32 bits. */
const chance = sql`(('x' || right(${connection.id}::text, 8))::bit(32)::bigint / 4294967296.0)`

/**
 * Those whose renewal is due, by id; every project's, since the refresher works for all.
 *
 * @param after the last one of the piece before
 */
export async function listDueUnused(
  db: Executor,
  { integration: slug, accountType, lifetimeMs }: UnusedKind,
  { now, after, limit }: { now: Date; after: ConnectionId | undefined; limit: number },
): Promise<DueConnection[]> {
  const { from, until } = UNUSED_RENEWAL_SPAN
  const part = sql`${from}::float8 + ${until - from}::float8 * ${chance}`
  const dueAt = sql`${connection.issuedAt} + ${lifetimeMs}::float8 * (${part}) * interval '1 millisecond'`
  return db
    .select({ id: connection.id, projectId: connection.projectId })
    .from(connection)
    .innerJoin(integration, eq(connection.integrationId, integration.id))
    .where(
      and(
        eq(integration.slug, slug),
        eq(connection.accountType, accountType),
        eq(connection.status, 'active'),
        eq(connection.isRenewable, true),
        lte(connection.issuedAt, new Date(now.getTime() - lifetimeMs * from)), // what the index can tell
        sql`${dueAt} <= ${now.toISOString()}::timestamptz`,
        after && gt(connection.id, after),
      ),
    )
    .orderBy(asc(connection.id))
    .limit(limit)
}
