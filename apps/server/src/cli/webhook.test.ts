import { afterAll, beforeAll, expect, test } from 'vitest'
import { record } from '../audit/audit.ts'
import { newConnectionId } from '../connections/ids.ts'
import { getProject } from '../projects/projects.ts'
import { createEmptyDatabase, type EmptyDatabase } from '../testing/database.ts'
import { newProject, startTestServices } from '../testing/services.ts'
import { enqueueWebhooks } from '../webhooks/enqueue.ts'
import { main } from './main.ts'

const KEY = `test-services:${Buffer.alloc(32, 'k').toString('base64')}`

let database: EmptyDatabase
beforeAll(async () => {
  database = await createEmptyDatabase()
  const { value, release } = await startTestServices({ DATABASE_URL: database.connectionString })
  await newProject(value)
  await release()
})
afterAll(() => database.drop())

async function tenon(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = []
  const err: string[] = []
  const code = await main(args, {
    env: { DATABASE_URL: database.connectionString, TENON_ENCRYPTION_KEY: KEY },
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    askSecret: undefined,
    readInput: async () => '',
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

const json = async (...args: string[]) => JSON.parse((await tenon(...args, '--json')).out)

/** Something happens, as it would in a server. */
async function happen(): Promise<void> {
  const { value, release } = await startTestServices({ DATABASE_URL: database.connectionString })
  const [{ id } = { id: '' }] = await json('project', 'list')
  const ctx = { ...value, project: await getProject(value, id) }
  const names = { integration: 'slack', userExternalId: 'user-7' }
  const connectionId = newConnectionId()
  const subject = { id: connectionId, externalId: null, accountType: 'oauth', ...names }
  await enqueueWebhooks(ctx, { event: 'connection.created', subject, reason: null })
  const actor = { kind: 'user', id: 'user-7' } as const
  await record(ctx, {
    actor,
    action: 'connection.connected',
    connectionId,
    reason: null,
    detail: { from: null, to: 'active' },
    ...names,
  })
  await release()
}

test('an endpoint, from its secret to its end', async () => {
  const made = await tenon('webhook', 'create', 'https://hook.example/in', '--event', 'connection.created')
  expect(made).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^id +[\da-f-]{36}\nsecret +whsec_[\w+/]{43}=$/),
  })
  const [endpoint] = await json('webhook', 'list')
  expect(endpoint).toMatchObject({ url: 'https://hook.example/in', events: ['connection.created'] })
  expect((await tenon('webhook', 'list')).out).not.toContain('whsec_')

  expect((await tenon('webhook', 'create', 'https://hook.example/in')).err).toContain(endpoint.id)
  expect((await tenon('webhook', 'deliveries', '--status', 'failed')).out).toBe('None failed')

  await happen()
  expect((await tenon('webhook', 'deliveries')).out).toMatch(
    /^ID.*\n\S+ +connection\.created +[\da-f-]{36} +https:\/\/hook\.example\/in +waiting +0 /,
  )
  const { items } = await json('webhook', 'deliveries')
  expect(items).toMatchObject([{ status: 'waiting', event: 'connection.created', endpointId: endpoint.id }])
  expect(await tenon('webhook', 'resend', items[0].id)).toMatchObject({
    code: 0,
    out: `${items[0].id} is sent again`,
  })
  expect((await tenon('webhook', 'rotate', endpoint.id)).out).toMatch(/^whsec_/)
  expect((await tenon('webhook', 'delete', endpoint.id)).code).toBe(0)
  expect((await tenon('webhook', 'list')).out).toBe('No endpoint yet: npx tenon webhook create URL')
})

test('the audit trail names time, event, user and who did it', async () => {
  await happen()
  const { out } = await tenon('audit', 'list', '--user', 'user-7', '--limit', '1')
  expect(out).toMatch(
    /^TIME.*\n\S+Z +connection\.connected +slack +user-7 +[\da-f-]{36} +new → active +– +user user-7$/,
  )
  expect((await tenon('audit', 'list', '--user', 'nobody')).out).toBe('Nothing has happened yet')
})

test('what is written wrongly is said', async () => {
  expect(await tenon('webhook', 'create')).toMatchObject({
    code: 2,
    err: expect.stringContaining('the URL is missing'),
  })
  expect(await tenon('webhook', 'create', 'ftp://hook.example')).toMatchObject({
    code: 1,
    err: expect.stringContaining('url: must be an http or https URL'),
  })
  expect((await tenon('webhook', 'resend', 'nosuch')).err).toContain('"nosuch" is no DELIVERY_ID')
  expect((await tenon('webhook', 'create', 'http://localhost:9000/x')).err).toContain(
    'start the server with TENON_OUTBOUND_ALLOW=localhost:9000',
  )
  expect((await tenon('audit', 'list', '--action', 'nonsense')).err).toContain('action: ')
})
