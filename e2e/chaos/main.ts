/**
 * Faults against several real server processes on one database, round after round.
 *
 *     npm run test:chaos -- [--rounds N] [--seed N] [--only scenario] [--keep-going]
 *
 * Uses the PostgreSQL of DATABASE_URL, or one of its own. Servers go on from scenario to scenario, and the rarer scenarios
 * take turns. A failure prints the seed of its round, and ends the run unless it is to keep going, with new servers then.
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
import type { Scenario } from './scenarios/scenario.ts'
import { scenarioNamed, scenariosOf } from './scenarios.ts'
import { endAllServers } from './server-process.ts'
import { openWorld, type World } from './world.ts'

const DEFAULT_ROUNDS = '10'
const SCENARIO_TIMEOUT_MS = 90_000

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: DEFAULT_ROUNDS },
    seed: { type: 'string', default: String(Date.now() % 2 ** 32) },
    only: { type: 'string' },
    'keep-going': { type: 'boolean', default: false },
  },
})
const only = values.only === undefined ? undefined : [scenarioNamed(values.only)]
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
  const startedAt = performance.now()
  const counts = new Map<string, number>()
  let broken = 0
  let world = await openWorld(serverUrl)
  try {
    for (let round = 1; round <= rounds; round++) {
      const seed = firstSeed + round - 1
      console.log(`round ${round} of ${rounds}, seed ${seed}`)
      for (const [name, scenario] of only ?? scenariosOf(round)) {
        counts.set(name, (counts.get(name) ?? 0) + 1)
        try {
          await play(name, scenario, world, seed)
        } catch (error) {
          if (isInterrupted) throw error
          console.error(
            `broken in round ${round}: play it again with --only ${name} --rounds 1 --seed ${seed}`,
          )
          if (!values['keep-going']) throw error
          console.error(error)
          broken += 1
          await world.close()
          world = await openWorld(serverUrl)
        }
      }
    }
  } finally {
    await world.close()
  }
  console.log(summary({ counts, broken, seconds: (performance.now() - startedAt) / 1_000 }))
  if (broken > 0) process.exitCode = 1
}

async function play(name: string, scenario: Scenario, world: World, seed: number): Promise<void> {
  if (isInterrupted) throw new Error('interrupted')
  const startedAt = performance.now()
  const seen = await Promise.race([scenario({ ...world, random: createRandom(seed) }), tooLong(name)])
  console.log(`  ${name} (${((performance.now() - startedAt) / 1_000).toFixed(1)} s): ${seen}`)
}

function summary({
  counts,
  broken,
  seconds,
}: {
  counts: Map<string, number>
  broken: number
  seconds: number
}): string {
  const played = Array.from(counts, ([name, count]) => `${name} ${count}`).join(', ')
  return `${rounds} rounds in ${Math.round(seconds)} s, ${broken} broken promises; played: ${played}`
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
