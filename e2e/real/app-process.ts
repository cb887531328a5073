import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from '../chaos/poll.ts'

/** An application that is not of our making, in a process of its own. Whoever starts it closes it. */
export interface App {
  /** `http://127.0.0.1:<port>` */
  origin: string
  /** All that it keeps. */
  folder: string
  close: () => Promise<void>
}

interface AppOptions {
  /** Writes its settings. @returns the command that starts it */
  prepare: (folder: string, port: number) => Promise<[file: string, ...parameters: string[]]>
  /** Answers once it is ready. */
  readyPath: string
}

export async function startApp({ prepare, readyPath }: AppOptions): Promise<App> {
  const folder = await mkdtemp(join(tmpdir(), 'tenon-app-'))
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const [file, ...parameters] = await prepare(folder, port)
  const child = spawn(file, parameters, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  const output = collect(child)
  const exited = once(child, 'exit')
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  await until(`${file} answers`, async () => {
    if (child.exitCode !== null) throw new Error(`${file} has ended: ${output()}`)
    return fetch(origin + readyPath).then(
      (response) => response.ok,
      () => false,
    )
  })
  return {
    origin,
    folder,
    async close() {
      process.off('exit', kill)
      kill()
      await exited
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function collect({ stdout, stderr }: ChildProcess): () => string {
  let text = ''
  for (const stream of [stdout, stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
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
