import type { ReauthReason } from '@tenon/core'
import type { AuditEntry } from '../audit/audit.ts'
import { html } from '../pages/html.ts'

/** What a mail says: plain text, and the same as small HTML. */
export interface Message {
  subject: string
  text: string
  html: string
}

/** Whom and what it is about, by the names that people know. */
export interface MessageFacts {
  product: string
  project: string
  /** The newest first; at most as many as fit a mail. */
  lost: Pick<AuditEntry, 'integration' | 'userExternalId' | 'reason' | 'at'>[]
  /** There are more than those. */
  hasMore: boolean
  /** By slug. */
  nameOf: (integration: string) => string
}

const reasons: Readonly<Record<ReauthReason, string>> = {
  refresh_rejected: 'the provider refused to renew the sign-in',
  refresh_interrupted: 'a renewal was interrupted, and its token may be spent',
  credentials_rejected: 'the provider no longer takes the credentials',
  no_refresh_token: 'the access expired and cannot be renewed',
}

export function teamMessage({ product, project, lost, hasMore, nameOf }: MessageFacts): Message {
  const count = hasMore ? `More than ${lost.length}` : String(lost.length)
  const noun = lost.length === 1 && !hasMore ? 'connection needs its user' : 'connections need their users'
  const title = `${count} ${noun} again: ${product}/${project}`
  const lines = lost.map(({ integration, userExternalId, reason, at }) => {
    const why = reason ? reasons[reason] : 'for a reason that was not kept'
    return `${nameOf(integration ?? '')}, user ${userExternalId}: ${why} (${at.toISOString()})`
  })
  const advice = 'Each user connects again in the Connect Portal; settings and ids stay as they are.'
  return compose(title, lines, advice)
}

export function userMessage({ product, lost, nameOf }: MessageFacts): Message {
  const names = [...new Set(lost.map(({ integration }) => nameOf(integration ?? '')))]
  const title = `Please reconnect ${listOf(names)} to ${product}`
  const lines = names.map((name) => `${name} asks you to sign in again.`)
  return compose(title, lines, `Open ${product}, go to its integrations and choose Reconnect.`)
}

function compose(subject: string, lines: string[], advice: string): Message {
  const items = lines.map((line) => html`<li>${line}</li>`)
  return {
    subject,
    text: `${subject}\n\n${lines.map((line) => `- ${line}`).join('\n')}\n\n${advice}\n`,
    html: html`<p><strong>${subject}</strong></p><ul>${items}</ul><p>${advice}</p>`.html,
  }
}

function listOf(names: string[]): string {
  return new Intl.ListFormat('en').format(names)
}
