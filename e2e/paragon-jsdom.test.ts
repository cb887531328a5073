import type { InstallFlowStage, IntegrationInstallEvent } from '@useparagon/connect'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  answerWith,
  type FakeProvider,
  json,
  startFakeProvider,
} from '../apps/server/src/testing/fake-provider.ts'
import type { TestServer } from '../apps/server/src/testing/harness.ts'
import { openProductPage, type ProductPage } from './paragon/jsdom-product.ts'
import { startParagonServer } from './paragon/server.ts'

const KNOWN_PAGE = 'http://product.test'
const STRANGER = 'http://stranger.test'

/** A failure is mostly an SDK that waits for what never comes. */
vi.setConfig({ testTimeout: 15_000 })

let provider: FakeProvider
let server: TestServer

beforeAll(async () => {
  provider = await startFakeProvider()
  for (const apiKey of ['other-api-key', 'new-api-key']) provider.tokens.apiKeys.add(apiKey)
  server = await startParagonServer(provider, [KNOWN_PAGE])
})
afterAll(async () => {
  await server.close()
  await provider.close()
})

let page: ProductPage
let user: string
beforeEach(async (context) => {
  user = context.task.id
  page = await open()
})
afterEach(() => {
  provider.tokens.deniesConsent = false
  page.close()
})

/** Opens the product's page in place of the one before, and signs in. */
async function open(origin = KNOWN_PAGE, metadata?: Record<string, unknown>): Promise<ProductPage> {
  page?.close()
  page = openProductPage(server, origin)
  await page.paragon.authenticate(server.ctx.project.id, server.token(user), metadata && { metadata })
  page.paragon.setHeadless(true)
  return page
}

function me() {
  const state = page.paragon.getUser()
  if (!state.authenticated) throw new Error('the SDK has logged the user out')
  return state
}

/** What the SDK knows of the user's connections to an integration. */
function mine(slug: string) {
  const state = me().integrations[slug]
  if (!state) throw new Error(`the SDK knows no "${slug}"`)
  return state
}

const isLoggedIn = () => page.paragon.getUser().authenticated

/** Goes through the headless flow. @returns its stages, and how it ended */
async function install(
  slug: string,
  answers: { accountType?: string; pre?: Record<string, string> } = {},
  options: { externalId?: string; allowMultipleCredentials?: boolean; selectedCredentialId?: string } = {},
): Promise<{ stages: string[]; event: IntegrationInstallEvent }> {
  const { installFlow } = page.paragon
  const stages: string[] = []
  const answer = {
    accountType: () => installFlow.setAccountType(answers.accountType ?? ''),
    preOptions: () => installFlow.setPreOptions(answers.pre ?? {}),
  }
  return new Promise((resolve, reject) => {
    installFlow.start(slug, {
      ...options,
      onNext({ stage }: InstallFlowStage) {
        stages.push(stage)
        if (stage in answer) answer[stage as keyof typeof answer]()
      },
      onComplete: (event) => resolve({ stages, event }),
      onError: reject,
    })
  })
}

const byKey = (apiKey = 'fake-api-key') => ({ accountType: 'api_key', pre: { api_key: apiKey } })
const BY_OAUTH = { accountType: 'oauth' }

/** What an error of the server says, as the SDK hands it on: as JSON in the message. */
async function refusal(
  promise: Promise<unknown>,
): Promise<{ code: string; message: string; status: number }> {
  const error = await promise.then(
    () => {
      throw new Error('it was not refused')
    },
    (thrown: Error) => thrown,
  )
  return JSON.parse(error.message)
}

