import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connected, PROJECT_ID, WORKFLOW_ID } from '../testing/project.ts'
import { userToken } from '../testing/tokens.ts'
import { sendFailure, startWireServer, type WireServer } from '../testing/wire-server.ts'
import { createTenon, type Tenon, TenonError } from './index.ts'

let server: WireServer
let tokens: string[]
let tenon: Tenon

beforeEach(async () => {
  server = await startWireServer()
  tokens = []
  tenon = createTenon({ host: server.origin, projectId: PROJECT_ID, getUserToken: newToken })
})
afterEach(() => server.close())

function newToken(sub = 'user-1'): string {
  const token = userToken({ sub })
  tokens.push(token)
  return token
}

describe('request', () => {
  it('resolves with the provider’s own answer, whatever its status', async () => {
    const response = await tenon.request('slack', '/chat.postMessage?x=1', {
      method: 'put',
      body: { text: 'hi' },
      headers: { 'x-answer-status': '404' },
    })
    expect(response).toBeInstanceOf(Response)
    expect(response.status).toBe(404)
    expect(JSON.parse(response.headers.get('x-echo') ?? '')).toEqual({
      method: 'PUT',
      url: `/projects/${PROJECT_ID}/sdk/proxy/slack/chat.postMessage?x=1`,
    })
    expect(await response.json()).toEqual({ text: 'hi' })
  })

  it('reads the body by its shortcuts', async () => {
    const body = { text: 'ö' }
    expect(await tenon.request('slack', '/', { body }).json()).toEqual(body)
    expect(await tenon.request('slack', '/', { body: 'ö' }).text()).toBe('ö')
    expect(await tenon.request('slack', '/').json()).toBeUndefined()
    const bytes = new Uint8Array([0, 255, 1])
    expect(new Uint8Array(await tenon.request('slack', '/', { body: bytes }).arrayBuffer())).toEqual(bytes)
    expect((await tenon.request('slack', '/', { body: bytes }).blob()).size).toBe(3)
    const form = new FormData()
    form.set('file', new Blob(['x']), 'x.txt')
    expect((await tenon.request('slack', '/', { body: form }).formData()).get('file')).toBeInstanceOf(File)
  })

  it('streams a body up', async () => {
    const body = new Blob(['a'.repeat(100_000)]).stream()
    expect(await tenon.request('slack', '/', { body }).text()).toHaveLength(100_000)
    expect(server.to('/slack/')[0]?.headers['transfer-encoding']).toBe('chunked')
  })

  it('throws for the provider’s failure only when asked', async () => {
    const asked = tenon.request('slack', '/', {
      body: { error: 'no_channel' },
      headers: { 'x-answer-status': '400' },
      throwProviderErrors: true,
    })
    await expect(asked).rejects.toMatchObject({
      code: 'provider_error',
      status: 400,
      meta: { body: { error: 'no_channel' } },
    })
  })

  it('throws Tenon’s own failure as a TenonError', async () => {
    server.intercept = ({ path }, response) => {
      if (!path.includes('/proxy/')) return false
      sendFailure(response, 409, 'connection_needs_reauth', 'Slack asks this user to sign in again')
      return true
    }
    const error = await tenon.request('slack', '/').catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(TenonError)
    expect(error).toMatchObject({
      code: 'connection_needs_reauth',
      status: 409,
      message: 'Slack asks this user to sign in again',
      requestId: 'req-1',
      meta: { hint: 'h' },
    })
  })

  it('leaves the provider’s 401 to the caller, and the user token alone', async () => {
    const headers = { 'x-answer-status': '401' }
    expect((await tenon.request('slack', '/', { headers })).status).toBe(401)
    expect(tokens).toHaveLength(1)
  })

  it('can be aborted, while the token comes and while the provider answers', async () => {
    const controller = new AbortController()
    const early = tenon.request('slack', '/', { signal: controller.signal })
    controller.abort()
    await expect(early).rejects.toMatchObject({ name: 'AbortError' })

    const late = new AbortController()
    server.intercept = ({ path }) => {
      if (!path.includes('/proxy/')) return false
      late.abort(new Error('the page was left'))
      return true
    }
    await expect(tenon.request('slack', '/', { signal: late.signal })).rejects.toThrow('the page was left')
  })

  it('says when nothing answers', async () => {
    await server.close()
    await expect(tenon.request('slack', '/')).rejects.toMatchObject({ code: 'network_error', status: 0 })
    expect(await tenon.request('slack', '/').catch(({ cause }) => cause)).toBeInstanceOf(TypeError)
  })
})

