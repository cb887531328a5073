import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { createLog } from '../log.ts'
import { findRunning, isAlive } from './embedded/pid-file.ts'
import { startEmbedded } from './embedded.ts'

const HOLDER = fileURLToPath(new URL('../testing/embedded-holder.ts', import.meta.url))
const log = createLog({ level: 'silent', pretty: false })
const isRoot = process.getuid?.() === 0

let dataDir: string
const folder = () => join(dataDir, 'postgres')

/** Creating a database takes longer than all the rest: most tests share one folder, one after the other. */
beforeAll(async () => {
  dataDir = await newFolder()
})
afterAll(() => rm(dataDir, { recursive: true }))
beforeEach(() => {
  onTestFinished(async () => {
    expect(await findRunning(folder()), 'every test stops PostgreSQL').toBeUndefined()
  })
})

test('starts PostgreSQL 18 with every commit on disk and no port open', async () => {
  const { connectionString, stop } = await startEmbedded({ dataDir, log })
  onTestFinished(stop)
  expect(
    await query(
      connectionString,
      `select current_setting('server_version') as version, current_setting('fsync') as fsync,
         current_setting('synchronous_commit') as synchronous, current_setting('listen_addresses') as addresses`,
    ),
  ).toEqual([{ version: expect.stringMatching(/^18\./), fsync: 'on', synchronous: 'on', addresses: '' }])
})

test('keeps data and shuts down cleanly', async () => {
  const first = await startEmbedded({ dataDir, log })
  await query(first.connectionString, 'create table kept as select 1 as n')
  await first.stop()
  await rm(join(dataDir, 'postgres.log'))
  const second = await startEmbedded({ dataDir, log })
  onTestFinished(second.stop)
  expect(await query(second.connectionString, 'select n from kept')).toEqual([{ n: 1 }])
  expect(await readFile(join(dataDir, 'postgres.log'), 'utf8')).not.toMatch(/interrupted|recover/)
})

test('stop may be called twice, and with connections open', async () => {
  const { connectionString, stop } = await startEmbedded({ dataDir, log })
  const client = new pg.Client({ connectionString })
  client.on('error', () => {})
  await client.connect()
  await Promise.all([stop(), stop()])
  await stop()
})

test('a second process on the folder is a guest: it joins, and its stop stops nothing', async () => {
  const owner = await startEmbedded({ dataDir, log })
  onTestFinished(owner.stop)
  const guest = await startHolder(dataDir)
  expect(guest.isOwner).toBe(false)
  await guest.end()
  expect(await query(owner.connectionString, 'select 1 as n')).toEqual([{ n: 1 }])
})

test('processes that start at once on a new folder share one PostgreSQL', async () => {
  const shared = await newFolder()
  onTestFinished(() => rm(shared, { recursive: true }))
  const holders = await Promise.all([startHolder(shared), startHolder(shared)])
  expect(holders.filter((holder) => holder.isOwner)).toHaveLength(1)
  for (const holder of holders.toSorted((a, b) => Number(a.isOwner) - Number(b.isOwner))) await holder.end()
  expect(await findRunning(join(shared, 'postgres'))).toBeUndefined()
})

test('survives the kill of its process, and the next one adopts and stops it', async () => {
  const killed = await startHolder(dataDir)
  const before = await findRunning(folder())
  await killed.end('SIGKILL')
  expect(await findRunning(folder())).toEqual(before)
  const heir = await startEmbedded({ dataDir, log })
  expect(await findRunning(folder())).toEqual(before)
  expect(heir.isOwner()).toBe(true)
  await heir.stop()
})

test('is out of reach of a Ctrl-C in the terminal of its process', async () => {
  const holder = await startHolder(dataDir)
  process.kill(-holder.pid, 'SIGINT')
  expect(await query(holder.connectionString, 'select 1 as n')).toEqual([{ n: 1 }])
  await holder.end()
})

test('is started again, at the same address, when it is killed', async () => {
  const { connectionString, stop } = await startEmbedded({ dataDir, log })
  onTestFinished(stop)
  const before = await findRunning(folder())
  process.kill(before?.pid ?? 0, 'SIGKILL')
  await vi.waitFor(() => query(connectionString, 'select 1'), { timeout: 10_000, interval: 20 })
  expect((await findRunning(folder()))?.pid).not.toBe(before?.pid)
})

