import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../apps/demo/src/main.ts', import.meta.url))
const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** What `npm start` runs, on ports and in a data folder of its own. */
export interface Demo {
  taskboard: string
  sandbox: string
  server: string
  dataDir: string
  /** All that it printed. */
  output: () => string
  /** As Ctrl-C would. @returns the exit code */
  stop: () => Promise<number | null>
}

export async function startDemo(): Promise<Demo> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tenon-demo-'))
  await chmod(dataDir, 0o755) // run as root, PostgreSQL is another user
  const [port, taskboardPort, sandboxPort] = [await freePort(), await freePort(), await freePort()]
  const child = spawn(process.execPath, [MAIN], {
    cwd: ROOT,
    env: {
      ...process.env,
      PORT: String(port),
      TASKBOARD_PORT: String(taskboardPort),
      SANDBOX_PORT: String(sandboxPort),
      TENON_DATA_DIR: dataDir,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => (output += text))
  await printed(
    child,
    () => output.includes('Ctrl-C'),
    () => output,
  )
  return {
    taskboard: `http://localhost:${taskboardPort}`,
    sandbox: `http://localhost:${sandboxPort}`,
    server: `http://localhost:${port}`,
    dataDir,
    output: () => output,
    async stop() {
      child.kill('SIGINT')
      if (child.exitCode === null) await once(child, 'exit')
      await rm(dataDir, { recursive: true, force: true })
      return child.exitCode
    },
  }
}

function printed(child: ChildProcess, isThere: () => boolean, output: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', () => isThere() && resolve())
    child.once('exit', (code) => reject(new Error(`the demo ended with ${code}: ${output()}`)))
  })
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
