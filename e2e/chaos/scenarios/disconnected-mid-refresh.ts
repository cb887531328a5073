import { setTimeout as delay } from 'node:timers/promises'
import { expire, newCustomer, stateOf } from '../customer.ts'
import { until } from '../poll.ts'
import { isDisconnected } from './disconnected-user.ts'
import { promise, promiseTokensWereSpentOnce, type Scenario, startCounting, tally } from './scenario.ts'

const CALLERS = 60
const LONGEST_THOUGHT_MS = 60

/** A user disconnects while the token endpoint thinks: nobody gets through, and what it grants is revoked. */
export const disconnectedMidRefresh: Scenario = async (world) => {
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
  await delay(random.below(LONGEST_THOUGHT_MS))
  await customer.disconnect(random.pick(servers))
  held.release()
  const answers = await Promise.all(calls)
  promise(answers.every(isDisconnected), 'every caller hears that it is gone', tally(answers))
  promise((await stateOf(world, [id])).length === 0, 'it does not come back')
  promiseTokensWereSpentOnce(world)
  const spent = provider.tokens.refreshes[0]?.parameters.refresh_token ?? ''
  const isRevoked = () =>
    provider.receivedAt('/oauth/revoke').some(({ body }) => !body.toString().includes(spent))
  await until('the new token is revoked', isRevoked)
  await customer.connect(random.pick(servers))
  const answer = await customer.call(random.pick(servers))
  promise(answer.status === 200, 'the user can connect again', answer)
  return `${CALLERS} callers waited for a refresh of what was disconnected: all refused, its token revoked`
}
