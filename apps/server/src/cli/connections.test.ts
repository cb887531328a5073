import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ProjectContext } from '../context.ts'
import { switchOnIntegration } from '../integrations/integrations.ts'
import { createProject } from '../projects/projects.ts'
import { createEmptyDatabase, type EmptyDatabase } from '../testing/database.ts'
import { startTestServices } from '../testing/services.ts'
import { listConnections } from '../users/connections.ts'
import { main } from './main.ts'

let database: EmptyDatabase
let folder: string
let ctx: ProjectContext
let release: () => Promise<void>

beforeAll(async () => {
  database = await createEmptyDatabase()
  folder = await mkdtemp(join(tmpdir(), 'tenon-import-'))
  const { value: services, release: stop } = await startTestServices({
    DATABASE_URL: database.connectionString,
  })
  release = stop
  const project = await createProject(services, { product: `Acme ${randomUUID()}`, name: 'Development' })
  ctx = { ...services, project }
  await switchOnIntegration(ctx, { provider: 'slack', clientId: 'id', clientSecret: 'secret' })
})
afterAll(async () => {
  await release()
  await database.drop()
  await rm(folder, { recursive: true })
})

async function bring(text: string, ...options: string[]) {
  const file = join(folder, `${randomUUID()}.csv`)
  await writeFile(file, text)
  const [out, err]: string[][] = [[], []]
  const code = await main(['connections', 'import', file, ...options], {
    env: {
      DATABASE_URL: database.connectionString,
      TENON_ENCRYPTION_KEY: `test-services:${Buffer.alloc(32, 'k').toString('base64')}`,
    },
    out: (line) => void out?.push(line),
    err: (line) => void err?.push(line),
    askSecret: undefined,
    readInput: async () => text,
  })
  return { code, out: out?.join('\n') ?? '', err: err?.join('\n') ?? '' }
}

const GOOD = 'user,integration,accountType,externalId,accessToken\nanna,slack,oauth,main,xoxb-secret-1\n'
const BAD = `${GOOD}ben,slack,oauth,,\n`

test('a dry run says what would be done, row by row, and its exit code what is wrong', async () => {
  const ran = await bring(BAD, '--dry-run')
  expect(ran.code).toBe(1)
  expect(ran.out).toMatch(/^ {2}1 +anna slack main +created$/m)
  expect(ran.out).toMatch(/^ {2}2 +ben slack +failed +accessToken is missing$/m)
  expect(ran.out).toMatch(/^Dry run, nothing was saved: 1 created, 0 replaced, 0 skipped, 1 failed$/m)
  expect((await listConnections(ctx, {})).items).toEqual([])
})

test('the same file can be brought again, and replaces only if asked to', async () => {
  expect(await bring(GOOD)).toMatchObject({ code: 0, out: expect.stringContaining('1 created') })
  expect(await bring(GOOD)).toMatchObject({ code: 0, out: expect.stringContaining('1 skipped') })
  expect(await bring(GOOD, '--replace')).toMatchObject({
    code: 0,
    out: expect.stringContaining('1 replaced'),
  })
  expect((await listConnections(ctx, {})).items).toMatchObject([
    { userExternalId: 'anna', integration: 'slack', externalId: 'main', status: 'active' },
  ])
})

test('the report in JSON has an item for each row, and no credential', async () => {
  const { out, err } = await bring(BAD, '--json')
  expect(JSON.parse(out)).toMatchObject({
    items: [
      { row: 1, outcome: 'skipped' },
      { row: 2, outcome: 'failed', code: 'invalid_request' },
    ],
  })
  expect(out + err).not.toContain('xoxb-secret-1')
})

test('a file without a heading is misuse, and not quoted', async () => {
  const ran = await bring('anna,slack,oauth,main,xoxb-secret-1\n')
  expect(ran).toMatchObject({ code: 2, err: expect.stringContaining('first line must name the columns') })
  expect(ran.err).not.toContain('xoxb')
})
