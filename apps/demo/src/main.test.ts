import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

/** Runs `npm start`'s program until it ends. Only settings that stop it at once are given here. */
async function run(settings: Record<string, string>) {
  const env = {
    PORT: await freePort(),
    TASKBOARD_PORT: await freePort(),
    SANDBOX_PORT: await freePort(),
    ...settings,
  }
  const main = fileURLToPath(new URL('main.ts', import.meta.url))
  const child = spawn(process.execPath, [main], { env: { ...process.env, ...env } })
  const exitCode = new Promise((resolve) => child.once('close', resolve))
  return { stderr: await text(child.stderr), stdout: await text(child.stdout), exitCode: await exitCode }
}

test('a taken port is said in one line that names the setting', async () => {
  const squatter = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => squatter.once('listening', resolve))
  const { port } = squatter.address() as AddressInfo
  const ended = await run({ PORT: String(port) })
  expect(ended.stderr).toBe(`Port ${port} is taken: stop what uses it, or set PORT to another one\n`)
  expect(ended.stdout).toBe('')
  expect(ended.exitCode).toBe(1)
  squatter.close()
})

test('a setting that makes no sense is said in one line', async () => {
  const ended = await run({ TASKBOARD_PORT: 'here' })
  expect(ended.stderr).toBe('TASKBOARD_PORT must be a port from 1 to 65535, for example 4401\n')
  expect(ended.exitCode).toBe(1)
})

test.each([
  ['a file', fileURLToPath(import.meta.url), 'a file is where a folder is needed'],
  ...(process.platform === 'linux'
    ? [['a place for no folder', '/proc/tenon', 'no folder can be made there']]
    : []),
])('%s as the data folder is said in one line', async (_, folder = '', reason) => {
  const ended = await run({ TENON_DATA_DIR: folder })
  const advice = 'set TENON_DATA_DIR to a folder that this user may write to'
  expect(ended.stderr).toBe(`Cannot mkdir ${folder}: ${reason}; ${advice}\n`)
  expect(ended.exitCode).toBe(1)
})

async function freePort(): Promise<string> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return String(port)
}
