import { expect, test } from 'vitest'
import { main } from './cli/main.ts'
import { readConfig } from './config.ts'
import { createLog } from './log.ts'
import { withReleasers } from './releasers.ts'
import { startServer } from './server.ts'
import { createEmptyDatabase } from './testing/database.ts'

const KEY = `test:${Buffer.alloc(32, 'k').toString('base64')}`

test('commands go by what the server was told, and otherwise say that they guess', async () => {
  const database = await createEmptyDatabase()
  const env = { DATABASE_URL: database.connectionString, TENON_ENCRYPTION_KEY: KEY }
  const tenon = async (args: string[], more: Record<string, string> = {}) => {
    const lines: string[] = []
    const out = (line: string) => void lines.push(line)
    const input = { askSecret: undefined, readInput: async () => 'client-secret' }
    await main(args, { env: { ...env, ...more }, out, err: out, ...input })
    return lines.join('\n')
  }
  await tenon(['project', 'create', '--product', 'Taskboard', '--name', 'Development'])
  const set = await tenon(['keyvault', 'set', 'shared', '--client-id', '123', '--secret-stdin'])
  expect(set).toMatch(/http:\/\/localhost:4400\/oauth$/m)
  expect(set).toMatch(/is a guess, as TENON_PUBLIC_URL is unset and no server has run yet/)

  const told = { PORT: '0', TENON_PUBLIC_URL: 'http://localhost:4600', TENON_OUTBOUND_ALLOW: '127.0.0.1:9' }
  const log = createLog({ level: 'silent', pretty: false })
  const { release } = await withReleasers((onRelease) =>
    startServer(readConfig({ ...env, ...told }), log, onRelease),
  )
  await release()
  for (const command of [
    ['keyvault', 'list'],
    ['keyvault', 'show', 'shared'],
    ['integration', 'on', 'slack', '--client', 'shared'],
  ]) {
    const said = await tenon(command)
    expect(said).toContain('http://localhost:4600/oauth')
    expect(said).not.toContain('guess')
  }
  const own = { TENON_PUBLIC_URL: 'https://connect.example' }
  expect(await tenon(['keyvault', 'list'], own)).toContain('https://connect.example/oauth')
  await database.drop()
})