describe('authenticate', () => {
  test('learns who the user is and what can be connected', async () => {
    expect(page.paragon.getVersion()).toBe('2.4.0')
    expect(me()).toMatchObject({ userId: user, meta: {}, resources: [] })
    expect(me()).not.toHaveProperty('token')
    expect(mine('fake')).toEqual({ enabled: false, allCredentials: [], allConfigurations: [] })
    expect(page.paragon.getIntegrationConfig('fake')).toMatchObject({
      shortDescription: 'Tasks and people',
      longDescription: 'Long **text**',
      availableUserSettings: [{ id: 'channel' }, { id: 'loud' }],
      availableWorkflows: [],
    })
  })

  test('shows each integration with its name, colour and icon', async () => {
    const { icon, ...metadata } = page.paragon.getIntegrationMetadata('xero')
    expect(metadata).toEqual({ type: 'xero', name: 'Xero', brandColor: '#13B5EA' })
    const response = await fetch(icon)
    expect(response.headers.get('content-type')).toContain('image/svg+xml')
    expect(page.paragon.getIntegrationMetadata()).toHaveLength(6)
  })

  test('keeps what the product says about the user, and merges what it says later', async () => {
    await open(KNOWN_PAGE, { email: 'ada@example.com', plan: 'pro' })
    await page.paragon.setUserMetadata({ name: 'Ada — Łódź', plan: 'free' })
    await open()
    expect(me().meta).toEqual({ Email: 'ada@example.com', Name: 'Ada — Łódź', plan: 'free' })
  })

  test('refuses a token that another key signed, or for another project', async () => {
    const { project } = server.ctx
    const [head, claims] = server.token(user).split('.')
    const forged = `${head}.${claims}.${server.token('other').split('.')[2]}`
    await expect(page.paragon.authenticate(project.id, forged)).rejects.toThrow('Failed to authenticate')
    const elsewhere = server.token(user, { aud: 'useparagon.com/0190a0a0-0000-7000-8000-000000000000' })
    await expect(page.paragon.authenticate(project.id, elsewhere)).rejects.toThrow('Failed to authenticate')
    expect(isLoggedIn()).toBe(false)
  })
})

describe('installing with an API key', () => {
  test('asks for the account type, then for what it needs, and connects', async () => {
    const installed = vi.fn()
    page.paragon.subscribe(page.SDK_EVENT.ON_INTEGRATION_INSTALL, installed)
    const { stages, event } = await install('fake', byKey())
    expect(stages).toEqual(['accountType', 'preOptions'])
    expect(event).toMatchObject({
      integrationType: 'fake',
      credential: { status: 'VALID', providerId: 'acct-1' },
    })
    expect(mine('fake')).toMatchObject({ enabled: true, credentialId: event.credentialId })
    expect(installed).toHaveBeenCalledOnce()
  })

  test('a refused key is told in the provider’s words, and a better one can follow', async () => {
    await expect(install('fake', byKey('wrong-key'))).rejects.toMatchObject({
      message: expect.stringContaining('Fake says: Token is not valid'),
    })
    expect(isLoggedIn()).toBe(true)
    await install('fake', byKey())
    expect(mine('fake').allCredentials).toHaveLength(1)
  })

  test('where that is the only way, it asks for the key at once', async () => {
    const { stages } = await install('keys', byKey())
    expect(stages).toEqual(['preOptions'])
  })

  test('the other way to connect asks for nothing of the first', async () => {
    const { stages } = await install('keyed', BY_OAUTH)
    expect(stages).toEqual(['accountType', 'oauth'])
  })
})

describe('installing by OAuth', () => {
  test('opens a window that goes to the provider and closes by itself', async () => {
    const installed = vi.fn()
    page.paragon.subscribe(page.SDK_EVENT.ON_INTEGRATION_INSTALL, installed)
    const { stages, event } = await install('fake', BY_OAUTH)
    expect(stages).toEqual(['accountType', 'oauth'])
    expect(event).toMatchObject({
      credential: { status: 'VALID', providerData: { accountLabel: 'ada@example.com' } },
    })
    expect(page.popup()).toMatchObject({ closed: true })
    expect(page.popup().text).toContain('Fake is connected')
    expect(installed).toHaveBeenCalledOnce()
  })

  test('with one way to connect, `installIntegration` needs no answers', async () => {
    const event = await page.paragon.installIntegration('signin', { externalId: 'main' })
    expect(event).toMatchObject({ integrationType: 'signin' })
    expect(mine('signin')).toMatchObject({ enabled: true, allCredentials: [{ externalId: 'main' }] })
  })

  test('asks first for what the provider’s address needs', async () => {
    const { stages, event } = await install('instance', { pre: { instance: 'acme' } })
    expect(stages).toEqual(['preOptions', 'oauth'])
    expect(event).toMatchObject({ credential: { status: 'VALID' } })
  })

  test('denied consent rejects with a code, and saves nothing', async () => {
    provider.tokens.deniesConsent = true
    const denied = page.paragon.installIntegration('signin')
    await expect(denied).rejects.toMatchObject({ code: 'access_denied' })
    provider.tokens.deniesConsent = false
    expect(page.popup().text).toContain('Access was not granted at Fake')
    await open()
    expect(mine('signin').allCredentials).toEqual([])
  })

  test('for a page the project does not list, the user has to confirm', async () => {
    await open(STRANGER)
    const installing = page.paragon.installIntegration('signin')
    await vi.waitFor(() => expect(page.popup().text).toContain('Connect Fake to'))
    expect(page.popup().text).toContain(`signed in as ${user}`)
    expect(mine('signin').allCredentials).toEqual([])
    page.popup().press('Connect')
    await installing
    expect(mine('signin')).toMatchObject({ enabled: true })
  })

  test('a user who cancels there has denied', async () => {
    await open(STRANGER)
    const installing = page.paragon.installIntegration('signin')
    installing.catch(() => undefined)
    await vi.waitFor(() => expect(page.popup().text).toContain('Connect Fake to'))
    page.popup().press('Cancel')
    await expect(installing).rejects.toMatchObject({ code: 'access_denied' })
  })

  test('takes a code that the product’s own page received', async () => {
    const redirectUrl = `${KNOWN_PAGE}/from-marketplace`
    const query = new URLSearchParams({ client_id: 'fake-client', redirect_uri: redirectUrl })
    const consent = await fetch(`${provider.origin}/oauth/authorize?${query}`, { redirect: 'manual' })
    const code = new URL(consent.headers.get('location') ?? '').searchParams.get('code') ?? ''
    await page.paragon.completeInstall('signin', { authorizationCode: code, redirectUrl })
    expect(mine('signin')).toMatchObject({ enabled: true, providerId: 'acct-1' })
  })
})

