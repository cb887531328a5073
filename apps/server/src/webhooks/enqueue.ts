import type { ConnectionId, ReauthReason, WebhookDeliveryId } from '@tenon/core'
import { uuidv7 } from 'uuidv7'
import type { ProjectContext } from '../context.ts'
import type { Executor } from '../database/open.ts'
import type { WebhookEvent } from './event.ts'
import { insertDeliveries, listEndpointsFor } from './store.ts'

/** After so long a delivery is given up. */
export const DELIVERY_LIFETIME_MS = 3 * 86_400_000
export const WEBHOOK_QUEUE = 'webhook-deliveries'

/** What a job says: which attempt of which delivery. */
export interface DeliveryJob {
  id: WebhookDeliveryId
  /** Attempts that have ended before. */
  attempts: number
}

interface Told {
  event: WebhookEvent
  subject: {
    id: ConnectionId
    integration: string
    userExternalId: string
    externalId: string | null
    accountType: string
  }
  reason: ReauthReason | null
}

/** Writes a delivery for each endpoint that wants the event, in the transaction of what it tells of. */
export async function enqueueWebhooks(ctx: ProjectContext & { db: Executor }, told: Told): Promise<void> {
  const { event } = told
  const endpointIds = await listEndpointsFor(ctx, event)
  if (endpointIds.length === 0) return
  const now = ctx.now()
  const body = JSON.stringify(payloadOf(ctx, told, now))
  const deliveries = endpointIds.map((endpointId) => ({
    id: uuidv7() as WebhookDeliveryId,
    endpointId,
    event,
    body,
    nextAttemptAt: now,
    expiresAt: new Date(now.getTime() + DELIVERY_LIFETIME_MS),
  }))
  await insertDeliveries(ctx, deliveries)
  await ctx.queue.add(
    ctx.db,
    WEBHOOK_QUEUE,
    deliveries.map(({ id }) => jobFor({ id, attempts: 0, nextAttemptAt: now })),
  )
}

/** One job for each attempt and its time, however often it is asked for. */
export function jobFor({ id, attempts, nextAttemptAt }: DeliveryJob & { nextAttemptAt: Date | null }) {
  const at = nextAttemptAt?.getTime() ?? 0
  return {
    key: `${id} ${attempts} ${at}`,
    data: { id, attempts } satisfies DeliveryJob,
    startAfter: new Date(at),
  }
}

/** As Standard Webhooks lays it out: `type`, `timestamp`, `data`. */
function payloadOf(ctx: ProjectContext, { event, subject, reason }: Told, now: Date) {
  const { id, userExternalId, ...names } = subject
  return {
    type: event,
    timestamp: now.toISOString(),
    data: {
      projectId: ctx.project.id,
      connectionId: id,
      userId: userExternalId,
      ...names,
      ...(reason && { reason }),
    },
  }
}
