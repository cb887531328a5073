import { unusedRenewalJob } from '../connections/renew-unused.ts'
import { mailJob } from '../mail/jobs.ts'
import { deliveryJob } from '../webhooks/jobs.ts'
import { housekeepingJob } from './housekeeping.ts'
import type { JobKind } from './job.ts'

/** All that a server works on by itself. */
export const jobKinds: JobKind[] = [deliveryJob, mailJob, unusedRenewalJob, housekeepingJob]