test('what a connection still needs is asked after OAuth, and completes it', async () => {
  const installed = vi.fn()
  page.paragon.subscribe(page.SDK_EVENT.ON_INTEGRATION_INSTALL, installed)

  const pending = Promise.withResolvers<void>()
  const completed = Promise.withResolvers<IntegrationInstallEvent>()
  page.paragon.installFlow.start('xero', {
    onNext: ({ stage }) => stage === 'postOptions' && pending.resolve(),
    onComplete: completed.resolve,
    onError: completed.reject,
  })
  await pending.promise
  expect(mine('xero')).toMatchObject({ enabled: false, credentialStatus: 'PENDING' })
  expect(installed).not.toHaveBeenCalled()
  await expect(page.paragon.request('xero', '/api.xro/2.0/Invoices')).rejects.toThrow()

  const [input] = page.paragon.getPostOptions('xero')
  expect(input).toMatchObject({
    type: 'DYNAMIC_ENUM',
    title: 'Which Xero organisation do you want to connect?',
  })
  const sources = page.paragon.getSourcesForInput('xero', input)
  if (sources?.kind !== 'single') throw new Error('the organisations have a source')
  const { data } = await page.paragon.getFieldOptions({
    integration: 'xero',
    source: sources.source as never,
  })
  expect(data).toEqual([
    { value: 't-1', label: 'Acme Ltd' },
    { value: 't-2', label: 'Bolt GmbH' },
  ])

  page.paragon.installFlow.setPostOptions({ [input.id]: 't-2' })
  await completed.promise
  expect(mine('xero')).toMatchObject({ enabled: true, credentialStatus: 'VALID', providerId: 't-2' })
  expect(installed).toHaveBeenCalledOnce()
  await page.paragon.request('xero', '/api.xro/2.0/Invoices')
  expect(provider.receivedAt('/api.xro/2.0/Invoices').at(-1)?.headers).toMatchObject({
    'xero-tenant-id': 't-2',
  })
})

