import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Something that answers with the upstream's answer. */
export interface Target {
  name: 'direct' | 'nginx' | 'bare' | 'tenon'
  /** Ends in a slash; what follows it is the upstream's path. */
  requestsUrl: string
  streamsUrl: string
  /** Sent with every request. */
  headers: Record<string, string>
  /** The process whose memory counts. */
  pid: number | undefined
  close: () => Promise<void>
}

/** Where the proxied provider listens. */
export interface Upstream {
  requestsOrigin: string
  streamsOrigin: string
}

export interface ServerProcess {
  ports: Record<string, number>
  pid: number | undefined
  close: () => Promise<void>
}

/** Runs `bench/servers/<script>` as a process of its own, on one core if given, and waits until it listens. */
export async function startServer(script: string, args: string[], core?: number): Promise<ServerProcess> {
  const path = fileURLToPath(new URL(`../servers/${script}`, import.meta.url))
  const pinned =
    core === undefined ? {} : { execPath: 'taskset', execArgv: ['-c', String(core), process.execPath] }
  const child = fork(path, args, { ...pinned, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const [ports] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error(`${script} did not start`))),
  ])
  return {
    ports,
    pid: child.pid,
    async close() {
      child.disconnect()
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}
