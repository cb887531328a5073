import { setTimeout as delay } from 'node:timers/promises'
import { expire, newCustomer } from '../customer.ts'
import { TOKEN_PATHS } from '../pages.ts'
import { LOGIN_KEY } from '../provider.ts'
import type { Stage } from '../world.ts'
import { promise, type Scenario, startCounting, tally } from './scenario.ts'

const CALLERS = 100
const LONGEST_THOUGHT_MS = 60

/** The same for tokens that are bought again with what was entered: one request to the token endpoint for all callers. */
export const grantRenewal: Scenario = async (world) => {
  const durations = [
    await renewOnce(world, 'chaos-client', {}),
    await renewOnce(world, 'chaos-login', { key: LOGIN_KEY }),
  ]
  return `${CALLERS} callers of a client, and of an entered key: 1 token request each, ${durations.join(' and ')} ms`
}

async function renewOnce(
  world: Stage,
  page: 'chaos-client' | 'chaos-login',
  inputs: Record<string, string>,
): Promise<number> {
  const { provider, random } = world
  const servers = await world.servers()
  const customer = await newCustomer(world, { page })
  const id = await customer.enter(random.pick(servers), inputs)
  await expire(world, [id])
  startCounting(world)
  provider.tokens.expireAccessTokens()
  const held = provider.hold(TOKEN_PATHS[page])
  const startedAt = performance.now()
  const calls = Array.from({ length: CALLERS }, () => customer.call(random.pick(servers)))
  await held.arrived
  await delay(random.below(LONGEST_THOUGHT_MS))
  held.release()
  const answers = await Promise.all(calls)
  promise(
    answers.every(({ status }) => status === 200),
    'every caller gets the answer',
    tally(answers),
  )
  const requests = provider.receivedAt(TOKEN_PATHS[page]).length
  promise(requests === 1, 'the provider sees one token request', { page, requests })
  return Math.round(performance.now() - startedAt)
}
