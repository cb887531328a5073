import { setTimeout as delay } from 'node:timers/promises'
import { huge } from '../../../apps/server/src/testing/fake-provider.ts'
import { newCustomer } from '../customer.ts'
import { until } from '../poll.ts'
import { startCaller } from '../traffic.ts'
import type { World } from '../world.ts'
import { promise, type Scenario, startCounting, tally } from './scenario.ts'

const CALLERS = 8
const STREAM_BYTES = 8 * 1024 * 1024
/** Far less than the 10 s after which connections are cut: nothing here takes long. */
const STOPPED_WITHIN_MS = 3_000

/** SIGTERM while calls go on: what a provider has been asked is answered whole, and nothing is left behind. */
export const gracefulStop: Scenario = async (world) => {
  const { provider, random } = world
  const servers = await world.servers()
  const customer = await newCustomer(world)
  await customer.connect(random.pick(servers))
  startCounting(world)
  provider.answer('/api/v1/stream', huge(STREAM_BYTES))
  const held = provider.hold('/api/v1/slow')
  const slow = servers.map((server) => customer.call(server, 'slow'))
  const streams = servers.map((server) => customer.call(server, 'stream'))
  const callers = servers.flatMap((server) =>
    Array.from({ length: CALLERS }, () => startCaller(customer, server)),
  )
  await until('calls are under way everywhere', () => callers.every(({ answers }) => answers.length >= 10))
  await until('slow calls too', () => held.waiting() === servers.length)
  const startedAt = performance.now()
  const ends = servers.map(async (server) => {
    await delay(random.below(50))
    return server.end('SIGTERM')
  })
  await delay(100 + random.below(200))
  held.release()
  const codes = await Promise.all(ends)
  const stoppedMs = Math.round(performance.now() - startedAt)
  await Promise.all(callers.map((caller) => caller.stop()))
  promise(
    codes.every(({ code }) => code === 0),
    'exit code 0',
    { codes, output: servers.map((one) => one.output()) },
  )
  promise(stoppedMs < STOPPED_WITHIN_MS, 'stops as soon as its last answer is out', stoppedMs)
  const inFlight = await Promise.all([...slow, ...streams])
  promise(
    inFlight.every(({ status }) => status === 200),
    'calls in flight are answered',
    tally(inFlight),
  )
  const streamed = await Promise.all(streams)
  promise(
    streamed.every(({ body }) => body.length === STREAM_BYTES),
    'streams are whole',
    streamed.length,
  )
  const answers = callers.flatMap((caller) => caller.answers)
  const whole = answers.filter(({ status }) => status === 200).length
  const asked = provider.receivedAt('/api/v1/things').length
  promise(whole === asked, 'what the provider was asked is answered', { asked, ...tally(answers) })
  promise(
    answers.every(({ code }) => code === undefined),
    'no call is refused half way',
    tally(answers),
  )
  await promiseNothingIsLeft(world)
  return `SIGTERM under ${callers.length} callers: ${whole + inFlight.length} calls whole, exit 0 after ${stoppedMs} ms`
}

async function promiseNothingIsLeft({ database }: World): Promise<void> {
  const sessions = await database.query<{ application_name: string; state: string }>(
    `select application_name, state from pg_stat_activity
     where datname = current_database() and application_name like 'tenon%'`,
  )
  promise(sessions.length === 0, 'no connection to the database is left', sessions)
  const [left] = await database.query<{ leases: number; exchanging: number }>(
    `select (select count(*)::int from connection where refresh_lease_until is not null) as leases,
            (select count(*)::int from connect_session where status = 'exchanging') as exchanging`,
  )
  promise(left?.leases === 0 && left.exchanging === 0, 'nothing is half done', left)
}
