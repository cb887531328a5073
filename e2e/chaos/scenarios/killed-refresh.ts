import { setTimeout as delay } from 'node:timers/promises'
import { type Answer, type Customer, expire, newCustomer, stateOf } from '../customer.ts'
import { until } from '../poll.ts'
import type { Stage, World } from '../world.ts'
import { promise, promiseTokensWereSpentOnce, type Scenario, startCounting, tally } from './scenario.ts'

const CUSTOMERS = 12
const CALLS_PER_SERVER = 2
/** The lease of a dead process runs for 15 s; the rest is for a busy machine. */
const TAKEN_OVER_WITHIN_MS = 25_000

/**
 * A process is killed while it and others wait for the token endpoint. Others take over: what the dead one had sent is
 * `refresh_interrupted`, since the provider may have spent it, and nothing else is lost.
 */
export const killedRefresh: Scenario = (world) => killWhileRefreshing(world, endLeasesOfTheDead)

/** The same, with the lease of the dead process running out in its own time. */
export const killedRefreshInRealTime: Scenario = (world) => killWhileRefreshing(world, async () => {})

async function killWhileRefreshing(
  world: Stage,
  untilLeasesEnd: (world: World, ids: string[], unanswered: number) => Promise<void>,
): Promise<string> {
  const { provider, random } = world
  const servers = await world.servers()
  const victim = random.pick(servers)
  const survivors = servers.filter((server) => server !== victim)
  const customers = await Promise.all(Array.from({ length: CUSTOMERS }, () => newCustomer(world)))
  const ids = await Promise.all(customers.map((customer) => customer.connect(random.pick(servers))))
  await expire(world, ids)
  startCounting(world)
  const held = provider.hold('/oauth/token')
  // The first to ask usually is the one that renews.
  const lost = customers.slice(0, CUSTOMERS / 2).map((customer) => customer.call(victim))
  const calls = customers.map((customer) =>
    survivors.flatMap((server) => Array.from({ length: CALLS_PER_SERVER }, () => customer.call(server))),
  )
  await until('each connection is being renewed', () => held.waiting() === CUSTOMERS)
  await delay(random.below(30))
  await victim.end('SIGKILL')
  held.release()
  await Promise.all(lost)
  const sent = await Promise.all(provider.receivedAt('/oauth/token').map(({ answered }) => answered))
  const unanswered = sent.filter((isAnswered) => !isAnswered).length
  await untilLeasesEnd(world, ids, unanswered)
  const startedAt = performance.now()
  const answers = await Promise.all(calls.map((ofOne) => Promise.all(ofOne)))
  const takenOverMs = Math.round(performance.now() - startedAt)
  promise(takenOverMs < TAKEN_OVER_WITHIN_MS, 'none hangs', takenOverMs)
  promise(answers.every(areAlike), 'all callers of a connection get the same', answers.map(tally))
  await promiseNothingElseIsLost(world, ids, unanswered)
  promiseTokensWereSpentOnce(world)
  await promiseAllWorkAgain(world, customers, ids)
  return `${unanswered} of ${CUSTOMERS} refreshes interrupted by SIGKILL and taken over after ${takenOverMs} ms, the rest renewed`
}

/** In place of waiting for them to run out. Those of the living have ended by then. */
async function endLeasesOfTheDead(world: World, ids: string[], count: number): Promise<void> {
  const isLeasedByTheDead = async () =>
    (await stateOf(world, ids)).filter(({ isLeased }) => isLeased).length === count
  await until('the living have saved their replies', isLeasedByTheDead)
  await world.database.query(
    'update connection set refresh_lease_until = now() where id = any($1) and refresh_lease_until is not null',
    [ids],
  )
}

export function areAlike(answers: Answer[]): boolean {
  const isRenewed = answers.every(({ status }) => status === 200)
  return isRenewed || answers.every(({ code }) => code === 'connection_needs_reauth')
}

async function promiseNothingElseIsLost(world: World, ids: string[], unanswered: number): Promise<void> {
  const states = await stateOf(world, ids)
  const ended = states.filter(({ status }) => status === 'needs_reauth')
  promise(ended.length === unanswered, 'only interrupted refreshes end a connection', { unanswered, states })
  promise(
    ended.every(({ reason }) => reason === 'refresh_interrupted'),
    'with that reason',
    states,
  )
  promise(
    states.every(({ isLeased }) => !isLeased),
    'no lease is left',
    states,
  )
}

/** Users whose connection has ended sign in again, and keep it. */
export async function promiseAllWorkAgain(world: Stage, customers: Customer[], ids: string[]): Promise<void> {
  const servers = await world.servers()
  const states = await stateOf(world, ids)
  for (const [index, customer] of customers.entries()) {
    const id = ids[index] ?? ''
    const server = world.random.pick(servers)
    const hasEnded = states.some((state) => state.id === id && state.status === 'needs_reauth')
    if (hasEnded) {
      const again = await customer.connect(server)
      promise(again === id, 'reconnecting keeps the id', { id, again })
    }
    const answer = await customer.call(world.random.pick(servers))
    promise(answer.status === 200, 'the connection works', answer)
  }
}
