import { setTimeout as delay } from 'node:timers/promises'
import { hang } from '../../../apps/server/src/testing/fake-provider.ts'
import { expire, newCustomer, stateOf } from '../customer.ts'
import { until } from '../poll.ts'
import type { World } from '../world.ts'
import { areAlike, promiseAllWorkAgain } from './killed-refresh.ts'
import { promise, promiseTokensWereSpentOnce, type Scenario, startCounting, tally } from './scenario.ts'

const CUSTOMERS = 24
const LONGEST_THOUGHT_MS = 80
/** No lease of a living process is held for longer without a word from the provider. */
const QUIET_FOR_MS = 500

/** A process is killed at some time while many credentials are renewed: before it has asked, while, or after. */
export const killedAtAnyTime: Scenario = async (world) => {
  const { provider, random } = world
  const servers = await world.servers()
  const victim = random.pick(servers)
  const survivors = servers.filter((server) => server !== victim)
  const customers = await Promise.all(Array.from({ length: CUSTOMERS }, () => newCustomer(world)))
  const ids = await Promise.all(customers.map((customer) => customer.connect(random.pick(servers))))
  await expire(world, ids)
  startCounting(world)
  const answer = provider.tokens.behaviourAt('/oauth/token') ?? hang
  provider.answer('/oauth/token', async (received, response) => {
    await delay(random.below(LONGEST_THOUGHT_MS))
    await answer(received, response)
  })
  const lost = customers.map((customer) => customer.call(victim))
  const calls = customers.map((customer) => survivors.map((server) => customer.call(server)))
  const asked = random.below(CUSTOMERS)
  await until('so many have been asked for', () => provider.receivedAt('/oauth/token').length >= asked)
  await victim.end('SIGKILL')
  await Promise.all(lost)
  await endLeasesOfTheDead(world, ids)
  const answers = await Promise.all(calls.map((ofOne) => Promise.all(ofOne)))
  promise(answers.every(areAlike), 'all callers of a connection get the same', answers.map(tally))
  const ended = (await stateOf(world, ids)).filter(({ status }) => status !== 'active')
  const areInterrupted = ended.every(({ reason }) => reason === 'refresh_interrupted')
  promise(areInterrupted, 'only interrupted refreshes end a connection', ended)
  promiseTokensWereSpentOnce(world)
  const unsent = CUSTOMERS - provider.tokens.refreshes.length
  await promiseAllWorkAgain(world, customers, ids)
  provider.answer('/oauth/token', answer)
  return `SIGKILL after ${asked} of ${CUSTOMERS} refreshes began: ${ended.length} interrupted, ${unsent} of them before they were sent`
}

/** In place of waiting for them to run out: those that are left when nothing happens any more. */
async function endLeasesOfTheDead(world: World, ids: string[]): Promise<void> {
  let seen = ''
  let quietSince = performance.now()
  await until('only the dead hold leases', async () => {
    const now = JSON.stringify([await stateOf(world, ids), world.provider.received.length])
    if (now !== seen) quietSince = performance.now()
    seen = now
    return performance.now() - quietSince > QUIET_FOR_MS
  })
  await world.database.query(
    'update connection set refresh_lease_until = now() where id = any($1) and refresh_lease_until is not null',
    [ids],
  )
}
