import { type ChildProcess, spawn } from 'node:child_process'
import { type FileHandle, open } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { CHILD_ENVIRONMENT } from './cluster.ts'
import { EmbeddedDatabaseError } from './error.ts'
import { findRunning, isAlive, type PidFile } from './pid-file.ts'
import type { RunAs } from './run-as.ts'
import { settings } from './settings.ts'
import { ensureSocketFolder, removeSocketFolder } from './socket-folder.ts'

const POLL_EVERY_MS = 5

/** Recovery after a crash reads what was written since the last checkpoint: at most some hundred megabytes. */
const START_TIMEOUT_MS = 60_000

/** A fast shutdown writes a checkpoint. If that takes longer, PostgreSQL is ended without, and the next start recovers. */
const STOP_TIMEOUT_MS = 20_000

/** When the log is longer than this at a start, it begins anew. */
const MAX_LOG_BYTES = 1_000_000

export interface PostmasterOptions {
  postgres: string
  /** PostgreSQL's data folder. */
  folder: string
  socketFolder: string
  logFile: string
  runAs: RunAs | undefined
}

/**
 * Finds the PostgreSQL that runs on the folder, or starts one. It is no part of our process group: a Ctrl-C must not
 * end it before the requests in flight have ended. If we are killed, it goes on until somebody adopts it.
 *
 * @throws {EmbeddedDatabaseError} with the reason that PostgreSQL gave
 */
export async function findOrStart(options: PostmasterOptions): Promise<PidFile> {
  const deadline = performance.now() + START_TIMEOUT_MS
  while (performance.now() < deadline) {
    const found = (await findRunning(options.folder)) ?? (await start(options, deadline))
    if (found?.status === 'ready') return found
    await delay(POLL_EVERY_MS) // starting, or stopping
  }
  throw new EmbeddedDatabaseError(`the embedded PostgreSQL did not start in time: see ${options.logFile}`)
}

/** Ends connections and transactions and writes everything out. Returns when PostgreSQL is gone. */
export async function stop(pid: number, { folder, socketFolder }: PostmasterOptions): Promise<void> {
  await end(pid, async () => !isAlive(pid) || (await findRunning(folder))?.pid !== pid)
  await removeSocketFolder(socketFolder)
}

async function end(pid: number, isGone: () => Promise<boolean>): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (await isGone()) return
    process.kill(pid, signal)
    const deadline = performance.now() + STOP_TIMEOUT_MS
    while (performance.now() < deadline) {
      if (await isGone()) return
      await delay(POLL_EVERY_MS)
    }
  }
}

/** `undefined`: another process was faster, look again. */
async function start(options: PostmasterOptions, deadline: number): Promise<PidFile | undefined> {
  await ensureSocketFolder(options.socketFolder, options.runAs)
  const log = await open(options.logFile, 'a+', 0o600)
  try {
    if ((await log.stat()).size > MAX_LOG_BYTES) await log.truncate()
    const { size: logStart } = await log.stat()
    const child = spawnPostgres(options, log)
    const exited = hasExited(child)
    while (performance.now() < deadline) {
      const failure = await Promise.race([exited, delay(POLL_EVERY_MS)])
      if (failure) return await explain(options, failure.message, await textFrom(log, logStart))
      const running = await findRunning(options.folder)
      if (running?.pid === child.pid && running?.status === 'ready') return running
    }
    child.kill('SIGQUIT')
    return undefined
  } finally {
    await log.close()
  }
}

function spawnPostgres(
  { postgres, folder, socketFolder, runAs }: PostmasterOptions,
  log: FileHandle,
): ChildProcess {
  const child = spawn(postgres, ['-D', folder, ...settings(socketFolder, process.pid)], {
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
    env: CHILD_ENVIRONMENT,
    cwd: folder,
    ...(runAs && { uid: runAs.uid, gid: runAs.gid }),
  })
  child.unref()
  return child
}

function hasExited(child: ChildProcess): Promise<{ message: string }> {
  return new Promise((resolve) => {
    child.once('error', resolve)
    child.once('exit', (code, signal) => resolve({ message: `it ended with ${signal ?? `code ${code}`}` }))
  })
}

async function explain({ socketFolder }: PostmasterOptions, how: string, log: string): Promise<undefined> {
  if (log.includes('"postmaster.pid" already exists')) return undefined
  await removeSocketFolder(socketFolder)
  const lines = log.split('\n').filter((line) => line.trim() !== '')
  const reason = lines.find((line) => line.includes('FATAL:')) ?? lines.at(-1) ?? how
  throw new EmbeddedDatabaseError(
    `the embedded PostgreSQL does not start: ${reason.replace(/^.*FATAL: +/, '')}`,
  )
}

async function textFrom(file: FileHandle, position: number): Promise<string> {
  const { size } = await file.stat()
  const { buffer } = await file.read(Buffer.alloc(size - position), 0, size - position, position)
  return buffer.toString('utf8')
}
