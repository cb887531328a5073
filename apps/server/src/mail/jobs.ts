import { defineJob } from '../queue/job.ts'
import { MAIL_QUEUE, type MailJob } from './enqueue.ts'
import { findDueMails, sendMail } from './send.ts'

export const mailJob = defineJob<MailJob>({
  name: MAIL_QUEUE,
  concurrency: 5,
  expireInSeconds: 120,
  pollEverySeconds: 5,
  work: sendMail,
  findDue: findDueMails,
})
