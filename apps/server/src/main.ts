/** Starts Tenon and stops it on SIGINT or SIGTERM. Run with `--import ./fast-imports.ts` for a quick start. */
import { readConfig } from './config.ts'
import { createLog, type Log } from './log.ts'
import { withReleasers } from './releasers.ts'
import { startServer } from './server.ts'
import { describeStartError } from './start-error.ts'

async function main(): Promise<void> {
  const stopAsked = nextStopSignal()
  const config = readConfig()
  const log: Log = createLog({ level: config.logLevel, pretty: config.logPretty ?? process.stdout.isTTY })
  const { value: server, release } = await withReleasers((onRelease) => startServer(config, log, onRelease))
  log.info(
    { address: config.publicUrl, durationMs: Math.round(performance.now()), pid: process.pid },
    `ready on port ${server.port}`,
  )
  const signal = await stopAsked
  log.info({ signal }, 'stopping')
  try {
    await release()
    process.exit(0)
  } catch (err) {
    log.error({ err }, 'stopped, but not cleanly')
    process.exit(1)
  }
}

/** Heard from the beginning: ended half way through its start, we would leave PostgreSQL behind. The second one kills. */
function nextStopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve)
  })
}

main().catch((error) => {
  console.error(describeStartError(error))
  process.exit(1)
})