describe('request', () => {
  beforeEach(() => install('fake', byKey()))

  test('sends the user’s credential along and returns the provider’s JSON', async () => {
    expect(await page.paragon.request('fake', '/me')).toMatchObject({ email: 'ada@example.com' })
    await page.paragon.request('fake', 'api/tasks?done=no&q=a%20b', {
      method: 'POST',
      body: { title: 'Ink' },
    })
    const sent = provider.receivedAt('/api/tasks').at(-1)
    expect(sent).toMatchObject({ method: 'POST', url: '/api/tasks?done=no&q=a%20b' })
    expect(sent?.headers).toMatchObject({ 'content-type': 'application/json', 'x-api-key': 'fake-api-key' })
    expect(JSON.parse(String(sent?.body))).toEqual({ title: 'Ink' })
  })

  test.each([
    ['an object with a field `output`', json(200, { output: 1, more: 2 }), { output: 1, more: 2 }],
    ['a list', json(200, [1, 2]), [1, 2]],
    ['a text', answerWith(200, [['content-type', 'text/csv']], 'a,b\n"1",2'), 'a,b\n"1",2'],
    ['nothing', answerWith(204), undefined],
    [
      'bytes that are no text',
      answerWith(200, [['content-type', 'image/png']], Buffer.from([137, 80, 255])),
      '\ufffdP\ufffd',
    ],
  ])('returns %s', async (_, behaviour, expected) => {
    provider.answer('/answer', behaviour)
    expect(await page.paragon.request('fake', '/answer')).toEqual(expected)
  })

  test.each([404, 401, 403])(
    'throws what the provider said with a %i, and the user stays logged in',
    async (status) => {
      provider.answer('/broken', json(status, { message: 'No such thing', detail: { id: 7 } }))
      await expect(page.paragon.request('fake', '/broken')).rejects.toMatchObject({
        message: 'No such thing',
        response: { detail: { id: 7 } },
      })
      expect(isLoggedIn()).toBe(true)
      expect(mine('fake')).toMatchObject({ enabled: true })
    },
  )

  test('a credential that the provider has withdrawn shows in the user’s state at once', async () => {
    provider.tokens.apiKeys.delete('fake-api-key')
    await expect(page.paragon.request('fake', '/me')).rejects.toThrow('Token is not valid')
    provider.tokens.apiKeys.add('fake-api-key')
    expect(isLoggedIn()).toBe(true)
    expect(mine('fake')).toMatchObject({ enabled: false, credentialStatus: 'INVALID' })
    await expect(page.paragon.request('fake', '/me')).rejects.toMatchObject({
      response: { code: 'connection_needs_reauth', status: 409 },
    })
  })

  test('an integration that is not connected is an error, not a logout', async () => {
    await expect(page.paragon.request('signin', '/me')).rejects.toMatchObject({
      response: { code: 'connection_missing', status: 404 },
    })
    expect(isLoggedIn()).toBe(true)
  })
})

describe('several accounts', () => {
  beforeEach(async () => {
    await install('fake', byKey(), { externalId: 'one' })
    await install('fake', byKey('other-api-key'), { externalId: 'two', allowMultipleCredentials: true })
  })

  test('are called by external id or by id', async () => {
    const [one, two] = mine('fake').allCredentials
    expect([one?.externalId, two?.externalId]).toEqual(['one', 'two'])
    const keys = []
    for (const selectedCredentialId of ['ext:two', two?.id, 'ext:one', one?.id]) {
      await page.paragon.request('fake', '/api/who', selectedCredentialId ? { selectedCredentialId } : {})
      keys.push(provider.receivedAt('/api/who').at(-1)?.headers['x-api-key'])
    }
    expect(keys).toEqual(['other-api-key', 'other-api-key', 'fake-api-key', 'fake-api-key'])
    await expect(
      page.paragon.request('fake', '/me', { selectedCredentialId: 'ext:three' }),
    ).rejects.toMatchObject({
      response: { code: 'connection_missing' },
    })
  })

  test('one is connected again under its id', async () => {
    const { allCredentials } = mine('fake')
    await install('fake', byKey('new-api-key'), {
      selectedCredentialId: 'ext:two',
      allowMultipleCredentials: true,
    })
    expect(mine('fake').allCredentials.map(({ id }) => id)).toEqual(allCredentials.map(({ id }) => id))
    await page.paragon.request('fake', '/api/again', { selectedCredentialId: 'ext:two' })
    expect(provider.receivedAt('/api/again').at(-1)?.headers['x-api-key']).toBe('new-api-key')
  })

  test('one is disconnected, the other stays', async () => {
    await page.paragon.uninstallIntegration('fake', { selectedCredentialId: 'ext:one' })
    expect(mine('fake')).toMatchObject({ enabled: true, allCredentials: [{ externalId: 'two' }] })
    await open()
    expect(mine('fake')).toMatchObject({ enabled: true, allCredentials: [{ externalId: 'two' }] })
  })
})

