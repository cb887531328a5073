import { setTimeout as delay } from 'node:timers/promises'
import { expire, newCustomer } from '../customer.ts'
import { promise, type Scenario, startCounting, tally } from './scenario.ts'

const CALLERS = 200
const LONGEST_THOUGHT_MS = 60

/** Callers on every process meet one token that has expired, or that the provider takes no longer: one refresh for all. */
export const oneRefresh: Scenario = async (world) => {
  const { provider, random } = world
  const servers = await world.servers()
  const customer = await newCustomer(world)
  const connectionId = await customer.connect(random.pick(servers))
  const why = random.pick(['expired', 'rejected'])
  if (why === 'expired') await expire(world, [connectionId])
  else await Promise.all(servers.map((server) => customer.call(server))) // it is cached everywhere
  startCounting(world)
  provider.tokens.expireAccessTokens()
  const held = provider.hold('/oauth/token')
  const startedAt = performance.now()
  const calls = Array.from({ length: CALLERS }, () => customer.call(random.pick(servers)))
  await held.arrived
  await delay(random.below(LONGEST_THOUGHT_MS))
  held.release()
  const answers = await Promise.all(calls)
  const durationMs = Math.round(performance.now() - startedAt)
  promise(
    answers.every(({ status }) => status === 200),
    'every caller gets the answer',
    tally(answers),
  )
  const refreshes = provider.tokens.refreshes.length
  promise(refreshes === 1, 'the provider sees one refresh', { why, refreshes })
  return `${CALLERS} callers on ${servers.length} processes, token ${why}: 1 refresh, ${durationMs} ms`
}
