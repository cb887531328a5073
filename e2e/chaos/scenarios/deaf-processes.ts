import { setTimeout as delay } from 'node:timers/promises'
import { newCustomer } from '../customer.ts'
import { type Stage, untilAllAreReady } from '../world.ts'
import { isDisconnected } from './disconnected-user.ts'
import { promiseRefusal } from './refusal.ts'
import type { Scenario } from './scenario.ts'

const LISTENER = 'tenon listener'
/** Longer than what a process has heard counts as all there was to hear. */
const DEAF_FOR_MS = 1_200

/** A user disconnects while processes lose the connection by which they hear of it, for a moment or for longer. */
export const deafProcesses: Scenario = async (world) => {
  const { random } = world
  const servers = await world.servers()
  const customer = await newCustomer(world)
  await customer.connect(random.pick(servers))
  const howLong = random.pick(['for a moment', 'for longer'])
  const cut = howLong === 'for longer' ? cutForLonger : cutAtSomeTime
  let restored: Promise<void> | undefined
  const lagMs = await promiseRefusal(world, customer, {
    async takeAway() {
      restored = (await cut(world)).restored
      await delay(random.below(30))
      await customer.disconnect(random.pick(servers))
    },
    isRefused: isDisconnected,
    // A process that has to ask the database and gets no further connection to it cannot answer.
    isTolerated: ({ code }) => howLong === 'for longer' && code === 'unavailable',
  })
  await restored
  await untilAllAreReady(servers)
  return `deaf ${howLong}: the last call that passed began ${lagMs} ms after the disconnect`
}

interface Cut {
  /** When processes can hear again. */
  restored: Promise<void>
}

/** Before, while or after the user disconnects. */
async function cutAtSomeTime(world: Stage): Promise<Cut> {
  return { restored: delay(world.random.below(60)).then(() => world.database.cut([LISTENER])) }
}

async function cutForLonger(world: Stage): Promise<Cut> {
  await world.database.letIn(false)
  await world.database.cut([LISTENER])
  return { restored: delay(DEAF_FOR_MS).then(() => world.database.letIn(true)) }
}
