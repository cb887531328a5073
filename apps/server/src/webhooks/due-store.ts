import type { WebhookDeliveryId } from '@tenon/core'
import { and, asc, eq, lt, lte, sql } from 'drizzle-orm'
import type { Executor } from '../database/open.ts'
import { webhookDelivery, webhookEndpoint } from '../database/schema.ts'
import type { DeliveryRow, EndpointRow } from './store.ts'

/** Of every project: the queue works for all of them. */

/** Deliveries whose time has come, the longest overdue first. */
export async function listDue(
  db: Executor,
  now: Date,
  limit: number,
): Promise<Pick<DeliveryRow, 'id' | 'attempts' | 'nextAttemptAt'>[]> {
  const { id, attempts, nextAttemptAt } = webhookDelivery
  return db
    .select({ id, attempts, nextAttemptAt })
    .from(webhookDelivery)
    .where(and(eq(webhookDelivery.status, 'waiting'), lte(webhookDelivery.nextAttemptAt, now)))
    .orderBy(asc(webhookDelivery.nextAttemptAt))
    .limit(limit)
}

/** The delivery with its endpoint, if it still waits for this very attempt. */
export async function findWaiting(
  db: Executor,
  id: WebhookDeliveryId,
  attempts: number,
): Promise<{ delivery: DeliveryRow; endpoint: EndpointRow } | undefined> {
  const [row] = await db
    .select({ delivery: webhookDelivery, endpoint: webhookEndpoint })
    .from(webhookDelivery)
    .innerJoin(webhookEndpoint, eq(webhookDelivery.endpointId, webhookEndpoint.id))
    .where(
      and(
        eq(webhookDelivery.id, id),
        eq(webhookDelivery.attempts, attempts),
        eq(webhookDelivery.status, 'waiting'),
      ),
    )
  return row
}

/** A piece of those that ended before then. @returns how many */
export async function deleteFinished(db: Executor, before: Date, limit: number): Promise<number> {
  const old = db
    .select({ id: webhookDelivery.id })
    .from(webhookDelivery)
    .where(lt(webhookDelivery.finishedAt, before))
    .limit(limit)
  const deleted = await db.delete(webhookDelivery).where(sql`${webhookDelivery.id} in (${old})`)
  return deleted.rowCount ?? 0
}
