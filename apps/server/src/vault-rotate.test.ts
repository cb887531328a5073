import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { type Config, readConfig } from './config.ts'
import type { ProjectContext, Services } from './context.ts'
import { switchOnIntegration } from './integrations/integrations.ts'
import { createLog } from './log.ts'
import { withReleasers } from './releasers.ts'
import { startServices } from './services.ts'
import { createEmptyDatabase, type EmptyDatabase } from './testing/database.ts'
import { newProject } from './testing/services.ts'
import type { Place } from './vault.ts'
import { sealedColumns } from './vault-columns.ts'
import { listKeys, removeKey, rotate } from './vault-ring.ts'
import { rotateKeys } from './vault-rotate.ts'

const [OLD, NEW, OTHER] = ['old', 'new', 'other'].map((id) => `${id}:${randomBytes(32).toString('base64')}`)
const MANY = 450 // more than two batches

let database: EmptyDatabase
beforeEach(async () => {
  database = await createEmptyDatabase()
})
afterEach(() => database.drop())

/** One process of the installation, with its own keys. */
async function startProcess(keys: (string | undefined)[], changes: Partial<Config> = {}): Promise<Services> {
  const config = readConfig({ DATABASE_URL: database.connectionString, TENON_ENCRYPTION_KEY: keys.join() })
  const log = createLog({ level: 'silent', pretty: false })
  const { value, release } = await withReleasers((onRelease) =>
    startServices({ ...config, ...changes }, log, onRelease),
  )
  onTestFinished(release)
  return value
}

const placeOf = (rowId: string): Place => ({ table: 'connection', column: 'credential', rowId })

/** Connections whose credentials the process's vault has sealed. @returns their ids */
async function connect(ctx: ProjectContext, count: number): Promise<string[]> {
  const { id: integrationId } = await switchOnIntegration(ctx, { provider: 'slack' })
  const userId = uuidv7()
  const ids = Array.from({ length: count }, () => uuidv7())
  await database.query('insert into connected_user (id, project_id, external_id) values ($1, $2, $3)', [
    userId,
    ctx.project.id,
    userId,
  ])
  await database.query(
    `insert into connection (id, project_id, user_id, integration_id, account_type, status, credential)
     select id, $1, $2, $3, 'oauth', 'active', credential from unnest($4::uuid[], $5::bytea[]) as c (id, credential)`,
    [
      ctx.project.id,
      userId,
      integrationId,
      ids,
      ids.map((id) => ctx.vault.seal(`token of ${id}`, placeOf(id))),
    ],
  )
  return ids
}

async function readAll({ vault }: Services): Promise<string[]> {
  const rows = await database.query<{ id: string; credential: Buffer }>(
    'select id, credential from connection',
  )
  return rows
    .map(({ id, credential }) => vault.openText(credential, placeOf(id)) === `token of ${id}` && id)
    .map(String)
}

const credentials = async (services: Services) =>
  (await rotateKeys(services)).find(({ column }) => column === 'connection.credential')

test('all columns that hold sealed values are known, and nothing else is', async () => {
  await startProcess([OLD])
  const columns = await database.query<{ name: string }>(
    `select table_name || '.' || column_name as name from information_schema.columns
     where data_type = 'bytea' and table_schema = 'public'`,
  )
  const digests = [
    'api_key.digest',
    'popup_code.digest',
    'connect_session.state_digest',
    'encryption_canary.sealed',
  ]
  const sealed = sealedColumns.map(({ table, column }) => `${table}.${column}`)
  expect(columns.map(({ name }) => name).toSorted()).toEqual([...sealed, ...digests].toSorted())
})

test('rotates while a process that knows both keys goes on with either', async () => {
  const first = await startProcess([OLD])
  const ids = await connect(await newProject(first), MANY)
  const stillOld = await startProcess([OLD, NEW]) // step one: decrypts by the new key, encrypts by the old
  const turned = await startProcess([NEW, OLD])
  expect(await credentials(turned)).toEqual({
    column: 'connection.credential',
    reencrypted: MANY,
    retried: 0,
    left: 0,
    unknownKey: 0,
    damaged: 0,
  })
  for (const process of [stillOld, turned])
    expect((await readAll(process)).toSorted()).toEqual(ids.toSorted())
  expect(await credentials(turned)).toMatchObject({ reencrypted: 0 })
  expect(await credentials(stillOld)).toMatchObject({ reencrypted: MANY }) // and back
  const onlyOld = await startProcess([OLD])
  expect(await readAll(onlyOld)).toHaveLength(MANY)
  expect(() => first.vault.openText(turned.vault.seal('x', placeOf('y')), placeOf('y'))).toThrow(
    /lacks the key "new"/,
  )
})

