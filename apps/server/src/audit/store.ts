import type { ConnectionId } from '@tenon/core'
import { and, desc, eq, gte, inArray, lt, type SQL } from 'drizzle-orm'
import type { Project } from '../context.ts'
import type { Executor } from '../database/open.ts'
import { auditLog } from '../database/schema.ts'
import type { AuditAction } from './entry.ts'

export type AuditRow = typeof auditLog.$inferSelect

interface ProjectScope {
  db: Executor
  project: Pick<Project, 'id'>
}

export interface AuditFilter {
  connectionId?: ConnectionId | undefined
  userExternalId?: string | undefined
  /** Any of them. */
  actions?: AuditAction[] | undefined
  /** At or after. */
  since?: Date | undefined
  /** Before. */
  until?: Date | undefined
  /** Only entries older than this one, by id. */
  before?: string | undefined
  limit: number
}

export async function insertEntry(
  { db, project }: ProjectScope,
  values: Omit<typeof auditLog.$inferInsert, 'projectId'>,
): Promise<void> {
  await db.insert(auditLog).values({ ...values, projectId: project.id })
}

/** The newest first. */
export async function listEntries({ db, project }: ProjectScope, filter: AuditFilter): Promise<AuditRow[]> {
  return db
    .select()
    .from(auditLog)
    .where(and(eq(auditLog.projectId, project.id), ...conditions(filter)))
    .orderBy(desc(auditLog.id))
    .limit(filter.limit)
}

function conditions(filter: AuditFilter): (SQL | undefined)[] {
  const { connectionId, userExternalId, actions, since, until, before } = filter
  return [
    connectionId && eq(auditLog.connectionId, connectionId),
    userExternalId === undefined ? undefined : eq(auditLog.userExternalId, userExternalId),
    actions && inArray(auditLog.action, actions),
    since && gte(auditLog.at, since),
    until && lt(auditLog.at, until),
    before ? lt(auditLog.id, before) : undefined,
  ]
}
