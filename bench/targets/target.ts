import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Something that answers with the upstream's answers. */
export interface Target {
  name: 'direct' | 'nginx' | 'bare' | 'tenon'
  /** Stands for the upstream's `/api/v1/`, and ends in a slash too. */
  baseUrl: string
  /** Sent with every request. */
  headers: Record<string, string>
  /** The process whose CPU and memory count. */
  pid: number | undefined
  close: () => Promise<void>
}

/**
 * Starts a target.
 *
 * @param upstream the origin that is proxied
 * @param core the CPU to stay on, if any
 * @returns `undefined` where what it takes is not installed
 */
export type StartTarget = (upstream: string, core: number | undefined) => Promise<Target | undefined>

export interface ServerProcess {
  origin: string
  pid: number | undefined
  close: () => Promise<void>
}

/** Runs `bench/servers/<script>` as a process of its own and waits until it listens. */
export async function startServer(script: string, args: string[], core?: number): Promise<ServerProcess> {
  const path = fileURLToPath(new URL(`../servers/${script}`, import.meta.url))
  const child = spawnOn(core, [process.execPath, path, ...args], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const [{ port }] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error(`${script} did not start`))),
  ])
  return { origin: `http://127.0.0.1:${port}`, pid: child.pid, close: () => stop(child) }
}

/** `spawn`, on one core if given. */
export function spawnOn(core: number | undefined, command: string[], options: SpawnOptions): ChildProcess {
  const [file = '', ...args] = core === undefined ? command : ['taskset', '-c', String(core), ...command]
  return spawn(file, args, options)
}

/** Asks a process to end and waits until it has. */
export async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

/** Waits until the address answers. @throws Error if the process ends or 30 s pass before */
export async function untilAnswering(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + 30_000
  for (;;) {
    const isAnswering = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    )
    if (isAnswering) return
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`${url} does not answer`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