test('interrupted half way, it is finished by the next one', async () => {
  const ids = await connect(await newProject(await startProcess([OLD])), MANY)
  const turned = await startProcess([NEW, OLD])
  let batches = 0
  const failing = new Proxy(turned.db, {
    get: (db, name, receiver) =>
      name === 'execute' && ++batches > 4
        ? () => Promise.reject(new Error('killed'))
        : Reflect.get(db, name, receiver),
  })
  await expect(rotateKeys({ ...turned, db: failing })).rejects.toThrow('killed')
  const half = await listKeys(turned)
  expect(half).toEqual([
    { id: 'new', state: 'encrypts', uses: expect.any(Number) },
    { id: 'old', state: 'decrypts', uses: expect.any(Number) },
  ])
  expect(half.every(({ uses }) => uses > 0 && uses < MANY)).toBe(true)
  expect(await readAll(turned)).toHaveLength(MANY)
  expect((await credentials(turned))?.reencrypted).toBe(half[1]?.uses)
  expect((await readAll(await startProcess([NEW]))).toSorted()).toEqual(ids.toSorted())
})

test('what changes between reading and writing keeps the change, and is tried again', async () => {
  const first = await startProcess([OLD])
  const [id = ''] = await connect(await newProject(first), 3)
  const turned = await startProcess([NEW, OLD])
  let isChanged = false
  const { open } = turned.vault
  const vault = {
    ...turned.vault,
    open(sealed: Uint8Array, place: Place) {
      isChanged = true
      return open(sealed, place)
    },
  }
  const db = new Proxy(turned.db, {
    get: (db, name, receiver) => {
      if (name !== 'execute' || !isChanged) return Reflect.get(db, name, receiver)
      return async (query: Parameters<typeof db.execute>[0]) => {
        isChanged = false
        await database.query('update connection set credential = $1 where id = $2 and status = $3', [
          first.vault.seal('renewed meanwhile', placeOf(id)),
          id,
          'active',
        ])
        await database.query("update connection set status = 'needs_reauth' where id = $1", [id])
        return db.execute(query)
      }
    },
  })
  const reports = await rotateKeys({ db, vault })
  expect(reports[0]).toMatchObject({ reencrypted: 3, retried: 1, left: 0 })
  const [row] = await database.query<{ credential: Buffer }>(
    'select credential from connection where id = $1',
    [id],
  )
  expect(turned.vault.isSealedWithFirstKey(row?.credential ?? Buffer.alloc(0))).toBe(true)
  expect(turned.vault.openText(row?.credential ?? Buffer.alloc(0), placeOf(id))).toBe('renewed meanwhile')
})

test('a row that is locked is not waited for', async () => {
  const [id = ''] = await connect(await newProject(await startProcess([OLD])), 2)
  const turned = await startProcess([NEW, OLD])
  await turned.db.transaction(async (tx) => {
    await tx.execute(sql`select id from connection where id = ${id} for update`)
    expect(await credentials(turned)).toMatchObject({ reencrypted: 1, left: 1 })
  })
  expect(await credentials(turned)).toMatchObject({ reencrypted: 1, left: 0 })
})

test('reports values of an unknown key and damaged ones, and leaves them as they are', async () => {
  const stranger = await startProcess([OTHER])
  const ctx = await newProject(stranger)
  await connect(ctx, 2)
  const first = await startProcess([OLD])
  const [damaged = ''] = await connect({ ...ctx, ...first, project: ctx.project }, 3)
  await database.query('update connection set credential = credential || $1 where id = $2', [
    Buffer.from([0]),
    damaged,
  ])
  const before = await database.query('select credential from connection where id = $1', [damaged])
  const turned = await startProcess([NEW, OLD])
  expect(await credentials(turned)).toMatchObject({ reencrypted: 2, unknownKey: 2, damaged: 1, left: 0 })
  expect(await database.query('select credential from connection where id = $1', [damaged])).toEqual(before)
  expect(await listKeys(turned)).toEqual([
    { id: 'new', state: 'encrypts', uses: 2 },
    { id: 'old', state: 'decrypts', uses: 1 },
    { id: 'other', state: 'missing', uses: 2 },
  ])
})

