import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import type { Log } from '../log.ts'
import { findPackage, prepareBinaries } from './embedded/binaries.ts'
import { DATABASE_USER, ensureCluster } from './embedded/cluster.ts'
import { findHome } from './embedded/home.ts'
import { isAlive } from './embedded/pid-file.ts'
import { findOrStart, type PostmasterOptions, stop } from './embedded/postmaster.ts'
import { starterOf } from './embedded/settings.ts'
import { socketFolderFor } from './embedded/socket-folder.ts'

/** Held by the one process that stops PostgreSQL in the end. "owner" in ASCII. */
const OWNER_LOCK = 0x6f776e6572

const FIRST_RETRY_MS = 250
const LAST_RETRY_MS = 8_000

/** PostgreSQL may be stopping when we connect to it: the next tries find it gone, and start it. */
const CONNECT_ATTEMPTS = 20
const CONNECT_RETRY_MS = 100

/** Real PostgreSQL in a data folder, shared by all processes that open that folder. */
export interface EmbeddedDatabase {
  connectionString: string
  /** Whether `stop` stops PostgreSQL: true where this process started or adopted it. */
  isOwner: () => boolean
  stop: () => Promise<void>
}

export interface EmbeddedOptions {
  /** Created if missing. */
  dataDir: string
  log: Log
}

/**
 * Starts PostgreSQL, or joins the one that runs on the folder already: as a guest while the process that started it
 * lives, as its new owner if that was killed. Should PostgreSQL end by itself, it is started again.
 *
 * @throws {EmbeddedDatabaseError} in one line that says what to do; EACCES and the like for the data folder
 */
export async function startEmbedded({ dataDir, log }: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const packageFolder = findPackage()
  const { folder, logFile, runAs, warning } = await findHome(dataDir)
  // Not through the log: that takes folders with long random names for tokens.
  if (warning) console.error(warning)
  const binaries = await prepareBinaries(packageFolder, runAs)
  await ensureCluster(folder, binaries, runAs)
  const socketFolder = socketFolderFor(folder)
  const options = { postgres: binaries.postgres, folder, socketFolder, logFile, runAs }
  const stopping = new AbortController()
  let hold = await takeHold(options)
  log.info(
    { pid: hold.pid, folder },
    hold.isOwner ? 'runs its own PostgreSQL' : 'joined a running PostgreSQL',
  )
  let restarted = Promise.resolve()
  const keeping = keepRunning()

  async function keepRunning(): Promise<void> {
    while (!stopping.signal.aborted) {
      await hold.ended
      if (stopping.signal.aborted) return
      log.error({ pid: hold.pid }, 'the embedded PostgreSQL ended by itself and is started again')
      restarted = startAgain()
      await restarted
    }
  }

  async function startAgain(): Promise<void> {
    let delayMs = FIRST_RETRY_MS
    while (!stopping.signal.aborted) {
      try {
        hold = await takeHold(options)
        return
      } catch (error) {
        log.error({ err: error }, 'the embedded PostgreSQL could not be started again')
        await delay(delayMs, undefined, { signal: stopping.signal }).catch(() => {})
        delayMs = Math.min(2 * delayMs, LAST_RETRY_MS)
      }
    }
  }

  return {
    connectionString: connectionStringOf(socketFolder),
    isOwner: () => hold.isOwner,
    async stop() {
      stopping.abort()
      await restarted
      if (hold.isOwner) await stop(hold.pid, options)
      await hold.close()
      await keeping
    },
  }
}

/** A connection that is open as long as this process needs PostgreSQL. */
interface Hold {
  pid: number
  isOwner: boolean
  ended: Promise<void>
  close: () => Promise<void>
}

async function takeHold(options: PostmasterOptions): Promise<Hold> {
  for (let attempt = 1; ; attempt++) {
    const { pid, socketFolder } = await findOrStart(options)
    const client = new pg.Client({
      connectionString: connectionStringOf(socketFolder),
      application_name: 'tenon owner',
    })
    client.on('error', () => {}) // `end` follows
    const ended = new Promise<void>((resolve) => client.once('end', resolve))
    try {
      await client.connect()
      return { pid, isOwner: await claim(client), ended, close: () => client.end() }
    } catch (error) {
      await client.end()
      if (attempt === CONNECT_ATTEMPTS) throw error
      await delay(CONNECT_RETRY_MS)
    }
  }
}

/** The lock ends with the connection, and so with this process, however that ends. */
async function claim(client: pg.Client): Promise<boolean> {
  const named = await client.query<{ cluster_name: string }>('show cluster_name')
  const starter = starterOf(named.rows[0]?.cluster_name ?? '')
  if (starter !== undefined && starter !== process.pid && isAlive(starter)) return false
  const locked = await client.query<{ locked: boolean }>(
    `select pg_try_advisory_lock(${OWNER_LOCK}) as locked`,
  )
  return locked.rows[0]?.locked === true
}

/** `localhost` and the port only complete the URL: `host` decides. */
function connectionStringOf(socketFolder: string): string {
  const host = encodeURIComponent(socketFolder)
  return `postgresql://${DATABASE_USER}@localhost:5432/postgres?host=${host}&sslmode=disable`
}