test('a guest keeps PostgreSQL running when the owner stops it, and stops it in the end', async () => {
  const owner = await startHolder(dataDir)
  const guest = await startEmbedded({ dataDir, log })
  expect(guest.isOwner()).toBe(false)
  await owner.end()
  await vi.waitFor(() => expect(guest.isOwner()).toBe(true), { timeout: 10_000, interval: 20 })
  expect(await query(guest.connectionString, 'select 1 as n')).toEqual([{ n: 1 }])
  await guest.stop()
})

test('a pid file that names some other process does not keep it from starting', async () => {
  const lines = [process.pid, folder(), 1, 5432, '/tmp', '', '1 2', 'ready   ', '']
  await writeFile(join(folder(), 'postmaster.pid'), lines.join('\n'))
  const { stop } = await startEmbedded({ dataDir, log })
  await stop()
  expect(isAlive(process.pid)).toBe(true)
})

test('says which version wrote a folder of another major version', async () => {
  const version = await readFile(join(folder(), 'PG_VERSION'), 'utf8')
  onTestFinished(() => writeFile(join(folder(), 'PG_VERSION'), version))
  await writeFile(join(folder(), 'PG_VERSION'), '17\n')
  await expect(startEmbedded({ dataDir, log })).rejects.toThrow(
    /written by PostgreSQL 17 and this Tenon ships 18: run/,
  )
})

test("gives PostgreSQL's own reason when it does not start", async () => {
  const path = join(folder(), 'postgresql.conf')
  const settings = await readFile(path, 'utf8')
  onTestFinished(() => writeFile(path, settings))
  await writeFile(path, 'no_such_setting = 1\n')
  await expect(startEmbedded({ dataDir, log })).rejects.toThrow(
    /^the embedded PostgreSQL does not start: configuration file ".*postgresql.conf" contains errors$/,
  )
})

test('a folder that cannot be created is a system error with its path', async () => {
  await expect(startEmbedded({ dataDir: '/dev/null/tenon', log })).rejects.toMatchObject({
    code: 'EEXIST',
    path: '/dev/null',
  })
})

test.runIf(isRoot)("started by root, it lives in the data folder, as another user's", async () => {
  const parent = await newFolder()
  onTestFinished(() => rm(parent, { recursive: true }))
  const inside = join(parent, 'data')
  const { stop } = await startEmbedded({ dataDir: inside, log })
  await stop()
  expect((await stat(join(inside, 'postgres'))).uid).not.toBe(0)
})

test.runIf(isRoot)(
  "started by root in a folder that is root's alone, it lives elsewhere and says so",
  async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {})
    onTestFinished(() => said.mockRestore())
    const closed = await newFolder()
    const inside = join(closed, 'data')
    await mkdir(inside)
    await chmod(closed, 0o700)
    onTestFinished(() => rm(closed, { recursive: true }))
    const first = await startEmbedded({ dataDir: inside, log })
    const elsewhere = (await readFile(join(inside, 'postgres-folder'), 'utf8')).trim()
    onTestFinished(() => rm(elsewhere, { recursive: true, force: true }))
    await query(first.connectionString, 'create table kept as select 1 as n')
    await first.stop()
    const second = await startEmbedded({ dataDir: inside, log })
    expect(await query(second.connectionString, 'select n from kept')).toEqual([{ n: 1 }])
    await second.stop()
    expect(said.mock.calls).toHaveLength(2)
    expect(said.mock.calls[1]?.[0]).toContain(`THE DATABASE IS IN ${elsewhere}, NOT IN ${inside}`)
    await rm(elsewhere, { recursive: true })
    await expect(startEmbedded({ dataDir: inside, log })).rejects.toThrow(
      `The database folder ${elsewhere} is gone`,
    )
  },
)

/** As root, PostgreSQL runs as another user, who must be able to enter. */
async function newFolder(): Promise<string> {
  const path = await mkdtemp('/tmp/tenon-embedded-')
  await chmod(path, 0o755)
  return path
}

async function query(connectionString: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

/** Another process that opened the folder, in a process group of its own. */
async function startHolder(path: string) {
  const child = spawn(process.execPath, [...process.execArgv, HOLDER, path], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const exited = once(child, 'exit')
  const [line] = await once(createInterface(child.stdout), 'line')
  return {
    ...(JSON.parse(line) as { connectionString: string; isOwner: boolean }),
    pid: child.pid ?? 0,
    async end(signal?: NodeJS.Signals) {
      if (signal) child.kill(signal)
      else child.stdin.end()
      await exited
    },
  }
}
