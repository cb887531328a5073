import { defineJob } from '../queue/job.ts'
import { deliver, findDueDeliveries } from './deliver.ts'
import { type DeliveryJob, WEBHOOK_QUEUE } from './enqueue.ts'

export const deliveryJob = defineJob<DeliveryJob>({
  name: WEBHOOK_QUEUE,
  concurrency: 5,
  expireInSeconds: 60,
  pollEverySeconds: 0.5,
  work: deliver,
  findDue: findDueDeliveries,
})
