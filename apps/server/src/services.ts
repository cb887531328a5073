import { providers } from '@tenon/providers'
import { cacheSizes, createCaches } from './caches.ts'
import type { Config } from './config.ts'
import type { Services } from './context.ts'
import { startEmbedded } from './database/embedded.ts'
import { openDatabase } from './database/open.ts'
import { startInvalidations } from './invalidation.ts'
import type { Log } from './log.ts'
import { createMetrics } from './metrics.ts'
import { createOutbound } from './outbound.ts'
import { createQueue } from './queue/queue.ts'
import type { OnRelease } from './releasers.ts'
import { withServerSettings } from './server-settings.ts'
import { createSingleFlight } from './single-flight.ts'
import { createVault } from './vault.ts'
import { openKeyFile } from './vault-key-file.ts'
import { canaryStore, checkKeys } from './vault-keys.ts'
import { createGate } from './webhooks/gate.ts'

/**
 * Starts the parts of the process in order; each is released by `onRelease`, last first.
 *
 * @param isCommand it goes by what the server was told where it was told nothing itself
 */
export async function startServices(
  told: Config,
  log: Log,
  onRelease: OnRelease,
  { isCommand = false } = {},
): Promise<Services> {
  const connectionString = told.databaseUrl ?? (await embedded(told, log, onRelease))
  const { db, pool, close } = await openDatabase(connectionString, { log })
  onRelease(close)
  const config = isCommand ? await withServerSettings(db, told) : told
  const keys = config.encryptionKeys ?? (await openKeyFile(config.dataDir))
  for (const keyId of await checkKeys(typeof keys === 'function' ? keys() : keys, canaryStore(db))) {
    log.warn(
      { keyId },
      'the database knows an encryption key that TENON_ENCRYPTION_KEY lacks: what it sealed cannot be read',
    )
  }
  const invalidations = await startInvalidations({ connectionString, log })
  onRelease(invalidations.stop)
  const { connectTimeoutMs } = config.proxy
  const outbound = createOutbound({ allow: config.outboundAllow, connectTimeoutMs })
  onRelease(outbound.close)
  const metrics = createMetrics()
  metrics.watchPool(pool)
  const caches = createCaches(invalidations)
  metrics.watchCaches(() => cacheSizes(caches))
  return {
    config,
    db,
    vault: createVault(keys),
    providers,
    outbound,
    invalidations,
    caches,
    refreshes: createSingleFlight(),
    webhookGate: createGate(),
    queue: createQueue({ connectionString, log, stopTimeoutMs: config.shutdownTimeoutMs }),
    log,
    metrics,
    now: () => new Date(),
  }
}

async function embedded({ dataDir }: Config, log: Log, onRelease: OnRelease): Promise<string> {
  const database = await startEmbedded({ dataDir, log })
  onRelease(database.stop)
  return database.connectionString
}