describe('settings', () => {
  let credentialId: string
  beforeEach(async () => {
    const { event } = await install('fake', byKey())
    credentialId = event.credentialId ?? ''
  })

  test('of the integration are saved, and merged with those before', async () => {
    await page.paragon.updateIntegrationUserSettings('fake', { channel: '#general' })
    const { errors } = await page.paragon.updateIntegrationUserSettings('fake', { loud: true })
    expect(errors).toEqual([])
    await open()
    expect(mine('fake').sharedSettings).toEqual({ channel: '#general', loud: true })
  })

  test('that do not fit are named, the others saved', async () => {
    const { errors } = await page.paragon.updateIntegrationUserSettings('fake', {
      channel: 'general',
      loud: true,
    })
    expect(errors).toEqual([expect.stringContaining('Channel')])
    expect(mine('fake').sharedSettings).toEqual({ loud: true })
  })

  test('live in configurations, which come, change and go', async () => {
    const made = await page.paragon.createConfiguration({ credentialId, externalId: 'team-7' })
    expect(made).toMatchObject({ externalId: 'team-7', isDefault: false, connectCredentialId: credentialId })
    const changed = await page.paragon.updateConfiguration({
      id: 'ext:team-7',
      credentialId,
      meta: { folder: 'x' },
    })
    expect(changed).toMatchObject({ id: made.id, configMeta: { folder: 'x' } })
    await page.paragon.updateIntegrationUserSettings(
      'fake',
      { channel: '#seven' },
      { selectedCredentialId: credentialId, selectedConfigurationId: made.id },
    )
    await open()
    expect(mine('fake').allConfigurations).toMatchObject([
      { isDefault: true, sharedSettings: {} },
      { id: made.id, sharedSettings: { channel: '#seven' } },
    ])
    await page.paragon.destroyConfiguration({ id: made.id, credentialId })
    await open()
    expect(mine('fake').allConfigurations).toHaveLength(1)
    const { id = '' } = mine('fake').allConfigurations[0] ?? {}
    await expect(page.paragon.destroyConfiguration({ id, credentialId })).rejects.toThrow('default')
  })
})

test('choices of a dropdown come from the provider’s API, searched and in pages', async () => {
  await install('fake', byKey())
  provider.answer('/channels', json(200, { items: [{ id: 'C1', name: 'general' }], next: 'page-2' }))
  const first = await page.paragon.getFieldOptions({ integration: 'fake', action: 'channels', search: 'gen' })
  expect(first).toEqual({
    data: [{ value: 'C1', label: 'general' }],
    nestedData: [],
    nextPageCursor: 'page-2',
  })
  await page.paragon.getFieldOptions({ integration: 'fake', action: 'channels', cursor: 'page-2' })
  expect(provider.receivedAt('/channels').map(({ url }) => url)).toEqual([
    '/channels?q=gen',
    '/channels?after=page-2',
  ])
})

test('an account is described, without its secrets', async () => {
  await install('fake', byKey())
  const account = await page.paragon.getIntegrationAccount('fake', { includeAccountAuth: true })
  expect(account).toMatchObject({
    type: 'fake',
    providerId: 'acct-1',
    providerData: { accountLabel: 'ada@example.com' },
  })
  expect(JSON.stringify(account)).not.toContain('fake-api-key')
})

test('disconnecting revokes at the provider and fires its event', async () => {
  await page.paragon.installIntegration('signin')
  const uninstalled = vi.fn()
  page.paragon.subscribe(page.SDK_EVENT.ON_INTEGRATION_UNINSTALL, uninstalled)
  const before = provider.tokens.revoked.length
  await page.paragon.uninstallIntegration('signin')
  expect(uninstalled).toHaveBeenCalledOnce()
  expect(mine('signin')).toMatchObject({ enabled: false, allCredentials: [] })
  expect(provider.tokens.revoked.length).toBeGreaterThan(before)
  await open()
  expect(mine('signin').allCredentials).toEqual([])
})

test('a token that expires while the page is open logs the user out, and out of the store', async () => {
  expect(page.stored()).toContain(user)
  server.advance(2 * 60 * 60_000)
  await expect(page.paragon.setUserMetadata({ name: 'Ada' })).rejects.toThrow()
  server.advance(-2 * 60 * 60_000)
  expect(isLoggedIn()).toBe(false)
  expect(page.stored()).toBeNull()
})

test('what a project does not have is missing, and nobody is logged out', async () => {
  await install('fake', byKey())
  const { paragon, connectSingleton } = page
  const post = (path: string, method = 'POST') =>
    connectSingleton.sendConnectRequest(path, { method, body: '{}' })
  const refusals = await Promise.all(
    [
      paragon.event('Task Created', { id: 1 }),
      paragon.getTriggers('fake'),
      post('/sdk/triggers/wf-1'), // workflow() knows the project has none and asks nobody
      post('/sdk/workflows/wf-1'),
      post('/sdk/workflows/wf-1', 'DELETE'),
      post('/sdk/resources/res-1/connect'), // likewise connectAction()
    ].map(refusal),
  )
  for (const refused of refusals) expect(refused).toMatchObject({ code: 'not_configured', status: 404 })
  expect(() => paragon.workflow('wf-1', {})).toThrow('Workflow not found')
  await expect(paragon.connectAction('tasklab-api', {})).rejects.toThrow('No resource found')
  expect(isLoggedIn()).toBe(true)
})
