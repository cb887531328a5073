import { setTimeout as delay } from 'node:timers/promises'
import { json } from '../../../apps/server/src/testing/fake-provider.ts'
import { type Answer, type Customer, expire, newCustomer, stateOf } from '../customer.ts'
import { until } from '../poll.ts'
import type { ServerProcess } from '../server-process.ts'
import { untilAllAreReady } from '../world.ts'
import { promise, promiseTokensWereSpentOnce, type Scenario, startCounting, tally } from './scenario.ts'

const CUSTOMERS = 8
const CUTS = 5
/** A lease that was granted in an answer which got lost has to run out, after 15 s. */
const WORKS_WITHIN_MS = 20_000
const TOLERATED = ['unavailable', 'upstream_refused', 'upstream_unreachable']

/** Every connection to the database is cut, again and again, just when replies of the token endpoint are to be saved. */
export const lostDatabase: Scenario = async (world) => {
  const { provider, random } = world
  const servers = await world.servers()
  const customers = await Promise.all(Array.from({ length: CUSTOMERS }, () => newCustomer(world)))
  const ids = await Promise.all(customers.map((customer) => customer.connect(random.pick(servers))))
  await expire(world, ids)
  startCounting(world)
  const failing = random.below(CUSTOMERS / 2)
  provider.misbehave('/oauth/token', json(503, {}), failing)
  const held = provider.hold('/oauth/token')
  const calls = customers.flatMap((customer) => servers.map((server) => customer.call(server)))
  await until('each connection is being renewed', () => held.waiting() === CUSTOMERS)
  held.release()
  for (let cut = 0; cut < CUTS; cut++) {
    await world.database.cut(['tenon', 'tenon listener'])
    await delay(random.below(15))
  }
  const answers = await Promise.all(calls)
  const isAsItMayBe = answers.every(({ status, code = '' }) => status === 200 || TOLERATED.includes(code))
  const seen = { ...tally(answers), states: isAsItMayBe ? [] : await stateOf(world, ids) }
  promise(isAsItMayBe, 'calls work, or fail for lack of a database or provider', seen)
  await untilAllAreReady(servers)
  for (const customer of customers) for (const server of servers) await untilItWorks(customer, server)
  const states = await stateOf(world, ids)
  promise(
    states.every(({ status, isLeased }) => status === 'active' && !isLeased),
    'no connection is lost',
    states,
  )
  promiseTokensWereSpentOnce(world)
  return `connections cut ${CUTS} times while ${CUSTOMERS} replies were saved, ${failing} of them failures: none lost, ${JSON.stringify(tally(answers))}`
}

async function untilItWorks(customer: Customer, server: ServerProcess): Promise<void> {
  let last: Answer | undefined
  const works = async () => {
    last = await customer.call(server)
    return last.status === 200
  }
  await until('the connection works', works, WORKS_WITHIN_MS).catch((cause) => {
    throw new Error(`${JSON.stringify(last)}\n${server.output()}`, { cause })
  })
}
