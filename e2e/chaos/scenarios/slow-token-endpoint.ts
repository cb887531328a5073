import { setTimeout as delay } from 'node:timers/promises'
import { expire, newCustomer, stateOf } from '../customer.ts'
import { until } from '../poll.ts'
import type { Stage } from '../world.ts'
import { promise, promiseTokensWereSpentOnce, type Scenario, startCounting, tally } from './scenario.ts'

const CALLERS = 200
/** A lease lives for 15 s and is renewed every 5 s. */
const LEASE_MS = 15_000
const SHORTENED_LEASE_MS = 6_000
const LONGER_MS = 1_000

/** The token endpoint takes longer than the lease lived that the refresh began with; it is renewed, and nobody takes over. */
export const slowTokenEndpoint: Scenario = (world) =>
  outliveLease(world, SHORTENED_LEASE_MS, async (id) => {
    const inTime = `now() + interval '${SHORTENED_LEASE_MS} ms'`
    await world.database.query(`update connection set refresh_lease_until = ${inTime} where id = $1`, [id])
  })

/** The same, with the lease as it is. */
export const slowTokenEndpointInRealTime: Scenario = (world) => outliveLease(world, LEASE_MS, async () => {})

async function outliveLease(
  world: Stage,
  leaseMs: number,
  shorten: (connectionId: string) => Promise<void>,
): Promise<string> {
  const { provider, random } = world
  const servers = await world.servers()
  const customer = await newCustomer(world)
  const id = await customer.connect(random.pick(servers))
  await expire(world, [id])
  startCounting(world)
  provider.tokens.expireAccessTokens()
  const held = provider.hold('/oauth/token')
  const calls = Array.from({ length: CALLERS }, () => customer.call(random.pick(servers)))
  await held.arrived
  await shorten(id)
  await delay(leaseMs + LONGER_MS)
  held.release()
  const answers = await Promise.all(calls)
  promise(
    answers.every(({ status }) => status === 200),
    'every caller gets the answer',
    tally(answers),
  )
  const refreshes = provider.tokens.refreshes.length
  promise(refreshes === 1, 'the provider sees one refresh', refreshes)
  promiseTokensWereSpentOnce(world)
  const isReleased = async () => (await stateOf(world, [id])).every(({ isLeased }) => !isLeased)
  await until('the lease is given back', isReleased)
  return `${CALLERS} callers, a token endpoint that takes ${leaseMs + LONGER_MS} ms: 1 refresh`
}