test('an OAuth client sealed before there was a keyvault moves to its place', async () => {
  const services = await startProcess([OLD])
  const ctx = await newProject(services)
  const { id } = await switchOnIntegration(ctx, {
    provider: 'slack',
    clientId: 'c',
    clientSecret: 'kept-secret',
  })
  const sealed = ctx.vault.seal('kept-secret', { table: 'integration', column: 'client_secret', rowId: id })
  await database.query('update integration set keyvault_entry_id = null')
  await database.query('update keyvault_entry set id = $1, value = $2, is_sealed_as_integration = true', [
    id,
    sealed,
  ])
  await rotateKeys(services)
  const [row] = await database.query<{ value: Buffer; flag: boolean }>(
    'select value, is_sealed_as_integration as flag from keyvault_entry',
  )
  expect(row?.flag).toBe(false)
  const place = { table: 'keyvault_entry', column: 'value', rowId: id }
  expect(services.vault.openText(row?.value ?? Buffer.alloc(0), place)).toBe('kept-secret')
})

test('a key of TENON_ENCRYPTION_KEY is forgotten once nothing uses it and no process has it', async () => {
  await connect(await newProject(await startProcess([OLD])), 1)
  const turned = await startProcess([NEW, OLD])
  await expect(removeKey(turned, 'new')).rejects.toThrow(/encrypts: rotate/)
  await expect(removeKey(turned, 'old')).rejects.toThrow(
    'One value needs "old": run npx tenon keys rotate first',
  )
  await expect(removeKey(turned, 'none')).rejects.toThrow('There is no encryption key "none"')
  await rotate(turned)
  await expect(removeKey(turned, 'old')).rejects.toThrow(/take it out of TENON_ENCRYPTION_KEY/)
  const last = await startProcess([NEW])
  expect(await listKeys(last)).toMatchObject([{ id: 'new' }, { id: 'old', state: 'missing', uses: 0 }])
  await removeKey(last, 'old')
  expect(await listKeys(last)).toEqual([{ id: 'new', state: 'encrypts', uses: 1 }])
})

test('the key file is given a new key, which a running server uses at once', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'tenon-rotate-'))
  onTestFinished(() => rm(dataDir, { recursive: true }))
  const inFolder = { encryptionKeys: undefined, dataDir }
  const server = await startProcess([OLD], inFolder)
  const ids = await connect(await newProject(server), 5)
  const command = await startProcess([OLD], inFolder)
  const { keyId, isNew, reports } = await rotate(command)
  expect({ keyId, isNew }).toEqual({
    keyId: expect.stringMatching(/^\d{4}-\d\d-\d\d-[\da-f]{6}$/),
    isNew: true,
  })
  expect(reports[0]).toMatchObject({ reencrypted: 5 })
  expect((await readAll(server)).toSorted()).toEqual(ids.toSorted())
  expect(command.vault.openText(server.vault.seal('x', placeOf('y')), placeOf('y'))).toBe('x')
  expect(server.vault.keyIds()).toEqual([keyId, 'default'])

  await removeKey(command, 'default')
  expect(await listKeys(server)).toEqual([{ id: keyId, state: 'encrypts', uses: 5 }])
  const restarted = await startProcess([OLD], inFolder)
  expect(await readAll(restarted)).toHaveLength(5)
})

test('with the key file, an interrupted rotation goes on with the key it made', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'tenon-rotate-'))
  onTestFinished(() => rm(dataDir, { recursive: true }))
  const services = await startProcess([OLD], { encryptionKeys: undefined, dataDir })
  await connect(await newProject(services), 2)
  const killed = vi.spyOn(services.vault, 'open').mockImplementation(() => {
    throw new Error('killed')
  })
  await expect(rotate(services)).rejects.toThrow('killed')
  killed.mockRestore()
  const [keyId] = services.vault.keyIds()
  expect(await rotate(services)).toMatchObject({ keyId, isNew: false })
  expect(services.vault.keyIds()).toEqual([keyId, 'default'])
})
