import type { Answer, Customer } from '../customer.ts'
import { until } from '../poll.ts'
import { type Caller, startCaller } from '../traffic.ts'
import type { World } from '../world.ts'
import { promise, tally } from './scenario.ts'

/** DESIGN.md: a disconnected user is refused by every process within a second. */
const REFUSED_WITHIN_MS = 1_000
/** Long enough for a process that is deaf to show it. */
const WATCHED_FOR_MS = 1_500
const CALLERS_PER_SERVER = 2

export interface Refusal {
  /** Takes away what the customer calls with. From its end the time is measured. */
  takeAway: () => Promise<void>
  isRefused: (answer: Answer) => boolean
  /** May be so while servers lose their connections to the database. */
  isTolerated?: (answer: Answer) => boolean
}

/**
 * Takes something away while the customer calls through every server, and sees to it that none lets a call pass that
 * began later than it may.
 *
 * @returns how much later than the taking away the last call began that still passed, in milliseconds
 */
export async function promiseRefusal(
  world: World,
  customer: Customer,
  { takeAway, isRefused, isTolerated = () => false }: Refusal,
): Promise<number> {
  const servers = await world.servers()
  const callers = servers.flatMap((server) =>
    Array.from({ length: CALLERS_PER_SERVER }, () => startCaller(customer, server)),
  )
  try {
    await until('every process lets calls pass', () => callers.every(hasPassed))
    await takeAway()
    const takenAt = performance.now()
    await until('the time is over', () => performance.now() - takenAt > WATCHED_FOR_MS)
    await until('every process refuses', () =>
      callers.every(({ answers }) => answers.slice(-3).every(isRefused)),
    )
    await Promise.all(callers.map((caller) => caller.stop()))
    const later = callers.flatMap(({ answers }) => answers.filter(({ askedAt }) => askedAt > takenAt))
    const passed = later.filter((answer) => !isRefused(answer) && !isTolerated(answer))
    const lagMs = Math.max(0, ...passed.map(({ askedAt }) => Math.ceil(askedAt - takenAt)))
    promise(lagMs <= REFUSED_WITHIN_MS, `refused within ${REFUSED_WITHIN_MS} ms`, { lagMs, ...tally(later) })
    return lagMs
  } finally {
    await Promise.all(callers.map((caller) => caller.stop()))
  }
}

function hasPassed({ answers }: Caller): boolean {
  return answers.filter(({ status }) => status === 200).length >= 3
}
