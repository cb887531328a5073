import { deafProcesses } from './scenarios/deaf-processes.ts'
import { disconnectedUser } from './scenarios/disconnected-user.ts'
import { gracefulStop } from './scenarios/graceful-stop.ts'
import { killedAtAnyTime } from './scenarios/killed-at-any-time.ts'
import { killedRefresh, killedRefreshInRealTime } from './scenarios/killed-refresh.ts'
import { lostDatabase } from './scenarios/lost-database.ts'
import { oneRefresh } from './scenarios/one-refresh.ts'
import { ownDatabase } from './scenarios/own-database.ts'
import { revokedKey } from './scenarios/revoked-key.ts'
import type { Scenario } from './scenarios/scenario.ts'
import { startAtOnce } from './scenarios/start-at-once.ts'

/** In the order of a round. */
export const scenarios: Record<string, Scenario> = {
  'start-at-once': startAtOnce,
  'one-refresh': oneRefresh,
  'disconnected-user': disconnectedUser,
  'revoked-key': revokedKey,
  'deaf-processes': deafProcesses,
  'lost-database': lostDatabase,
  'killed-refresh': killedRefresh,
  'killed-at-any-time': killedAtAnyTime,
  'graceful-stop': gracefulStop,
  'own-database': ownDatabase,
}

/** Played by `npm run test:chaos` alone. */
export const slowScenarios: Record<string, Scenario> = {
  'killed-refresh-in-real-time': killedRefreshInRealTime,
}