describe('the user token', () => {
  it('is asked for once by calls that start together', async () => {
    await Promise.all([tenon.getUser(), tenon.request('slack', '/'), tenon.event('e', {})])
    expect(tokens).toHaveLength(1)
  })

  it('is replaced once when the server refuses it, and the call repeated', async () => {
    await tenon.getUser()
    server.refusedTokens.add(tokens[0] ?? '')
    const answers = await Promise.all([
      tenon.request('slack', '/', { body: 'a' }).text(),
      tenon.request('slack', '/', { body: 'b' }).text(),
    ])
    expect(answers).toEqual(['a', 'b'])
    expect(tokens).toHaveLength(2)
  })

  it('is not asked for again and again', async () => {
    server.intercept = (_, response) => {
      sendFailure(response, 401, 'unauthenticated', 'No signing key of this project made this user token')
      return true
    }
    await expect(tenon.getUser()).rejects.toMatchObject({ code: 'unauthenticated', status: 401 })
    expect(tokens.length).toBeLessThanOrEqual(2)
  })

  it('is not replaced for a stream, which can be sent only once', async () => {
    await tenon.getUser()
    server.refusedTokens.add(tokens[0] ?? '')
    const body = new Blob(['a']).stream()
    await expect(tenon.request('slack', '/', { body })).rejects.toMatchObject({ code: 'token_expired' })
  })

  it('of another user makes all that was known be read again', async () => {
    let sub = 'user-1'
    tenon = createTenon({ host: server.origin, projectId: PROJECT_ID, getUserToken: () => newToken(sub) })
    expect((await tenon.authenticate()).userId).toBe('user-1')
    server.refusedTokens.add(tokens[0] ?? '')
    sub = 'user-2'
    await tenon.event('e', {})
    expect(tenon.user).toBeUndefined()
    expect((await tenon.authenticate()).userId).toBe('user-2')
  })

  it('of another user is noticed before anything is done for the last one', async () => {
    let sub = 'user-1'
    const getUserToken = () => userToken({ sub, lifeSeconds: sub === 'user-1' ? 0 : 3600 })
    tenon = createTenon({ host: server.origin, projectId: PROJECT_ID, getUserToken })
    await tenon.authenticate()
    sub = 'user-2'
    await tenon.installIntegration('custom.tasklab', { inputs: {} })
    expect(tenon.user?.userId).toBe('user-2')
  })

  it('is forgotten at logout, with the user', async () => {
    await tenon.authenticate()
    tenon.logout()
    expect(tenon.user).toBeUndefined()
    await tenon.getUser()
    expect(tokens).toHaveLength(2)
  })
})

