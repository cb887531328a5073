import type { Services } from '../context.ts'
import { deleteFinished as forgetMails } from '../mail/store.ts'
import { deleteFinished as forgetDeliveries } from '../webhooks/due-store.ts'
import { defineJob } from './job.ts'

/** How long what has ended can be looked at. */
const KEPT_MS = 30 * 86_400_000
/** Rows that one statement deletes, so that none holds locks for long. */
const PIECE = 1_000

/** Forgets history that is old. The audit trail stays. */
export const housekeepingJob = defineJob({
  name: 'housekeeping',
  concurrency: 1,
  expireInSeconds: 3_600,
  pollEverySeconds: 30,
  cron: '17 * * * *',
  work: async (services, _data, stop) => {
    for (const forget of [forgetDeliveries, forgetMails]) await forgetAll(services, forget, stop)
  },
})

async function forgetAll(
  { db, now }: Services,
  forget: typeof forgetMails,
  stop: AbortSignal,
): Promise<void> {
  const before = new Date(now().getTime() - KEPT_MS)
  while (!stop.aborted && (await forget(db, before, PIECE)) === PIECE);
}
