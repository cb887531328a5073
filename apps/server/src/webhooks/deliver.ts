import { nextAttemptAt } from '@tenon/core'
import type { Services } from '../context.ts'
import { findWaiting, listDue } from './due-store.ts'
import { DELIVERY_LIFETIME_MS, type DeliveryJob, jobFor, WEBHOOK_QUEUE } from './enqueue.ts'
import type { Pass } from './gate.ts'
import { type Answer, send } from './send.ts'
import { type DeliveryRow, type EndpointRow, updateDelivery, updateEndpoint } from './store.ts'

const BACKOFF = { firstMs: 5_000, lastMs: 6 * 3_600_000 }
/** Standard Webhooks: this endpoint wants to hear nothing more. */
const GONE = 410
/** The database's clock tells when a delivery was made, ours how long it lives. */
const CLOCKS_DIFFER_MS = 60_000
/** As much as one process works off between two looks. */
const MAX_DUE = 500

/** What to write after an attempt, and what to do. */
interface Judgement {
  status: DeliveryRow['status']
  nextAttemptAt: Date | null
  finishedAt: Date | null
  /** The endpoint is switched off. */
  isGone: boolean
}

/** Makes one attempt, if it may begin now. Does nothing when another process has made it already. */
export async function deliver(services: Services, { id, attempts }: DeliveryJob): Promise<void> {
  const found = await findWaiting(services.db, id, attempts)
  if (!found) return
  const { delivery, endpoint } = found
  if (!endpoint.isEnabled) {
    await save(services, delivery, endpoint, { status: null, excerpt: null, error: 'endpoint_off' })
    return
  }
  const pass = services.webhookGate.enter(endpoint, services.now(), isResent(delivery))
  if (pass instanceof Date) await putOff(services, delivery, endpoint, pass)
  else await save(services, delivery, endpoint, await attempt(services, delivery, endpoint, pass))
}

async function attempt(
  services: Services,
  delivery: DeliveryRow,
  endpoint: EndpointRow,
  pass: Pass,
): Promise<Answer> {
  let isDelivered = false
  try {
    const answer = await send(services, endpoint, delivery)
    isDelivered = isSuccess(answer)
    return answer
  } finally {
    pass.leave(isDelivered, services.now())
  }
}

/** By hand: its life began anew. */
function isResent({ createdAt, expiresAt }: Pick<DeliveryRow, 'createdAt' | 'expiresAt'>): boolean {
  return expiresAt.getTime() - createdAt.getTime() > DELIVERY_LIFETIME_MS + CLOCKS_DIFFER_MS
}

/** Counts as no attempt. Given up when its time is over before. */
async function putOff(
  services: Services,
  delivery: DeliveryRow,
  endpoint: EndpointRow,
  until: Date,
): Promise<void> {
  const isOver = until >= delivery.expiresAt
  const changes = isOver
    ? {
        status: 'failed' as const,
        nextAttemptAt: null,
        finishedAt: services.now(),
        error: 'endpoint_failing',
      }
    : { nextAttemptAt: until }
  const isSaved = await services.db.transaction(async (tx) => {
    const scope = { db: tx, project: { id: delivery.projectId } }
    if (!(await updateDelivery(scope, delivery, changes))) return false
    if (!isOver) await services.queue.add(tx, WEBHOOK_QUEUE, [jobFor({ ...delivery, nextAttemptAt: until })])
    return true
  })
  if (isSaved && isOver) report(services, delivery, endpoint, { status: 'failed', error: 'endpoint_failing' })
}

/** For the queue's sweep: what should have been attempted by now. */
export async function findDueDeliveries({ db, now }: Services) {
  return (await listDue(db, now(), MAX_DUE)).map((due) => jobFor(due))
}

async function save(
  services: Services,
  delivery: DeliveryRow,
  endpoint: EndpointRow,
  { status: answerStatus, excerpt: answerExcerpt, error }: Answer,
): Promise<void> {
  const { isGone, ...judged } = judge(delivery, { status: answerStatus, error }, services)
  const attempts = delivery.attempts + 1
  const isSaved = await services.db.transaction(async (tx) => {
    const scope = { db: tx, project: { id: delivery.projectId } }
    const changes = { ...judged, attempts, answerStatus, answerExcerpt, error }
    if (!(await updateDelivery(scope, delivery, changes))) return false
    if (isGone) await updateEndpoint(scope, endpoint.id, { isEnabled: false })
    if (judged.nextAttemptAt) {
      const next = jobFor({ id: delivery.id, attempts, nextAttemptAt: judged.nextAttemptAt })
      await services.queue.add(tx, WEBHOOK_QUEUE, [next])
    }
    return true
  })
  if (isSaved) report(services, delivery, endpoint, { status: judged.status, error })
}

function report(
  services: Services,
  delivery: DeliveryRow,
  endpoint: EndpointRow,
  { status, error }: Pick<DeliveryRow, 'status' | 'error'>,
): void {
  services.metrics.countWebhookDelivery(status)
  if (status !== 'failed') return
  const names = { projectId: delivery.projectId, endpointId: endpoint.id, deliveryId: delivery.id }
  services.log.warn({ ...names, code: error ?? undefined }, 'a webhook could not be delivered')
}

/** Tried again until its time is over; at once given up where nobody wants it. */
function judge(
  { attempts, expiresAt }: Pick<DeliveryRow, 'attempts' | 'expiresAt'>,
  { status, error }: Pick<Answer, 'status' | 'error'>,
  { now, random = Math.random }: { now: () => Date; random?: () => number },
): Judgement {
  const at = now()
  if (isSuccess({ status }))
    return { status: 'delivered', nextAttemptAt: null, finishedAt: at, isGone: false }
  const isGone = status === GONE
  const next = nextAttemptAt(BACKOFF, attempts + 1, { now: at, random: random() })
  if (isGone || error === 'endpoint_off' || next >= expiresAt)
    return { status: 'failed', nextAttemptAt: null, finishedAt: at, isGone }
  return { status: 'waiting', nextAttemptAt: next, finishedAt: null, isGone }
}

function isSuccess({ status }: Pick<Answer, 'status'>): boolean {
  return status !== null && status >= 200 && status < 300
}
