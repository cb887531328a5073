import { deafProcesses } from './scenarios/deaf-processes.ts'
import { disconnectedMidRefresh } from './scenarios/disconnected-mid-refresh.ts'
import { disconnectedUser } from './scenarios/disconnected-user.ts'
import { gracefulStop } from './scenarios/graceful-stop.ts'
import { grantRenewal } from './scenarios/grant-renewal.ts'
import { killedAtAnyTime } from './scenarios/killed-at-any-time.ts'
import { killedBeforeSaving } from './scenarios/killed-before-saving.ts'
import { killedRefresh, killedRefreshInRealTime } from './scenarios/killed-refresh.ts'
import { lostDatabase } from './scenarios/lost-database.ts'
import { oneRefresh } from './scenarios/one-refresh.ts'
import { ownDatabase } from './scenarios/own-database.ts'
import { revokedKey } from './scenarios/revoked-key.ts'
import type { Scenario } from './scenarios/scenario.ts'
import { slowTokenEndpoint, slowTokenEndpointInRealTime } from './scenarios/slow-token-endpoint.ts'
import { stalledProcess } from './scenarios/stalled-process.ts'
import { startAtOnce } from './scenarios/start-at-once.ts'

/** What a round is made of, in its order. */
export const scenarios: Record<string, Scenario> = {
  'start-at-once': startAtOnce,
  'one-refresh': oneRefresh,
  'grant-renewal': grantRenewal,
  'disconnected-mid-refresh': disconnectedMidRefresh,
  'disconnected-user': disconnectedUser,
  'revoked-key': revokedKey,
  'deaf-processes': deafProcesses,
  'lost-database': lostDatabase,
  'stalled-process': stalledProcess,
  'killed-before-saving': killedBeforeSaving,
  'killed-refresh': killedRefresh,
  'killed-at-any-time': killedAtAnyTime,
  'graceful-stop': gracefulStop,
  'own-database': ownDatabase,
}

/** Played by `npm run test:chaos` alone. */
const slowScenarios: Record<string, Scenario> = {
  'slow-token-endpoint': slowTokenEndpoint,
  'slow-token-endpoint-in-real-time': slowTokenEndpointInRealTime,
  'killed-refresh-in-real-time': killedRefreshInRealTime,
}

const all = { ...slowScenarios, ...scenarios }

/** Every how many rounds the rarer ones take their turn; the first round has all. The rest is in each. */
const PERIODS: Record<string, number> = {
  'stalled-process': 2,
  'killed-before-saving': 4,
  'killed-refresh': 8,
  'killed-at-any-time': 8,
  'graceful-stop': 32,
  'lost-database': 8,
  'disconnected-user': 16,
  'revoked-key': 16,
  'deaf-processes': 16,
  'slow-token-endpoint': 64,
  'start-at-once': 128,
  'own-database': 128,
  'slow-token-endpoint-in-real-time': 256,
  'killed-refresh-in-real-time': 256,
}

/** @throws TypeError naming those there are */
export function scenarioNamed(name: string): [name: string, scenario: Scenario] {
  const scenario = all[name]
  if (!scenario) throw new TypeError(`no scenario "${name}"; there are ${Object.keys(all).join(', ')}`)
  return [name, scenario]
}

/** Which scenarios are played in a round, counted from 1. Those of one period take turns. */
export function scenariosOf(round: number): [name: string, scenario: Scenario][] {
  const entries = Object.entries(all)
  if (round === 1) return entries
  return entries.filter(([name], index) => (round + index) % (PERIODS[name] ?? 1) === 0)
}
