import { setTimeout as delay } from 'node:timers/promises'
import { expire, newCustomer, stateOf } from '../customer.ts'
import { until } from '../poll.ts'
import { promise, promiseTokensWereSpentOnce, type Scenario, startCounting, tally } from './scenario.ts'

const CUSTOMERS = 6
const LONGEST_STALL_MS = 60

/**
 * A process stands still in the middle of its refreshes until its leases are over. Others take it for dead, but do not
 * use its tokens; when it goes on, what the provider gave it is saved, and the connections come back.
 */
export const stalledProcess: Scenario = async (world) => {
  const { database, provider, random } = world
  const servers = await world.servers()
  const stalled = random.pick(servers)
  const others = servers.filter((server) => server !== stalled)
  const customers = await Promise.all(Array.from({ length: CUSTOMERS }, () => newCustomer(world)))
  const ids = await Promise.all(customers.map((customer) => customer.connect(random.pick(servers))))
  await expire(world, ids)
  startCounting(world)
  const held = provider.hold('/oauth/token')
  const late = customers.map((customer) => customer.call(stalled))
  await until('it renews each connection', () => held.waiting() === CUSTOMERS)
  stalled.stall()
  try {
    held.release()
    await delay(random.below(LONGEST_STALL_MS))
    await database.query('update connection set refresh_lease_until = now() where id = any($1)', [ids])
    const answers = await Promise.all(
      customers.flatMap((customer) => others.map((server) => customer.call(server))),
    )
    promise(
      answers.every(({ code }) => code === 'connection_needs_reauth'),
      'others use no token that may be spent',
      tally(answers),
    )
  } finally {
    stalled.goOn()
  }
  const answers = await Promise.all(late)
  promise(
    answers.every(({ status }) => status === 200),
    'its own callers get the answer',
    tally(answers),
  )
  promise(
    (await stateOf(world, ids)).every(({ status, isLeased }) => status === 'active' && !isLeased),
    'the connections are back',
    await stateOf(world, ids),
  )
  promiseTokensWereSpentOnce(world)
  for (const customer of customers)
    await until(
      'every process has heard of it',
      async () => (await customer.call(random.pick(servers))).status === 200,
    )
  return `a process stood still over ${CUSTOMERS} refreshes and their leases: no token sent twice, all came back`
}
