import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { newCustomer } from '../customer.ts'
import { until } from '../poll.ts'
import { type ServerProcess, startServerProcess } from '../server-process.ts'
import { startCaller } from '../traffic.ts'
import type { Stage } from '../world.ts'
import { promise, type Scenario } from './scenario.ts'

const CLEAN = 'database system is shut down'
const RECOVERED = 'was not properly shut down'

/** One process with a PostgreSQL of its own: ended under traffic, killed under traffic, and each time started again. */
export const ownDatabase: Scenario = async (world) => {
  const dataDir = join(world.folder, `own-${randomUUID()}`)
  const { TENON_PROVISION = '', TENON_OUTBOUND_ALLOW = '' } = world.settings
  const start = () => startServerProcess({ TENON_PROVISION, TENON_OUTBOUND_ALLOW, TENON_DATA_DIR: dataDir })
  let server = await start()
  try {
    const customer = await newCustomer(world)
    await customer.connect(server)
    for (const signal of ['SIGTERM', 'SIGKILL', 'SIGTERM'] as const) {
      await endUnderTraffic(world, server, signal)
      const log = await readFile(join(dataDir, 'postgres.log'), 'utf8')
      promise(
        signal === 'SIGKILL' || log.trimEnd().endsWith(CLEAN),
        'PostgreSQL is shut down',
        log.slice(-500),
      )
      server = await start()
      const answer = await customer.call(server)
      promise(answer.status === 200, `the connection works after ${signal}`, answer)
    }
    const { code } = await server.end('SIGTERM')
    promise(code === 0, 'exit code 0', code)
    const log = await readFile(join(dataDir, 'postgres.log'), 'utf8')
    promise(!log.includes(RECOVERED), 'PostgreSQL never has to recover', log.slice(-500))
    return 'SIGTERM and SIGKILL under traffic: PostgreSQL clean, connection kept'
  } finally {
    if (server.isRunning()) await server.end('SIGTERM')
    await endPostgres(join(dataDir, 'postgres', 'postmaster.pid'))
  }
}

/** The one that a killed server has left behind, if this was cut short before another server adopted it. */
async function endPostgres(pidFile: string): Promise<void> {
  const text = await readFile(pidFile, 'utf8').catch(() => undefined)
  if (text === undefined) return
  process.kill(Number.parseInt(text, 10), 'SIGINT')
  await until('PostgreSQL has ended', () => !existsSync(pidFile))
}

async function endUnderTraffic(
  world: Stage,
  server: ServerProcess,
  signal: 'SIGTERM' | 'SIGKILL',
): Promise<void> {
  const customer = await newCustomer(world)
  await customer.connect(server)
  const caller = startCaller(customer, server)
  await until('calls are under way', () => caller.answers.length > 2)
  const { code } = await server.end(signal)
  await caller.stop()
  promise(signal === 'SIGKILL' || code === 0, 'exit code 0', { code, output: server.output() })
}
