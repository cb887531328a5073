import { createHash, randomBytes } from 'node:crypto'
import { AppError, type IntegrationId } from '@tenon/core'
import { and, eq, lt } from 'drizzle-orm'
import type { ProjectContext, UserContext } from '../context.ts'
import { popupCode } from '../database/schema.ts'

/** A browser goes to the popup's address as soon as it has the code: long enough for a slow network. */
const LIFETIME_MS = 60_000

/** What a popup is opened for, beside who asked. */
export interface PopupStart {
  integrationId: IntegrationId
  /** The only page that the popup's messages go to. */
  openerOrigin: string
}

/**
 * A popup sends no headers, and what stands in its address ends up in histories and access logs: so it carries this code
 * in place of the user token.
 *
 * @returns the code; only its digest is stored, where every process finds it
 */
export async function issuePopupCode(ctx: UserContext, start: PopupStart): Promise<string> {
  const code = randomBytes(32).toString('base64url')
  const now = ctx.now()
  await ctx.db.delete(popupCode).where(lt(popupCode.expiresAt, now))
  await ctx.db.insert(popupCode).values({
    ...start,
    digest: digest(code),
    projectId: ctx.project.id,
    userId: ctx.user.id,
    expiresAt: new Date(now.getTime() + LIFETIME_MS),
  })
  return code
}

/**
 * Takes a code for its one use: of several processes that are shown it, one gets the row.
 *
 * @throws AppError `session_expired` when it is unknown, of another project, used or too old
 */
export async function redeemPopupCode(
  { db, project, now }: ProjectContext,
  code: string,
): Promise<typeof popupCode.$inferSelect> {
  const [row] = await db
    .delete(popupCode)
    .where(and(eq(popupCode.digest, digest(code)), eq(popupCode.projectId, project.id)))
    .returning()
  if (row && row.expiresAt > now()) return row
  throw new AppError('session_expired', 'This window was opened before, or too late. Please connect again')
}

function digest(code: string): Buffer {
  return createHash('sha256').update(code).digest()
}
