import { and, asc, eq, gte, lt, lte, sql } from 'drizzle-orm'
import type { Project } from '../context.ts'
import type { Executor } from '../database/open.ts'
import { connectedUser, mailMessage } from '../database/schema.ts'

export type MailRow = typeof mailMessage.$inferSelect

interface ProjectScope {
  db: Executor
  project: Pick<Project, 'id'>
}

export async function findMetaOf(
  { db, project }: ProjectScope,
  externalId: string,
): Promise<Record<string, unknown> | undefined> {
  const [row] = await db
    .select({ meta: connectedUser.meta })
    .from(connectedUser)
    .where(and(eq(connectedUser.projectId, project.id), eq(connectedUser.externalId, externalId)))
  return row?.meta
}

/** Whom mails for a user went to, or will, since then. */
export async function listRecipients(
  { db, project }: ProjectScope,
  { userExternalId, since }: { userExternalId: string; since: Date },
): Promise<string[]> {
  const rows = await db
    .selectDistinct({ recipient: mailMessage.recipient })
    .from(mailMessage)
    .where(
      and(
        eq(mailMessage.projectId, project.id),
        eq(mailMessage.userExternalId, userExternalId),
        gte(mailMessage.windowStart, since),
      ),
    )
  return rows.map(({ recipient }) => recipient)
}

/** @returns those that were not there yet */
export async function insertMails(
  { db, project }: ProjectScope,
  rows: Omit<typeof mailMessage.$inferInsert, 'projectId'>[],
): Promise<MailRow[]> {
  return db
    .insert(mailMessage)
    .values(rows.map((row) => ({ ...row, projectId: project.id })))
    .onConflictDoNothing()
    .returning()
}

/** Of every project: those whose time has come, the longest overdue first. */
export async function listDue(
  db: Executor,
  now: Date,
  limit: number,
): Promise<Pick<MailRow, 'id' | 'attempts' | 'nextAttemptAt'>[]> {
  const { id, attempts, nextAttemptAt } = mailMessage
  return db
    .select({ id, attempts, nextAttemptAt })
    .from(mailMessage)
    .where(and(eq(mailMessage.status, 'waiting'), lte(nextAttemptAt, now)))
    .orderBy(asc(nextAttemptAt))
    .limit(limit)
}

/** If it still waits for this very attempt. */
export async function findWaiting(db: Executor, id: string, attempts: number): Promise<MailRow | undefined> {
  const [row] = await db.select().from(mailMessage).where(isWaiting(id, attempts))
  return row
}

/** Only if no other attempt has ended meanwhile. @returns whether none had */
export async function updateMail(
  db: Executor,
  { id, attempts }: Pick<MailRow, 'id' | 'attempts'>,
  changes: Partial<typeof mailMessage.$inferInsert>,
): Promise<boolean> {
  const updated = await db.update(mailMessage).set(changes).where(isWaiting(id, attempts))
  return (updated.rowCount ?? 0) > 0
}

/** A piece of those that ended before then. @returns how many */
export async function deleteFinished(db: Executor, before: Date, limit: number): Promise<number> {
  const old = db
    .select({ id: mailMessage.id })
    .from(mailMessage)
    .where(lt(mailMessage.finishedAt, before))
    .limit(limit)
  const deleted = await db.delete(mailMessage).where(sql`${mailMessage.id} in (${old})`)
  return deleted.rowCount ?? 0
}

const isWaiting = (id: string, attempts: number) =>
  and(eq(mailMessage.id, id), eq(mailMessage.attempts, attempts), eq(mailMessage.status, 'waiting'))