describe('the user', () => {
  it('is loaded with the integrations, once', async () => {
    const [user] = await Promise.all([tenon.authenticate(), tenon.authenticate(), tenon.authenticate()])
    expect(user).toMatchObject({ authenticated: true, userId: 'user-1' })
    expect(server.to('/sdk/me')).toHaveLength(1)
    expect(tenon.integrations.map(({ slug, icon }) => [slug, icon])).toContainEqual([
      'custom.tasklab',
      'https://icons.example/t.svg',
    ])
    expect(tenon.integrations[0]?.icon).toBe(`${server.origin}/integrations/slack.svg`)
  })

  it('is read from the server each time it is asked for', async () => {
    await tenon.getUser()
    const { id } = connected(server.project, 'slack')
    expect((await tenon.getUser()).integrations.slack?.allCredentials).toMatchObject([{ id }])
    expect(tenon.user?.integrations.slack?.allConfigurations).toHaveLength(1)
  })

  it('gets metadata, sent only when it changes something', async () => {
    server.project.meta = { Name: 'Ada' }
    await tenon.authenticate({ metadata: { name: 'Ada' } })
    expect(server.received.map(({ method }) => method)).not.toContain('PATCH')
    const user = await tenon.authenticate({ metadata: { EMAIL: 'a@b.c', ' plan ': 'pro' } })
    expect(user.meta).toEqual({ Name: 'Ada', Email: 'a@b.c', plan: 'pro' })
  })

  it('gets the metadata that the token carries', async () => {
    const told = { Name: 'Zoë', plan: 'free' }
    const getUserToken = () => userToken({ 'urn:tenon:connect:metadata': told })
    tenon = createTenon({ host: server.origin, projectId: PROJECT_ID, getUserToken })
    expect((await tenon.getUser()).meta).toEqual(told)
    expect((await tenon.authenticate({ metadata: { plan: 'pro' } })).meta).toEqual({ ...told, plan: 'pro' })
    expect(server.received.filter(({ method }) => method === 'PATCH')).toHaveLength(2)
  })

  it('is loaded all the same when its token may not change metadata', async () => {
    server.intercept = ({ method }, response) => {
      if (method !== 'PATCH') return false
      sendFailure(response, 403, '7210', 'This user token does not allow it')
      return true
    }
    const getUserToken = () => userToken({ 'urn:tenon:connect:metadata': { Name: 'Zoë' } })
    tenon = createTenon({ host: server.origin, projectId: PROJECT_ID, getUserToken })
    expect((await tenon.getUser()).userId).toBe('user-1')
    const asked = tenon.setUserMetadata({ plan: 'pro' })
    await expect(asked).rejects.toMatchObject({ code: 'forbidden', status: 403 })
  })

  it('cannot be loaded from something that is not Tenon', async () => {
    server.intercept = (_, response) => {
      response.end('<h1>Welcome to nginx')
      return true
    }
    await expect(tenon.authenticate()).rejects.toMatchObject({ code: 'unexpected_answer' })
  })
})

describe('what a connection is set to', () => {
  it('is merged into what was set', async () => {
    const connection = connected(server.project, 'slack')
    Object.assign(connection.configurations[0] ?? {}, { sharedSettings: { channel: 'C1', kept: true } })
    const result = await tenon.updateIntegrationUserSettings('slack', { channel: 'C2' })
    expect(result.errors).toEqual(['channel: unknown'])
    expect(result.connection.configurations[0]?.sharedSettings).toEqual({ channel: 'C2', kept: true })
    expect(server.to(connection.id)[0]?.headers).toMatchObject({
      'x-paragon-credential': connection.id,
      'x-paragon-configuration-id': connection.configurations[0]?.id,
    })
    await tenon.updateWorkflowUserSettings('slack', WORKFLOW_ID, { w: true })
    expect(tenon.user?.integrations.slack?.allConfigurations[0]?.workflowSettings).toEqual({
      [WORKFLOW_ID]: { enabled: false, settings: { w: true } },
    })
  })

  it('switches workflows of the integration that has them', async () => {
    const { id } = connected(server.project, 'slack', { externalId: 'acme' })
    await tenon.enableWorkflow(WORKFLOW_ID, { selectedCredentialId: 'acme' })
    await tenon.disableWorkflow(WORKFLOW_ID)
    expect(
      server.to(WORKFLOW_ID).map(({ method, headers }) => [method, headers['x-paragon-credential']]),
    ).toEqual([
      ['POST', id],
      ['DELETE', id],
    ])
    await expect(tenon.enableWorkflow('other')).rejects.toMatchObject({ code: 'not_found' })
  })

  it('has further configurations, but the default one cannot be removed', async () => {
    const { id, configurations } = connected(server.project, 'slack', { externalId: 'acme' })
    const added = await tenon.createConfiguration({ credentialId: 'acme', externalId: 'team-2' })
    expect(added).toMatchObject({ connectCredentialId: id, externalId: 'team-2', isDefault: false })
    await tenon.destroyConfiguration({ id: 'team-2', credentialId: id })
    expect(server.to('/configurations').at(-1)?.headers['x-paragon-configuration-id']).toBe(added.id)
    const byDefault = { id: configurations[0]?.id ?? '', credentialId: id }
    await expect(tenon.destroyConfiguration(byDefault)).rejects.toMatchObject({ code: 'invalid_request' })
  })
})

