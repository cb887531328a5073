import { nextAttemptAt } from '@tenon/core'
import type { Services } from '../context.ts'
import { findWaiting, listDue } from './due-store.ts'
import { type DeliveryJob, jobFor, WEBHOOK_QUEUE } from './enqueue.ts'
import { type Answer, send } from './send.ts'
import { type DeliveryRow, type EndpointRow, updateDelivery, updateEndpoint } from './store.ts'

const BACKOFF = { firstMs: 5_000, lastMs: 6 * 3_600_000 }
/** Standard Webhooks: this endpoint wants to hear nothing more. */
const GONE = 410
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

/** Makes one attempt. Does nothing when another process has made it already. */
export async function deliver(services: Services, { id, attempts }: DeliveryJob): Promise<void> {
  const found = await findWaiting(services.db, id, attempts)
  if (!found) return
  const { delivery, endpoint } = found
  const answer = endpoint.isEnabled
    ? await send(services, endpoint, delivery)
    : { status: null, excerpt: null, error: 'endpoint_off' }
  await save(services, delivery, endpoint, answer)
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
  if (!isSaved) return
  services.metrics.countWebhookDelivery(judged.status)
  if (judged.status !== 'failed') return
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
  if (status !== null && status >= 200 && status < 300)
    return { status: 'delivered', nextAttemptAt: null, finishedAt: at, isGone: false }
  const isGone = status === GONE
  const next = nextAttemptAt(BACKOFF, attempts + 1, { now: at, random: random() })
  if (isGone || error === 'endpoint_off' || next >= expiresAt)
    return { status: 'failed', nextAttemptAt: null, finishedAt: at, isGone }
  return { status: 'waiting', nextAttemptAt: next, finishedAt: null, isGone }
}
