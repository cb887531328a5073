import type { WebhookDeliveryId, WebhookEndpointId } from '@tenon/core'
import { and, asc, desc, eq, lt, sql } from 'drizzle-orm'
import type { Project } from '../context.ts'
import type { Executor } from '../database/open.ts'
import { project, webhookDelivery, webhookEndpoint } from '../database/schema.ts'
import type { DeliveryStatus, WebhookEvent } from './event.ts'

export type EndpointRow = typeof webhookEndpoint.$inferSelect
export type DeliveryRow = typeof webhookDelivery.$inferSelect

interface ProjectScope {
  db: Executor
  project: Pick<Project, 'id'>
}

const isEndpoint = ({ project }: ProjectScope, id: WebhookEndpointId) =>
  and(eq(webhookEndpoint.projectId, project.id), eq(webhookEndpoint.id, id))
const isDelivery = ({ project }: ProjectScope, id: WebhookDeliveryId) =>
  and(eq(webhookDelivery.projectId, project.id), eq(webhookDelivery.id, id))

/** The oldest first. */
export async function listEndpoints({ db, project }: ProjectScope): Promise<EndpointRow[]> {
  return db
    .select()
    .from(webhookEndpoint)
    .where(eq(webhookEndpoint.projectId, project.id))
    .orderBy(asc(webhookEndpoint.id))
}

/** Until this transaction ends nobody else changes which endpoints there are, or where. */
export async function lockEndpoints({ db, project: { id } }: ProjectScope): Promise<EndpointRow[]> {
  await db.select({ id: project.id }).from(project).where(eq(project.id, id)).for('no key update')
  return listEndpoints({ db, project: { id } })
}

/** This transaction's until it ends. */
export async function lockEndpoint(
  scope: ProjectScope,
  id: WebhookEndpointId,
): Promise<EndpointRow | undefined> {
  const [row] = await scope.db.select().from(webhookEndpoint).where(isEndpoint(scope, id)).for('update')
  return row
}

/** Those that are on and want the event, in the one order in which all transactions take them. */
export async function listEndpointsFor(
  { db, project }: ProjectScope,
  event: WebhookEvent,
): Promise<WebhookEndpointId[]> {
  const rows = await db
    .select({ id: webhookEndpoint.id })
    .from(webhookEndpoint)
    .where(
      and(
        eq(webhookEndpoint.projectId, project.id),
        eq(webhookEndpoint.isEnabled, true),
        sql`${event} = any(${webhookEndpoint.events})`,
      ),
    )
    .orderBy(asc(webhookEndpoint.id))
  return rows.map(({ id }) => id)
}

export async function insertEndpoint(
  { db, project }: ProjectScope,
  values: Omit<typeof webhookEndpoint.$inferInsert, 'projectId'>,
): Promise<EndpointRow> {
  const [row] = await db
    .insert(webhookEndpoint)
    .values({ ...values, projectId: project.id })
    .returning()
  if (!row) throw new Error('an insert returns its row')
  return row
}

/** @returns undefined when there is no such endpoint */
export async function updateEndpoint(
  scope: ProjectScope,
  id: WebhookEndpointId,
  changes: Partial<typeof webhookEndpoint.$inferInsert>,
): Promise<EndpointRow | undefined> {
  const [row] = await scope.db
    .update(webhookEndpoint)
    .set({ ...changes, updatedAt: sql`now()` })
    .where(isEndpoint(scope, id))
    .returning()
  return row
}

/** Its deliveries go too. @returns whether it was there */
export async function deleteEndpoint(scope: ProjectScope, id: WebhookEndpointId): Promise<boolean> {
  const deleted = await scope.db
    .delete(webhookEndpoint)
    .where(isEndpoint(scope, id))
    .returning({ id: webhookEndpoint.id })
  return deleted.length > 0
}

export async function insertDeliveries(
  { db, project }: ProjectScope,
  rows: Omit<typeof webhookDelivery.$inferInsert, 'projectId'>[],
): Promise<void> {
  await db.insert(webhookDelivery).values(rows.map((row) => ({ ...row, projectId: project.id })))
}

export interface DeliveryFilter {
  endpointId?: WebhookEndpointId | undefined
  status?: DeliveryStatus | undefined
  event?: WebhookEvent | undefined
  /** Only deliveries older than this one. */
  before?: WebhookDeliveryId | undefined
  limit: number
}

/** The newest first. */
export async function listDeliveries(
  { db, project }: ProjectScope,
  { endpointId, status, event, before, limit }: DeliveryFilter,
): Promise<DeliveryRow[]> {
  return db
    .select()
    .from(webhookDelivery)
    .where(
      and(
        eq(webhookDelivery.projectId, project.id),
        endpointId && eq(webhookDelivery.endpointId, endpointId),
        status && eq(webhookDelivery.status, status),
        event && eq(webhookDelivery.event, event),
        before && lt(webhookDelivery.id, before),
      ),
    )
    .orderBy(desc(webhookDelivery.id))
    .limit(limit)
}

export async function findDelivery(
  scope: ProjectScope,
  id: WebhookDeliveryId,
): Promise<DeliveryRow | undefined> {
  const [row] = await scope.db.select().from(webhookDelivery).where(isDelivery(scope, id))
  return row
}

type DeliveryChanges = Partial<typeof webhookDelivery.$inferInsert>

/** Only if no other attempt has ended meanwhile. @returns whether none had */
export async function updateDelivery(
  scope: ProjectScope,
  { id, attempts }: Pick<DeliveryRow, 'id' | 'attempts'>,
  changes: DeliveryChanges,
): Promise<DeliveryRow | undefined> {
  const [row] = await scope.db
    .update(webhookDelivery)
    .set(changes)
    .where(and(isDelivery(scope, id), eq(webhookDelivery.attempts, attempts)))
    .returning()
  return row
}
