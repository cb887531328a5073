/**
 * Faults against several real server processes on one database, round after round.
 *
 *     npm run test:chaos -- [--rounds N] [--seed N] [--only scenario]
 *
 * Uses the PostgreSQL of DATABASE_URL, or one of its own. A failure prints the seed that its round began with.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startEmbedded } from '../../apps/server/src/database/embedded.ts'
import { createLog } from '../../apps/server/src/log.ts'
import { type OnRelease, withReleasers } from '../../apps/server/src/releasers.ts'
import { createRandom } from './random.ts'
import { scenarios, slowScenarios } from './scenarios.ts'
import { endAllServers } from './server-process.ts'
import { openWorld, type World } from './world.ts'

const DEFAULT_ROUNDS = '10'
const SCENARIO_TIMEOUT_MS = 90_000

const all = { ...slowScenarios, ...scenarios }

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: DEFAULT_ROUNDS },
    seed: { type: 'string', default: String(Date.now() % 2 ** 32) },
    only: { type: 'string' },
  },
})
const rounds = Number(values.rounds)
const firstSeed = Number(values.seed)
if (!(rounds >= 1) || Number.isNaN(firstSeed)) throw new TypeError('--rounds and --seed are numbers')
const { value: serverUrl, release } = await withReleasers(startPostgres)
let isInterrupted = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    isInterrupted = true
    void endAllServers() // which ends the scenario, and with it all that was started
  })
}
try {
  await playRounds()
} catch (error) {
  if (!isInterrupted) throw error
  process.exitCode = 130
} finally {
  await release()
}

async function playRounds(): Promise<void> {
  const names = values.only === undefined ? Object.keys(all) : [values.only]
  for (let round = 1; round <= rounds; round++) {
    const seed = firstSeed + round - 1
    console.log(`round ${round} of ${rounds}, seed ${seed}`)
    const world = await openWorld(serverUrl, createRandom(seed))
    try {
      for (const name of names) await play(name, world)
    } catch (error) {
      if (!isInterrupted)
        console.error(`broken in round ${round}: play it again with --rounds 1 --seed ${seed}`)
      throw error
    } finally {
      await world.close()
    }
  }
}

async function play(name: string, world: World): Promise<void> {
  const scenario = all[name]
  if (!scenario) throw new TypeError(`no scenario "${name}"; there are ${Object.keys(all).join(', ')}`)
  if (isInterrupted) throw new Error('interrupted')
  const startedAt = performance.now()
  const seen = await Promise.race([scenario(world), tooLong(name)])
  console.log(`  ${name} (${((performance.now() - startedAt) / 1_000).toFixed(1)} s): ${seen}`)
}

async function tooLong(name: string): Promise<never> {
  await delay(SCENARIO_TIMEOUT_MS, undefined, { ref: false })
  throw new Error(`${name} has not ended after ${SCENARIO_TIMEOUT_MS} ms`)
}

async function startPostgres(onRelease: OnRelease): Promise<string> {
  if (process.env.DATABASE_URL) return process.env.DATABASE_URL
  const dataDir = await mkdtemp(join(tmpdir(), 'tenon-chaos-'))
  onRelease(() => rm(dataDir, { recursive: true, force: true }))
  await chmod(dataDir, 0o755) // run as root, PostgreSQL is another user
  const embedded = await startEmbedded({ dataDir, log: createLog({ level: 'warn', pretty: true }) })
  onRelease(() => embedded.stop())
  return embedded.connectionString
}
