import { setTimeout as delay } from 'node:timers/promises'
import type { ConnectionId } from '@tenon/core'
import type { Services } from '../context.ts'

/** How long a database may be away, for a restart or a failover, without costing the user a sign-in. */
const KEEP_TRYING_MS = 60_000
const FIRST_RETRY_MS = 50
const LAST_RETRY_MS = 2_000

/**
 * Saves what became of a refresh, even if the database is away for a while: the reply may hold the only refresh token
 * that still works, and an attempt whose end is not known ends the connection.
 *
 * @param save says which version it expects, since it is repeated also when its outcome is unknown
 */
export async function keepTrying<Result>(
  { log }: Pick<Services, 'log'>,
  connectionId: ConnectionId,
  save: () => Promise<Result>,
): Promise<Result> {
  const giveUpAt = performance.now() + KEEP_TRYING_MS
  for (let retryMs = FIRST_RETRY_MS; ; retryMs = Math.min(2 * retryMs, LAST_RETRY_MS)) {
    try {
      return await save()
    } catch (err) {
      if (performance.now() > giveUpAt) throw err
      log.warn({ connectionId, err }, 'the outcome of a refresh could not be saved yet')
      await delay(retryMs)
    }
  }
}
