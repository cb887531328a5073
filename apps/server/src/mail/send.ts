import { nextAttemptAt } from '@tenon/core'
import { listLostConnections } from '../audit/audit.ts'
import type { Services } from '../context.ts'
import { getProject } from '../projects/projects.ts'
import { jobFor, MAIL_QUEUE, type MailJob } from './enqueue.ts'
import { type Message, teamMessage, userMessage } from './message.ts'
import { findWaiting, listDue, type MailRow, updateMail } from './store.ts'

const BACKOFF = { firstMs: 30_000, lastMs: 3_600_000 }
const LIFETIME_MS = 86_400_000
/** As many as a person reads. */
const MAX_LINES = 50
const MAX_DUE = 500
/** For each step of the exchange with the mail server. */
const TIMEOUT_MS = 20_000

/** Makes one attempt. Does nothing when another process has made it already. */
export async function sendMail(services: Services, { id, attempts }: MailJob): Promise<void> {
  const mail = await findWaiting(services.db, id, attempts)
  if (!mail) return
  const error = await hand(services, mail)
  await save(services, mail, error)
}

/** For the queue's sweep: what should have been attempted by now. */
export async function findDueMails({ db, config, now }: Services) {
  return config.mail ? (await listDue(db, now(), MAX_DUE)).map(jobFor) : []
}

/** @returns the code of why the mail server did not take it */
async function hand(services: Services, mail: MailRow): Promise<string | null> {
  if (!services.config.mail) return 'ENOTCONFIGURED'
  const message = await compose(services, mail)
  if (!message) return null
  const { createTransport } = await import('nodemailer')
  const { smtpUrl, from } = services.config.mail
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  try {
    // The same at each attempt, so that a mail server can tell a repetition.
    const messageId = `<${mail.id}@tenon>`
    await transport.sendMail({ from, to: { name: '', address: mail.recipient }, messageId, ...message })
    return null
  } catch (error) {
    return codeOf(error)
  } finally {
    transport.close()
  }
}

/** @returns undefined when there is nothing to tell any more */
async function compose(services: Services, mail: MailRow): Promise<Message | undefined> {
  const { projectId, windowStart: since, windowEnd: until, userExternalId } = mail
  const project = await getProject(services, projectId)
  const within = { since, until, userExternalId: userExternalId ?? undefined, limit: MAX_LINES + 1 }
  const lost = await listLostConnections({ ...services, project }, within)
  if (lost.length === 0) return undefined
  const facts = {
    product: project.productName,
    project: project.name,
    lost: lost.slice(0, MAX_LINES),
    hasMore: lost.length > MAX_LINES,
    nameOf: (slug: string) => services.providers.get(slug)?.name ?? slug,
  }
  return userExternalId === null ? teamMessage(facts) : userMessage(facts)
}

async function save(services: Services, mail: MailRow, error: string | null): Promise<void> {
  const now = services.now()
  const attempts = mail.attempts + 1
  const next = nextAttemptAt(BACKOFF, attempts, { now, random: Math.random() })
  const isGivenUp = next.getTime() > mail.windowEnd.getTime() + LIFETIME_MS
  const status = error === null ? 'sent' : isGivenUp ? 'failed' : 'waiting'
  const retryAt = status === 'waiting' ? next : null
  const finishedAt = status === 'waiting' ? null : now
  await services.db.transaction(async (tx) => {
    const changes = { status, attempts, error, nextAttemptAt: retryAt, finishedAt } as const
    const isOurs = await updateMail(tx, mail, changes)
    if (isOurs && retryAt) {
      await services.queue.add(tx, MAIL_QUEUE, [jobFor({ id: mail.id, attempts, nextAttemptAt: retryAt })])
    }
  })
  services.metrics.countMail(status)
  if (error !== null)
    services.log.warn({ projectId: mail.projectId, code: error }, 'a mail could not be sent')
}

/** As nodemailer names it: `ECONNECTION`, `EAUTH`, `EENVELOPE`. */
function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : 'EMAIL'
}
