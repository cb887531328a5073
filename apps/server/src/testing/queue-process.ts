/** A process of its own that works on the queue, for tests that kill it. Its settings come from the environment. */
import { readConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { jobKinds } from '../queue/kinds.ts'
import { withReleasers } from '../releasers.ts'
import { startServices } from '../services.ts'

const log = createLog({ level: 'warn', pretty: false })
const { value: services } = await withReleasers((onRelease) => startServices(readConfig(), log, onRelease))
services.queue.start(services, jobKinds)
await services.queue.started()
console.log('working')
