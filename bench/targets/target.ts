import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Something that answers with the upstream's answers. */
export interface Target {
  name: 'direct' | 'nginx' | 'bare' | 'tenon'
  /** What follows it is the upstream's path. Ends in a slash. */
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
  const pinned =
    core === undefined ? {} : { execPath: 'taskset', execArgv: ['-c', String(core), process.execPath] }
  const child = fork(path, args, { ...pinned, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const [{ port }] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error(`${script} did not start`))),
  ])
  return {
    origin: `http://127.0.0.1:${port}`,
    pid: child.pid,
    async close() {
      child.disconnect()
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}
