import { spawn } from 'node:child_process'
import { chmod, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../database/embedded.ts'
import { openDatabase } from '../database/open.ts'
import { createLog } from '../log.ts'
import { type OnRelease, withReleasers } from '../releasers.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A migrated database for the whole run. Each test makes its own project in it, or its own database beside it. */
    databaseUrl: string
  }
}

/** Waits until our end of its standard input is closed, by us or by our death. */
const GUARD =
  'read -r line; pid=$(head -n 1 "$1/postgres/postmaster.pid" 2>/dev/null) && kill -INT "$pid"; rm -rf "$1"'

/** One embedded PostgreSQL for the whole run, gone after it, also if the run is killed. */
export default async function setup({ provide }: TestProject) {
  const { value: databaseUrl, release } = await withReleasers(startDatabase)
  provide('databaseUrl', databaseUrl)
  return release
}

async function startDatabase(onRelease: OnRelease): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tenon-test-'))
  const guard = spawn('sh', ['-c', GUARD, 'sh', dataDir], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  onRelease(() => guard.stdin.end())
  await chmod(dataDir, 0o755) // run as root, PostgreSQL is another user
  const log = createLog({ level: 'warn', pretty: true })
  const embedded = await startEmbedded({ dataDir, log })
  onRelease(() => embedded.stop())
  const database = await openDatabase(embedded.connectionString, { log })
  await database.close()
  return embedded.connectionString
}
