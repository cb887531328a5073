import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import type { ProjectContext } from '../context.ts'
import type { Executor } from '../database/open.ts'
import { findMetaOf, insertMails, listRecipients } from './store.ts'

export const MAIL_QUEUE = 'mails'

/** What happens within this time goes into one mail: a provider may end thousands of connections at once. */
const WINDOW_MS = 5 * 60_000
/** A transaction that began within the window may end a little later. */
const SETTLE_MS = 30_000

/** What a job says: which attempt of which mail. */
export interface MailJob {
  id: string
  /** Attempts that have ended before. */
  attempts: number
}

/** Sees to it that team and user are mailed, if the operator and the project want that, in the caller's transaction. */
export async function enqueueMail(
  ctx: ProjectContext & { db: Executor },
  { userExternalId }: { userExternalId: string },
): Promise<void> {
  if (!ctx.config.mail) return
  const { alertEmails, mailsUsers } = ctx.project
  const recipients = alertEmails.map((recipient) => ({ recipient, userExternalId: null as string | null }))
  const address = mailsUsers ? await addressOf(ctx, userExternalId) : undefined
  if (address && !(await isNewAddress(ctx, { address, userExternalId })))
    recipients.push({ recipient: address, userExternalId })
  if (recipients.length === 0) return
  const window = windowAt(ctx.now())
  const added = await insertMails(
    ctx,
    recipients.map((to) => ({ ...to, ...window, id: uuidv7() })),
  )
  await ctx.queue.add(
    ctx.db,
    MAIL_QUEUE,
    added.map(({ id }) => jobFor({ id, attempts: 0, nextAttemptAt: window.nextAttemptAt })),
  )
}

/** The mail that gathers what happens now, and when it is sent. */
function windowAt(now: Date) {
  const start = Math.floor(now.getTime() / WINDOW_MS) * WINDOW_MS
  return {
    windowStart: new Date(start),
    windowEnd: new Date(start + WINDOW_MS),
    nextAttemptAt: new Date(start + WINDOW_MS + SETTLE_MS),
  }
}

export function jobFor({ id, attempts, nextAttemptAt }: MailJob & { nextAttemptAt: Date | null }) {
  return {
    key: `${id} ${attempts}`,
    data: { id, attempts } satisfies MailJob,
    startAfter: nextAttemptAt ?? new Date(0),
  }
}

/** A user's address that changes sooner is not mailed. */
const ADDRESS_KEPT_MS = 86_400_000

/**
 * Whether the user was mailed at another address lately. Metadata can be written with the user's own token, too: nobody
 * shall have us write to one stranger after another.
 */
async function isNewAddress(
  ctx: ProjectContext & { db: Executor },
  { address, userExternalId }: { address: string; userExternalId: string },
): Promise<boolean> {
  const since = new Date(ctx.now().getTime() - ADDRESS_KEPT_MS)
  const recipients = await listRecipients(ctx, { userExternalId, since })
  return recipients.some((recipient) => recipient !== address)
}

/** Of the user's metadata; anything may stand there. */
async function addressOf(
  ctx: ProjectContext & { db: Executor },
  userExternalId: string,
): Promise<string | undefined> {
  const meta = await findMetaOf(ctx, userExternalId)
  return z.email().safeParse(meta?.email).data
}
