import {
  afterEvent,
  type ConnectionEvent,
  type ConnectionId,
  type ConnectionState,
  ReauthReason,
  type Transition,
} from '@tenon/core'
import { record } from '../audit/audit.ts'
import type { Actor } from '../audit/entry.ts'
import type { ProjectContext, UserContext } from '../context.ts'
import type { Executor } from '../database/open.ts'
import { enqueueMail } from '../mail/enqueue.ts'
import { enqueueWebhooks } from '../webhooks/enqueue.ts'

/** Which connection something happened to, by the names that outlive it. */
export interface Subject {
  id: ConnectionId
  /** Slug. */
  integration: string
  userExternalId: string
  externalId: string | null
  accountType: string
}

export interface Happening {
  subject: Subject
  from: ConnectionState | undefined
  event: ConnectionEvent
  transition: Transition
}

/** What an event does to a connection, when it cannot come too late. */
export function transitionOf(from: ConnectionState | undefined, event: ConnectionEvent): Transition {
  const transition = afterEvent(from, event)
  if (transition) return transition
  throw new TypeError(`"${event}" cannot happen to a connection that is ${from?.status ?? 'not there'}`)
}

/**
 * Records what happened and tells those who are to know. All of it is rows of the transaction in which the connection
 * changed, so that neither is without the other.
 */
export async function announce(ctx: InTransaction, happening: Happening): Promise<void> {
  const { subject, from, event, transition } = happening
  const { to, notice, isRecorded } = transition
  const reason = to?.reauthReason ?? null
  if (isRecorded || notice) {
    await record(ctx, {
      actor: actorOf(ctx, event),
      action: `connection.${event}`,
      connectionId: subject.id,
      integration: subject.integration,
      userExternalId: subject.userExternalId,
      reason,
      detail: {
        from: from?.status ?? null,
        to: to?.status ?? null,
        accountType: subject.accountType,
        ...(subject.externalId !== null && { externalId: subject.externalId }),
      },
    })
  }
  if (notice) await enqueueWebhooks(ctx, { event: `connection.${notice}`, subject, reason })
  if (notice === 'needs_reauth') await enqueueMail(ctx, subject)
}

type InTransaction = (ProjectContext | UserContext) & { db: Executor }

/** What the provider brought about is nobody's doing, whoever's call it was that met it. */
function actorOf(ctx: InTransaction, event: ConnectionEvent): Actor {
  const isProviders = event === 'refreshed' || ReauthReason.safeParse(event).success
  if (isProviders) return { kind: 'system', id: null }
  if (ctx.actor) return ctx.actor
  return 'user' in ctx ? { kind: 'user', id: ctx.user.externalId } : { kind: 'system', id: null }
}