it('knows an integration by the name that Paragon gives it too', async () => {
  const [first] = server.project.integrations
  if (!first) throw new TypeError('a project has an integration')
  server.project.integrations.push({ ...first, id: 'calendar-id', type: 'google-calendar' })
  connected(server.project, 'google-calendar')
  await tenon.updateIntegrationUserSettings('googleCalendar', { calendar: 'work' })
  await tenon.uninstallIntegration('googleCalendar')
  expect(tenon.user?.integrations['google-calendar']?.allCredentials).toEqual([])
  await expect(tenon.uninstallIntegration('googleCalender')).rejects.toMatchObject({ code: 'not_found' })
})

it('disconnects and tells who subscribed, until they unsubscribe', async () => {
  const connection = connected(server.project, 'slack')
  const heard: unknown[] = []
  const unsubscribe = tenon.subscribe('onIntegrationUninstall', ({ credentialId }, user) => {
    heard.push(credentialId, user.integrations.slack?.enabled)
  })
  await tenon.uninstallIntegration('slack')
  expect(heard).toEqual([connection.id, false])
  await expect(tenon.uninstallIntegration('slack')).rejects.toMatchObject({ code: 'connection_missing' })
  unsubscribe()
  connected(server.project, 'slack')
  await tenon.getUser()
  await tenon.uninstallIntegration('slack')
  expect(heard).toHaveLength(2)
})

it('sends events, starts workflows, reads choices, connects resources', async () => {
  await tenon.event('task.created', { id: 1 }, { selectedCredentialId: 'acme' })
  const [event] = server.to(`/v2/projects/${PROJECT_ID}/sdk/events/trigger`)
  expect(JSON.parse(event?.body.toString() ?? '')).toEqual({ name: 'task.created', payload: { id: 1 } })
  expect(event?.headers['x-paragon-credential']).toBe('ext:acme')

  expect(await tenon.workflow(WORKFLOW_ID, { body: { a: 1 }, query: { b: '2' } }).json()).toEqual({ a: 1 })
  expect(server.to(`/triggers/${WORKFLOW_ID}`)[0]?.url).toContain('?b=2')

  const options = await tenon.getFieldOptions({ integration: 'slack', action: 'channels', search: 'gen' })
  expect(options).toEqual({ data: [{ value: 'C1', label: '#general' }], nestedData: [], nextPageCursor: 'n' })

  expect(await tenon.connectAction('tasks', { key: 'k' })).toEqual({ id: 'rc-1' })
  await expect(tenon.connectAction('other', {})).rejects.toMatchObject({ code: 'not_found' })
})

