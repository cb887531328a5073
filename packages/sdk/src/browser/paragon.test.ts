import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { connected, PROJECT_ID, WORKFLOW_ID } from '../testing/project.ts'
import { userToken } from '../testing/tokens.ts'
import { startWireServer, type WireServer } from '../testing/wire-server.ts'
import { createParagon, type Paragon } from './paragon.ts'

let server: WireServer
let paragon: Paragon

beforeEach(async () => {
  server = await startWireServer()
  paragon = createParagon()
  paragon.configureGlobal({ host: server.origin })
})
afterEach(() => server.close())

const signIn = () => paragon.authenticate(PROJECT_ID, userToken(), { metadata: { name: 'Ada' } })

describe('a page that used Paragon’s SDK', () => {
  it('signs in with a token and sees the user', async () => {
    expect(paragon.getUser()).toEqual({ authenticated: false })
    await signIn()
    expect(paragon.getUser()).toMatchObject({ authenticated: true, userId: 'user-1', meta: { Name: 'Ada' } })
    paragon.logout()
    expect(paragon.getUser()).toEqual({ authenticated: false })
  })

  it('is told what it forgot', async () => {
    expect(() => paragon.event('e', {})).toThrow(expect.objectContaining({ code: 'unauthenticated' }))
    await expect(createParagon().authenticate(PROJECT_ID, userToken())).rejects.toThrow('configureGlobal')
  })

  it('takes the host that the second argument of configureGlobal() names', async () => {
    paragon.configureGlobal({ host: 'unused.example' }, { ZEUS_PUBLIC_URL: server.origin })
    await signIn()
  })

  it('gets parsed answers, and the provider’s failure as an error', async () => {
    await signIn()
    expect(await paragon.request('slack', '/', { method: 'POST', body: { output: 1 } })).toEqual({
      output: 1,
    })
    expect(await paragon.request('slack', '/', { method: 'POST', body: 'text' })).toBe('text')
    expect(await paragon.request('slack', '/')).toBeUndefined()
    const failing = { method: 'POST', body: { error: 'x' }, headers: { 'x-answer-status': '404' } }
    await expect(paragon.request('slack', '/', failing)).rejects.toMatchObject({
      status: 404,
      response: { error: 'x' },
    })
  })

  it('can subscribe before it signs in, and unsubscribe', async () => {
    const listener = vi.fn()
    const unsubscribe = paragon.subscribe('onIntegrationInstall', listener)
    await signIn()
    const onSuccess = vi.fn()
    const event = await paragon.installIntegration('custom.tasklab', { inputs: { apiKey: 'k' }, onSuccess })
    expect(event).toMatchObject({ integrationType: 'custom.tasklab', credential: { status: 'VALID' } })
    expect(onSuccess).toHaveBeenCalledWith(event)
    expect(listener).toHaveBeenCalledOnce()
    expect(unsubscribe()).toBe(true)
    expect(paragon.unsubscribe('onIntegrationInstall', listener)).toBe(false)
  })

  it('hears of a failure by onError and by the promise', async () => {
    await signIn()
    const onError = vi.fn()
    const params = { inputs: { apiKey: 'wrong' }, onError }
    await expect(paragon.installIntegration('custom.tasklab', params)).rejects.toThrow('no such key')
    expect(onError).toHaveBeenCalledWith(expect.objectContaining({ code: 'invalid_credentials' }))
  })

  it('asks for a new token where the page can give one', async () => {
    const tokens = [userToken(), userToken()]
    paragon.configureGlobal({ host: server.origin, getUserToken: () => tokens[1] ?? '' })
    await paragon.authenticate(PROJECT_ID, tokens[0] ?? '')
    server.refusedTokens.add(tokens[0] ?? '')
    await paragon.event('e', {})
    expect(server.received.at(-1)?.headers.authorization).toBe(`Bearer ${tokens[1]}`)
  })

  it('reads what integrations are called and what can be set', async () => {
    connected(server.project, 'slack')
    await signIn()
    expect(paragon.getIntegrationMetadata().map(({ type }) => type)).toEqual([
      'slack',
      'custom.tasklab',
      'salesforce',
    ])
    expect(paragon.getIntegrationId('slack')).toBe(server.project.integrations[0]?.id)
    expect(paragon.getIntegrationConfig('slack')).toMatchObject({
      availableUserSettings: [{ id: 'channel' }],
      availableWorkflows: [{ id: WORKFLOW_ID, description: 'Sync' }],
      hiddenWorkflows: [],
    })
    expect(await paragon.updateIntegrationUserSettings('slack', { channel: 'C1' })).toMatchObject({
      userState: { userId: 'user-1' },
      errors: ['channel: unknown'],
    })
    await paragon.enableWorkflow(WORKFLOW_ID)
    expect(await paragon.workflow(WORKFLOW_ID, { body: { a: 1 } })).toEqual({ a: 1 })
    await paragon.uninstallIntegration('slack')
    expect(paragon.getUser()).toMatchObject({ integrations: { slack: { enabled: false } } })
  })
})
