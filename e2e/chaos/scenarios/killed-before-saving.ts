import { setTimeout as delay } from 'node:timers/promises'
import { expire, newCustomer, stateOf } from '../customer.ts'
import { type Page, TOKEN_PATHS } from '../pages.ts'
import { until } from '../poll.ts'
import type { ServerProcess } from '../server-process.ts'
import type { Stage, World } from '../world.ts'
import { promiseAllWorkAgain } from './killed-refresh.ts'
import { promise, type Scenario, startCounting, tally } from './scenario.ts'

const CUSTOMERS = 4
const CALLS_PER_SERVER = 2
const LONGEST_WAIT_MS = 30

/**
 * A process is killed when the provider has answered its refreshes and none is saved yet. A page that declares no grace
 * for replaced tokens ends as `refresh_interrupted`; one that does is asked once more.
 */
export const killedBeforeSaving: Scenario = async (world) => {
  const { database, provider, random } = world
  const servers = await world.servers()
  const victim = random.pick(servers)
  const survivors = servers.filter((server) => server !== victim)
  const groups = [
    await connectAll(world, 'sandbox', servers),
    await connectAll(world, 'chaos-grace', servers),
  ] as const
  const ids = groups.flatMap((group) => group.ids)
  await expire(world, ids)
  startCounting(world)
  provider.tokens.expireAccessTokens()
  const holds = groups.map(({ path }) => provider.hold(path))
  const lost = groups.flatMap(({ customers }) => customers.map((customer) => customer.call(victim)))
  await until('it renews each connection', () => holds.every((held) => held.waiting() === CUSTOMERS))
  const callSurvivors = ({ customers }: Group) =>
    customers.flatMap((customer) =>
      survivors.flatMap((server) => Array.from({ length: CALLS_PER_SERVER }, () => customer.call(server))),
    )
  const calls = groups.map(callSurvivors)
  const unlock = await database.lock('select id from connection where id = any($1) for update', [ids])
  for (const held of holds) held.release()
  const asked = groups.flatMap(({ path }) => provider.receivedAt(path))
  const answered = await Promise.all(asked.map((request) => request.answered))
  await delay(random.below(LONGEST_WAIT_MS))
  await victim.end('SIGKILL')
  await unlock()
  await Promise.all(lost)
  promise(
    answered.length === ids.length && answered.every((isAnswered) => isAnswered),
    'all were answered before',
  )
  await database.query('update connection set refresh_lease_until = now() where id = any($1)', [ids])
  const [strict, lenient] = groups
  const [refused = [], passed = []] = await Promise.all(calls.map((ofGroup) => Promise.all(ofGroup)))
  promise(
    refused.every(({ code }) => code === 'connection_needs_reauth'),
    'without a grace the user has to sign in again',
    tally(refused),
  )
  const states = await stateOf(world, strict.ids)
  promise(
    states.every(({ status, reason }) => status === 'needs_reauth' && reason === 'refresh_interrupted'),
    'with that reason',
    states,
  )
  promise(
    passed.every(({ status }) => status === 200),
    'within the grace all goes on',
    tally(passed),
  )
  promiseUses(world, strict, 1)
  promiseUses(world, lenient, 2)
  await promiseAllWorkAgain(world, strict.customers, strict.ids)
  await promiseAllWorkAgain(world, lenient.customers, lenient.ids)
  return `SIGKILL between ${ids.length} answers and their saving: interrupted without a grace, asked once more within it`
}

type Group = Awaited<ReturnType<typeof connectAll>>

async function connectAll(world: Stage, page: Page, servers: ServerProcess[]) {
  const customers = await Promise.all(Array.from({ length: CUSTOMERS }, () => newCustomer(world, { page })))
  const connecting = customers.map((customer) =>
    customer.connect(world.random.pick(servers as [ServerProcess, ...ServerProcess[]])),
  )
  return { customers, ids: await Promise.all(connecting), path: TOKEN_PATHS[page] }
}

/** How often each refresh token was sent to a group's endpoint. */
function promiseUses({ provider }: World, { path }: Group, expected: number): void {
  const counts: Record<string, number> = {}
  for (const { body } of provider.receivedAt(path)) {
    const token = new URLSearchParams(body.toString()).get('refresh_token') ?? ''
    counts[token] = (counts[token] ?? 0) + 1
  }
  const uses = Object.values(counts)
  const isSo = uses.length === CUSTOMERS && uses.every((count) => count === expected)
  promise(isSo, `each refresh token is sent ${expected} times`, uses)
}