describe('installIntegration with entered values', () => {
  it('connects and tells', async () => {
    const heard: string[] = []
    tenon.subscribe('onIntegrationInstall', ({ integrationType, credentialId }) => {
      heard.push(integrationType, credentialId)
    })
    const connection = await tenon.installIntegration('custom.tasklab', {
      inputs: { apiKey: 'k' },
      externalId: 'acme',
    })
    expect(connection.status).toBe('VALID')
    expect(heard).toEqual(['custom.tasklab', connection.id])
    expect(JSON.parse(server.to('/sdk/credentials')[0]?.body.toString() ?? '')).toEqual({
      integrationId: connection.integrationId,
      config: {},
      payload: { apiKey: 'k' },
      installOptions: { externalId: 'acme' },
    })
  })

  it('passes on what the provider said', async () => {
    await expect(
      tenon.installIntegration('custom.tasklab', { inputs: { apiKey: 'wrong' } }),
    ).rejects.toMatchObject({
      code: 'invalid_credentials',
      message: 'Tasklab says: no such key',
    })
  })

  it('refuses a second connection unless asked, and gives a pending one back', async () => {
    const { id } = connected(server.project, 'custom.tasklab', { externalId: 'acme' })
    const inputs = { apiKey: 'k' }
    await expect(tenon.installIntegration('custom.tasklab', { inputs })).rejects.toMatchObject({
      code: 'already_installed',
      meta: { credentialId: id },
    })
    const more = { inputs, allowMultipleCredentials: true }
    await expect(
      tenon.installIntegration('custom.tasklab', { ...more, externalId: 'acme' }),
    ).rejects.toMatchObject({
      code: 'conflict',
    })
    await tenon.installIntegration('custom.tasklab', { inputs, selectedCredentialId: 'acme' })
    expect(JSON.parse(server.to('/sdk/credentials')[0]?.body.toString() ?? '').installOptions).toEqual({
      selectedCredentialId: id,
    })
    connected(server.project, 'slack', { id: 'pending-1', status: 'PENDING' })
    await tenon.getUser()
    expect(await tenon.installIntegration('slack')).toMatchObject({ id: 'pending-1', status: 'PENDING' })
  })

  it('finishes a pending connection with the choice', async () => {
    const { id, integrationId } = connected(server.project, 'slack', {
      externalId: 'acme',
      status: 'PENDING',
    })
    expect(await tenon.completeSetup('acme', { tenantId: 't1' })).toMatchObject({ id, status: 'VALID' })
    expect(JSON.parse(server.to('/complete-setup')[0]?.body.toString() ?? '')).toMatchObject({
      integrationId,
      payload: { tenantId: 't1' },
    })
    await expect(tenon.completeSetup('other', {})).rejects.toMatchObject({ code: 'connection_missing' })
  })

  it('says what to choose, what there is, and what makes no sense', async () => {
    const inputs = {}
    await expect(tenon.installIntegration('salesforce', { inputs })).rejects.toMatchObject({
      code: 'account_type_required',
      meta: { accountTypes: ['production', 'sandbox'] },
    })
    await expect(tenon.installIntegration('nope', { inputs })).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('slack, custom.tasklab, salesforce'),
    })
    await expect(tenon.installIntegration('asleep', { inputs })).rejects.toMatchObject({
      code: 'not_configured',
    })
    await expect(tenon.installIntegration('slack', { externalId: ' ' })).rejects.toThrow(TypeError)
    const both = { externalId: 'a', selectedCredentialId: 'b' }
    await expect(tenon.installIntegration('slack', both)).rejects.toThrow(TypeError)
  })
})

it('calls any path of Tenon, and no other host', async () => {
  const answer = await tenon.call<{ userId: string }>(`${tenon.projectPath}/sdk/me`)
  expect(answer.userId).toBe('user-1')
  for (const path of ['.evil.example/', '@evil.example/', 'https://evil.example/']) {
    await expect(tenon.call(path)).rejects.toThrow(TypeError)
  }
})

it('takes a host with a scheme, with or without path and slash', () => {
  const create = (host: string, projectId = 'p') => createTenon({ host, projectId, getUserToken: () => '' })
  expect(() => create('https://connect.example.com/tenon/')).not.toThrow()
  for (const host of ['', 'localhost:4400', 'connect.example.com', 'ftp://x.example', 'http://'])
    expect(() => create(host)).toThrow(new TypeError(`host must begin with https:// or http://: "${host}"`))
  expect(() => create('https://x.example', '')).toThrow(new TypeError('projectId is missing'))
})
