import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { until } from './poll.ts'

const ENTRY = fileURLToPath(new URL('../../apps/server/src/main.ts', import.meta.url))
const FAST_IMPORTS = new URL('../../apps/server/src/fast-imports.ts', import.meta.url).href
const PAGES = new URL('./pages.ts', import.meta.url).href
const READY_WITHIN_MS = 20_000
/** Enough to see what went wrong. */
const KEPT_CHARS = 20_000

/** A whole Tenon, in a process of its own. */
export interface ServerProcess {
  /** `http://127.0.0.1:<port>` */
  origin: string
  isRunning: () => boolean
  /** What it has said last. */
  output: () => string
  /** It stands still, as on a machine that has no time for it, until it is told to go on. */
  stall: () => void
  goOn: () => void
  /** @returns when it has ended */
  end: (signal: 'SIGTERM' | 'SIGKILL') => Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

const running = new Set<ServerProcess>()

/** For when we have to end ourselves. A server that is killed leaves its own PostgreSQL behind, so none is. */
export async function endAllServers(): Promise<void> {
  await Promise.all(Array.from(running, (server) => server.end('SIGTERM')))
}

/** Starts a server with these settings, beside its address. @returns when it is ready */
export async function startServerProcess(settings: Record<string, string>): Promise<ServerProcess> {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const child = spawn(process.execPath, ['--import', FAST_IMPORTS, '--import', PAGES, ENTRY], {
    env: { ...ambient(), ...settings, PORT: String(port), TENON_PUBLIC_URL: origin },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = collect(child)
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  const isRunning = () => child.exitCode === null && child.signalCode === null
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const server: ServerProcess = {
    origin,
    isRunning,
    output,
    stall: () => void child.kill('SIGSTOP'),
    goOn: () => void child.kill('SIGCONT'),
    async end(name) {
      child.kill(name)
      const [code, signal] = await ended
      return { code, signal }
    },
  }
  running.add(server)
  ended.then(() => {
    process.off('exit', kill)
    running.delete(server)
  })
  await until(
    `the server is ready\n${output()}`,
    async () => {
      if (!isRunning()) throw new Error(`the server ended instead of starting\n${output()}`)
      return isReady(origin)
    },
    READY_WITHIN_MS,
  )
  return server
}

export async function isReady(origin: string): Promise<boolean> {
  return fetch(`${origin}/ready`).then(
    async (response) => {
      await response.body?.cancel()
      return response.ok
    },
    () => false,
  )
}

/** Our own environment, without settings of the server. `npm test` finds by `TENON_TEST_RUN` what was left running. */
function ambient(): NodeJS.ProcessEnv {
  const settings = /^(TENON_(?!TEST_RUN$)|PORT$|HOST$|DATABASE_URL$|NODE_OPTIONS$)/
  const isOther = ([name]: [string, unknown]) => !settings.test(name)
  return Object.fromEntries(Object.entries(process.env).filter(isOther))
}

function collect({ stdout, stderr }: ChildProcess): () => string {
  let text = ''
  for (const stream of [stdout, stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text = (text + chunk).slice(-KEPT_CHARS)
    })
  return () => text
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
