import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream, renameSync, statSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const ENTRY = fileURLToPath(new URL('../../server/src/main.ts', import.meta.url))
/** Enough for what the server says when it cannot start, stack included. */
const KEPT_CHARS = 4000
const ASK_EVERY_MS = 15
/** When the log is longer than this at a start, it becomes the previous one, and that is gone. */
const MAX_LOG_BYTES = 10_000_000

export interface TenonServer {
  /** Resolves when it answers, to what it complains about; rejects with {@link ServerExit} when it ends first. */
  ready: Promise<string>
  /** Resolves when it has ended, for whatever reason. */
  exited: Promise<ServerExit>
  /** Asks it to finish what it is doing and waits for its end. */
  stop(): Promise<void>
}

/** The server ended; `message` says why, in its own words where it had any. */
export class ServerExit extends Error {
  readonly exitCode: number

  constructor(message: string, exitCode: number) {
    super(message)
    this.exitCode = exitCode
  }
}

/** Runs Tenon in a process of its own, with its output in `logFile`. */
export function startTenonServer({
  env,
  port,
  logFile,
}: {
  env: Record<string, string | undefined>
  port: number
  logFile: string
}): TenonServer {
  // Detached: Ctrl-C goes to a terminal's whole process group, and the order of stopping is ours.
  const child = spawn(process.execPath, [ENTRY], {
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const { exited, complaint } = watch(child, logFile)
  const ready = untilReady(`http://127.0.0.1:${port}/ready`, exited).then(complaint)
  // Whoever waits for it handles the failure; nobody may be waiting yet.
  ready.catch(() => {})
  const kill = () => child.kill()
  process.once('exit', kill)
  return {
    ready,
    exited,
    async stop() {
      kill()
      await exited
    },
  }
}

/** Appends everything the child says to the log, and remembers the end of what it complains about. */
function watch(child: ChildProcess, logFile: string) {
  setAsideLongLog(logFile)
  const log = createWriteStream(logFile, { mode: 0o600, flags: 'a' })
  let complaint = ''
  child.stdout?.pipe(log, { end: false })
  child.stderr?.pipe(log, { end: false })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-KEPT_CHARS)
  })
  const exited = new Promise<ServerExit>((resolve) => {
    child.once('error', (error) => resolve(new ServerExit(error.message, 1)))
    child.once('close', (code, signal) => {
      log.end()
      const ending = `The server ended (${signal ?? `exit code ${code}`}); its log is ${logFile}`
      resolve(new ServerExit(withoutWarnings(complaint) || ending, code ?? 1))
    })
  })
  return { exited, complaint: () => withoutWarnings(complaint) }
}

function setAsideLongLog(logFile: string): void {
  const bytes = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0
  if (bytes > MAX_LOG_BYTES) renameSync(logFile, `${logFile}.previous`)
}

/** Node's own remarks stay in the log: they say nothing about why a process ended. */
function withoutWarnings(lines: string): string {
  return lines.replace(/^\((node:\d+\)|Use `node --trace).*$/gm, '').trim()
}

async function untilReady(url: string, exited: Promise<ServerExit>): Promise<void> {
  let exit: ServerExit | undefined
  exited.then((told) => {
    exit = told
  })
  while (!exit) {
    const response = await fetch(url).catch(() => undefined)
    await response?.body?.cancel()
    if (response?.ok) return
    await Promise.race([delay(ASK_EVERY_MS), exited])
  }
  throw exit
}
