import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { json } from '../testing/fake-provider.ts'
import { type Life, startLife } from '../testing/life.ts'
import { deleteUser, listUsers } from '../users/users.ts'
import { type AuditEntry, listAudit } from './audit.ts'

const MINUTE_MS = 60_000

let life: Life
beforeEach(async () => {
  life = await startLife()
})
afterEach(() => life.close())

async function trail(input: Parameters<typeof listAudit>[1] = {}): Promise<AuditEntry[]> {
  return (await listAudit(life.server.ctx, input)).items
}
/** What happened to connections; the client that was set before is in the trail, too. */
async function actions(): Promise<string[]> {
  const of = (await trail()).map(({ action }) => action).filter((action) => action !== 'keyvault.set')
  return of.map((action) => action.replace('connection.', ''))
}

describe('the audit trail', () => {
  test('has each change of state with who, what and why, and outlives connection and user', async () => {
    await life.connect()
    await life.lose()
    await life.connect()
    const [user] = (await listUsers(life.server.ctx, {})).items
    if (!user) throw new Error('somebody has connected')
    await deleteUser(life.server.ctx, user.id)
    expect(await actions()).toEqual(['disconnected', 'reconnected', 'refresh_rejected', 'connected'])
    const [gone, , lost, first] = await trail()
    const ofUser = { integration: 'fake', userExternalId: 'user-1', connectionId: user.connections[0]?.id }
    expect(lost).toMatchObject({
      ...ofUser,
      actor: { kind: 'system', id: null },
      reason: 'refresh_rejected',
      detail: { from: 'active', to: 'needs_reauth', accountType: 'oauth' },
    })
    expect(first).toMatchObject({
      ...ofUser,
      actor: { kind: 'user', id: 'user-1' },
      detail: { from: null, to: 'active' },
    })
    expect(gone).toMatchObject({ ...ofUser, detail: { from: 'active', to: null } })
  })

  test('says which API key, or that the command line, did it', async () => {
    await life.connect()
    const [{ id } = { id: '' }] = (await life.page('connections')).items
    await life.team(`connections/${id}`, { method: 'DELETE' })
    const [{ id: keyId } = { id: '' }] = (await life.page('api-keys')).items
    expect((await trail())[0]?.actor).toEqual({ kind: 'team_key', id: keyId })
  })

  test('says nothing of refreshes that only bring a new token, or that fail while the old one works', async () => {
    await life.connect()
    life.server.advance(59.5 * MINUTE_MS)
    await life.server.call('sdk/proxy/fake/api/things')
    life.server.advance(59.5 * MINUTE_MS)
    life.provider.misbehave('/oauth/token', json(500, {}))
    await life.server.call('sdk/proxy/fake/api/things')
    expect(life.provider.tokens.refreshes).toHaveLength(1)
    expect(await actions()).toEqual(['connected'])
  })

  test('an event that comes too late is not there: the user has connected again meanwhile', async () => {
    await life.connect()
    life.provider.tokens.revokeAll()
    const held = life.provider.hold('/oauth/token')
    const called = life.server.call('sdk/proxy/fake/api/things')
    await held.arrived
    held.release()
    await called
    expect(await actions()).toEqual(['refresh_rejected', 'connected'])
    await Promise.all(Array.from({ length: 5 }, () => life.server.call('sdk/proxy/fake/api/things')))
    expect(await actions()).toEqual(['refresh_rejected', 'connected'])
  })

  test('is read through the Team API by connection, user, action and time, page by page', async () => {
    for (const user of ['user-1', 'user-2', 'user-3']) await life.connect(user)
    await life.lose('user-2')
    const read = (query: string) => life.page(`audit?${query}`)
    expect((await read('userExternalId=user-2')).items.map(({ action }) => action)).toEqual([
      'connection.refresh_rejected',
      'connection.connected',
    ])
    expect((await read('action=connection.refresh_rejected')).items).toHaveLength(1)
    const [{ connectionId } = { connectionId: '' }] = (await read('userExternalId=user-3')).items
    expect((await read(`connectionId=${connectionId}`)).items).toHaveLength(1)
    expect((await read('since=2999-01-01')).items).toEqual([])
    expect((await read('until=2999-01-01&limit=200')).items).toHaveLength(5)
    const first = await read('limit=3')
    const second = await read(`limit=3&cursor=${first.nextCursor}`)
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([3, 2, null])
    expect((await life.team('audit?action=nonsense')).status).toBe(400)
  })
})
