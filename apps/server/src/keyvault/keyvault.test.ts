import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { listAudit } from '../audit/audit.ts'
import type { ProjectContext, Services } from '../context.ts'
import { authKindOf, clientOf, getIntegration, switchOnIntegration } from '../integrations/integrations.ts'
import { createApiKey } from '../projects/api-keys.ts'
import type { Started } from '../releasers.ts'
import { newProject, startTestServices } from '../testing/services.ts'
import { KeyvaultFile } from './file.ts'
import { getEntry, listEntries, removeEntry, revealEntry, setEntry } from './keyvault.ts'
import { exportKeyvault, importKeyvault } from './transfer.ts'

const PASSPHRASE = 'correct horse battery staple'

let started: Started<Services>
let ctx: ProjectContext
beforeAll(async () => {
  started = await startTestServices()
})
beforeEach(async () => {
  ctx = { ...(await newProject(started.value)), actor: { kind: 'command_line', id: null } }
})
afterAll(() => started.release())

const google = { name: 'google', clientId: '123.apps', value: 'google-secret' }

describe('an entry', () => {
  test('tells everything but its secret, and the redirect URL to register', async () => {
    const entry = await setEntry(ctx, { ...google, description: 'for Gmail' })
    expect(entry).toEqual({
      id: expect.any(String),
      name: 'google',
      kind: 'oauth_client',
      description: 'for Gmail',
      clientId: '123.apps',
      hasValue: true,
      redirectUrl: 'https://connect.example/oauth',
      usedBy: [],
      createdAt: expect.any(Date),
      updatedAt: expect.any(Date),
      lastUsedAt: null,
    })
    expect(JSON.stringify(await listEntries(ctx))).not.toContain('google-secret')
  })

  test('keeps what is left out, and its kind', async () => {
    await setEntry(ctx, google)
    await setEntry(ctx, { name: 'google', description: 'changed' })
    expect(await getEntry(ctx, 'google')).toMatchObject({ clientId: '123.apps', description: 'changed' })
    expect(await revealEntry(ctx, 'google')).toBe('google-secret')
    await expect(setEntry(ctx, { name: 'google', kind: 'secret', value: 'x'.repeat(9) })).rejects.toThrow(
      '"google" is an OAuth client: choose another name',
    )
  })

  test('of a secret needs a value that is long enough to be masked', async () => {
    await expect(setEntry(ctx, { name: 'pin' })).rejects.toThrow(/its value is missing/)
    await expect(setEntry(ctx, { name: 'pin', value: '1234' })).rejects.toThrow(/less than 6 characters/)
    await expect(setEntry(ctx, { name: 'c', kind: 'oauth_client' })).rejects.toThrow(
      /the client id is missing/,
    )
  })

  test('belongs to its project', async () => {
    await setEntry(ctx, google)
    const other = await newProject(started.value)
    await expect(getEntry(other, 'google')).rejects.toMatchObject({ code: 'not_found' })
    await expect(switchOnIntegration(other, { provider: 'gmail', client: 'google' })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})

describe('the OAuth client of an integration', () => {
  test('is an entry by its name, which others can share', async () => {
    await switchOnIntegration(ctx, { provider: 'slack', clientId: 'id', clientSecret: 'slack-secret' })
    expect(await getEntry(ctx, 'slack')).toMatchObject({ usedBy: [{ kind: 'integration', name: 'slack' }] })
    await setEntry(ctx, google)
    for (const provider of ['asana', 'hubspot'])
      await switchOnIntegration(ctx, { provider, client: 'google' })
    const { usedBy, lastUsedAt } = await getEntry(ctx, 'google')
    expect(usedBy.map(({ name }) => name)).toEqual(['asana', 'hubspot'])
    expect(lastUsedAt).toBeNull()
    const asana = await getIntegration(ctx, 'asana')
    expect(await clientOf(ctx, asana, authKindOf(asana), {})).toEqual({
      id: '123.apps',
      secret: 'google-secret',
    })
    expect((await getEntry(ctx, 'google')).lastUsedAt).toEqual(expect.any(Date))
  })

  test('that is shared stays as it is when one of them is given a client of its own', async () => {
    await setEntry(ctx, google)
    for (const provider of ['asana', 'hubspot'])
      await switchOnIntegration(ctx, { provider, client: 'google' })
    const asana = await switchOnIntegration(ctx, {
      provider: 'asana',
      clientId: 'own',
      clientSecret: 'own-secret',
    })
    expect(asana).toMatchObject({ client: 'asana', clientId: 'own' })
    expect(await getEntry(ctx, 'google')).toMatchObject({
      clientId: '123.apps',
      usedBy: [{ name: 'hubspot' }],
    })
  })

  test('is in the audit trail when it changes, and not when it is said once more', async () => {
    const slack = { provider: 'slack', clientId: 'id', clientSecret: 'slack-secret' }
    const changes = [slack, slack, { ...slack, clientSecret: 'changed' }, { ...slack, clientId: 'other' }]
    const counts: number[] = []
    for (const input of changes) {
      await switchOnIntegration(ctx, input)
      counts.push((await listAudit(ctx, { action: 'keyvault.set' })).items.length)
    }
    expect(counts).toEqual([1, 1, 2, 3])
    const { items } = await listAudit(ctx, { action: 'keyvault.set' })
    const set = { actor: { kind: 'command_line', id: null }, detail: { entry: 'slack' } }
    expect(items).toMatchObject([set, set, set])
    expect(JSON.stringify(items)).not.toMatch(/slack-secret|changed/)
  })

  test('does not take an entry of the same name that is somebody else’s', async () => {
    await setEntry(ctx, { name: 'slack', value: 'a webhook of ours' })
    await expect(switchOnIntegration(ctx, { provider: 'slack', clientId: 'id' })).rejects.toMatchObject({
      code: 'conflict',
    })
    await expect(switchOnIntegration(ctx, { provider: 'slack', client: 'slack' })).rejects.toThrow(
      /is no OAuth client/,
    )
    const both = { provider: 'slack', client: 'google', clientId: 'id' }
    await expect(switchOnIntegration(ctx, both)).rejects.toMatchObject({ code: 'invalid_request' })
  })
})

describe('removing an entry', () => {
  test('is refused with what uses it, unless it is forced', async () => {
    await switchOnIntegration(ctx, { provider: 'slack', clientId: 'id', clientSecret: 'slack-secret' })
    await expect(removeEntry(ctx, 'slack')).rejects.toMatchObject({
      code: 'conflict',
      meta: { usedBy: [{ kind: 'integration', name: 'slack' }] },
    })
    expect(await removeEntry(ctx, 'slack', true)).toMatchObject([{ name: 'slack' }])
    expect(await getIntegration(ctx, 'slack')).toMatchObject({
      client: null,
      missing: ['clientId', 'clientSecret'],
    })
    await expect(removeEntry(ctx, 'slack')).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('revealing', () => {
  test('is for the command line and for API keys with the right, and is in the audit trail', async () => {
    await setEntry(ctx, google)
    const plain = await createApiKey(ctx, { name: 'plain' })
    const trusted = await createApiKey(ctx, { name: 'trusted', canReveal: true })
    const as = (id: string): ProjectContext => ({ ...ctx, actor: { kind: 'team_key', id } })
    expect(await revealEntry(as(trusted.apiKey.id), 'google')).toBe('google-secret')
    for (const denied of [as(plain.apiKey.id), await newProject(started.value)]) {
      await expect(revealEntry(denied, 'google')).rejects.toMatchObject({ code: 'forbidden' })
      await expect(exportKeyvault(denied, { passphrase: PASSPHRASE })).rejects.toMatchObject({
        code: 'forbidden',
      })
    }
    await expect(createApiKey(as(plain.apiKey.id), { name: 'more', canReveal: true })).rejects.toMatchObject({
      code: 'forbidden',
    })
    const { items } = await listAudit(ctx, { action: 'keyvault.revealed' })
    expect(items).toMatchObject([
      { actor: { kind: 'team_key', id: trusted.apiKey.id }, detail: { entry: 'google' } },
    ])
  })
})

describe('the whole keyvault', () => {
  test('goes to another installation under a passphrase, sealed there with its own keys', async () => {
    await setEntry(ctx, google)
    await setEntry(ctx, { name: 'ads', value: 'developer-token', description: 'Google Ads' })
    const file = await exportKeyvault(ctx, { passphrase: PASSPHRASE })
    const text = JSON.stringify(file)
    expect(text).not.toMatch(/google|ads|developer/i)

    const key = randomBytes(32).toString('base64')
    const elsewhere = await startTestServices({
      TENON_ENCRYPTION_KEY: `elsewhere-${randomBytes(3).toString('hex')}:${key}`,
    })
    const other = { ...(await newProject(elsewhere.value)), actor: ctx.actor ?? { kind: 'system', id: null } }
    const rows = await importKeyvault(other, {
      passphrase: PASSPHRASE,
      file: KeyvaultFile.parse(JSON.parse(text)),
    })
    expect(rows).toEqual([
      { name: 'ads', outcome: 'created', reason: null },
      { name: 'google', outcome: 'created', reason: null },
    ])
    expect(await revealEntry(other, 'ads')).toBe('developer-token')
    expect(await getEntry(other, 'google')).toMatchObject({ kind: 'oauth_client', clientId: '123.apps' })
    expect((await listAudit(other, { action: 'keyvault.imported' })).items).toMatchObject([
      { detail: { count: 2 } },
    ])
    await elsewhere.release()
  })

  test('skips or replaces what is there already, row by row', async () => {
    await setEntry(ctx, google)
    await setEntry(ctx, { name: 'ads', value: 'developer-token' })
    const file = await exportKeyvault(ctx, { passphrase: PASSPHRASE })
    await setEntry(ctx, { name: 'google', clientId: 'changed', value: 'changed-secret' })
    await removeEntry(ctx, 'ads')
    await setEntry(ctx, { name: 'ads', clientId: 'now a client' })
    const skipped = await importKeyvault(ctx, { passphrase: PASSPHRASE, file })
    expect(skipped.map(({ outcome }) => outcome)).toEqual(['skipped', 'skipped'])
    expect(await revealEntry(ctx, 'google')).toBe('changed-secret')
    expect(await importKeyvault(ctx, { passphrase: PASSPHRASE, file, onConflict: 'replace' })).toEqual([
      { name: 'ads', outcome: 'failed', reason: '"ads" is an OAuth client: choose another name' },
      { name: 'google', outcome: 'replaced', reason: null },
    ])
    expect(await revealEntry(ctx, 'google')).toBe('google-secret')
  })

  test('opens with no other passphrase, and not once it was changed', async () => {
    await setEntry(ctx, google)
    const file = await exportKeyvault(ctx, { passphrase: PASSPHRASE })
    const refused = { code: 'invalid_request', message: expect.stringMatching(/does not open/) }
    await expect(importKeyvault(ctx, { passphrase: `${PASSPHRASE}!`, file })).rejects.toMatchObject(refused)
    const later = { ...file, exportedAt: '2030-01-01T00:00:00.000Z' }
    await expect(importKeyvault(ctx, { passphrase: PASSPHRASE, file: later })).rejects.toMatchObject(refused)
    const cut = { ...file, entries: file.entries.slice(0, -4) }
    await expect(importKeyvault(ctx, { passphrase: PASSPHRASE, file: cut })).rejects.toMatchObject(refused)
    expect(KeyvaultFile.safeParse({ ...file, version: 2 }).error?.issues[0]?.message).toMatch(/newer Tenon/)
    expect(KeyvaultFile.safeParse({ ...file, kdf: { ...file.kdf, n: 2 ** 24 } }).success).toBe(false)
    await expect(exportKeyvault(ctx, { passphrase: 'short' })).rejects.toThrow(/12 characters/)
  })
})
