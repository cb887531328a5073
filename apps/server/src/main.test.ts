import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { findRunning } from './database/embedded/pid-file.ts'

const START_TIMEOUT_MS = 60_000
const MAIN = fileURLToPath(new URL('main.ts', import.meta.url))

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tenon-main-'))
  await chmod(folder, 0o755) // run as root, PostgreSQL is another user
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

function startMain(settings: Record<string, string>) {
  const env = { ...process.env, TENON_LOG_LEVEL: 'info', ...settings }
  const child = spawn(process.execPath, [...process.execArgv, MAIN], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return { child, ended: once(child, 'close') }
}

test('a taken port is noticed before anything is started', { timeout: START_TIMEOUT_MS }, async () => {
  const squatter = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void squatter.close())
  await once(squatter, 'listening')
  const { port } = squatter.address() as AddressInfo
  const dataDir = join(await newFolder(), 'data')
  const { child, ended } = startMain({ PORT: String(port), TENON_DATA_DIR: dataDir })
  expect(await text(child.stderr)).toBe(
    `Port ${port} is taken: stop what uses it, or set PORT to another one\n`,
  )
  expect(await ended).toEqual([1, null])
  expect(existsSync(dataDir)).toBe(false)
})

test('asked to stop while it starts, it leaves no PostgreSQL behind', {
  timeout: START_TIMEOUT_MS,
}, async () => {
  const dataDir = await newFolder()
  const { child, ended } = startMain({
    PORT: '0',
    TENON_PUBLIC_URL: 'http://localhost:4400',
    TENON_DATA_DIR: dataDir,
  })
  let said = ''
  for await (const chunk of child.stdout) {
    said += chunk
    if (said.includes('runs its own PostgreSQL') && !child.killed) child.kill('SIGTERM')
  }
  expect(await ended).toEqual([0, null])
  expect(await findRunning(join(dataDir, 'postgres'))).toBeUndefined()
})
