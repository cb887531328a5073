import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startTenonServer } from './tenon-server.ts'

/** A start that fails at once, and says so in the log. */
async function failToStart(logFile: string): Promise<void> {
  const { exited } = startTenonServer({ env: { ...process.env, PORT: 'x' }, port: 1, logFile })
  expect((await exited).message).toBe('PORT must be a port from 1 to 65535, for example 4400')
}

async function newLog(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'demo-log-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return join(folder, 'server.log')
}

test('the log keeps what earlier starts wrote', async () => {
  const logFile = await newLog()
  await writeFile(logFile, 'earlier\n')
  await failToStart(logFile)
  expect(await readFile(logFile, 'utf8')).toMatch(/^earlier\nPORT must be/)
})

test('a long log becomes the previous one', async () => {
  const logFile = await newLog()
  await writeFile(logFile, '')
  await truncate(logFile, 10_000_001)
  await failToStart(logFile)
  expect((await stat(`${logFile}.previous`)).size).toBe(10_000_001)
  expect(await readFile(logFile, 'utf8')).toMatch(/^PORT must be/)
})
