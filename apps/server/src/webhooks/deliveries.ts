import { AppError, type WebhookDeliveryId, type WebhookEndpointId } from '@tenon/core'
import { z } from 'zod'
import type { ProjectContext } from '../context.ts'
import { type Page, PageInput, toPage } from '../users/page.ts'
import { DELIVERY_LIFETIME_MS, jobFor, WEBHOOK_QUEUE } from './enqueue.ts'
import { DeliveryStatus, WebhookEvent } from './event.ts'
import * as store from './store.ts'

/** One message for one endpoint, and what came of it. */
export type WebhookDelivery = Omit<store.DeliveryRow, 'projectId'>

export const ListDeliveriesInput = PageInput.extend({
  endpointId: z.uuid().toLowerCase().optional(),
  status: DeliveryStatus.optional(),
  event: WebhookEvent.optional(),
})

/** The newest first. */
export async function listDeliveries(
  ctx: ProjectContext,
  input: z.input<typeof ListDeliveriesInput>,
): Promise<Page<WebhookDelivery>> {
  const { limit, cursor, endpointId, ...filter } = ListDeliveriesInput.parse(input)
  const rows = await store.listDeliveries(ctx, {
    ...filter,
    endpointId: endpointId as WebhookEndpointId | undefined,
    before: cursor as WebhookDeliveryId | undefined,
    limit: limit + 1,
  })
  return toPage(rows.map(toDelivery), limit)
}

/**
 * Delivers once more, under the same id, and as persistently as the first time.
 *
 * @throws AppError `not_found`; `conflict` when an attempt ends at this very moment
 */
export async function resend(ctx: ProjectContext, id: WebhookDeliveryId): Promise<WebhookDelivery> {
  return ctx.db.transaction(async (tx) => {
    const scope = { ...ctx, db: tx }
    const present = await store.findDelivery(scope, id)
    if (!present) throw new AppError('not_found', 'This project has no webhook delivery with this id')
    const now = ctx.now()
    const row = await store.updateDelivery(scope, present, {
      status: 'waiting',
      nextAttemptAt: now,
      expiresAt: new Date(now.getTime() + DELIVERY_LIFETIME_MS),
      finishedAt: null,
    })
    if (!row) throw new AppError('conflict', 'An attempt has just ended: look at what came of it')
    await ctx.queue.add(tx, WEBHOOK_QUEUE, [jobFor(row)])
    return toDelivery(row)
  })
}

function toDelivery({ projectId: _projectId, ...delivery }: store.DeliveryRow): WebhookDelivery {
  return delivery
}
