import type { PortalView } from '@tenon/core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { SwitchOnInput } from '../integrations/integrations.ts'
import { beginOAuth, connectByOAuth } from '../testing/browser.ts'
import { connectByInputs, credentialsOf, startWithPage } from '../testing/catalog-page.ts'
import {
  answerWith,
  type FakeProvider,
  json,
  resetMidBody,
  startFakeProvider,
} from '../testing/fake-provider.ts'
import type { TestServer } from '../testing/harness.ts'

let provider: FakeProvider
let server: TestServer

beforeEach(async () => {
  provider = await startFakeProvider()
})
afterEach(async () => {
  await server.close()
  await provider.close()
})

/** Switches on a page of the catalog as it is, its hosts aside. */
async function start(slug: string, settings: Partial<SwitchOnInput> = {}): Promise<void> {
  server = await startWithPage(slug, provider, settings)
}

const credentials = (slug: string) => credentialsOf(server, slug)

/** Headers that the last request to a path carried. */
const sent = (path: string) => provider.receivedAt(path).at(-1)?.headers ?? {}

const connectByKey = (slug: string, payload: Record<string, string>) => connectByInputs(server, slug, payload)

describe('Xero', () => {
  const acme = { id: 'c-1', tenantId: 't-1', tenantName: 'Acme Ltd' }
  const bolt = { id: 'c-2', tenantId: 't-2', tenantName: 'Bolt GmbH' }

  test('takes the only organisation without asking, and names it in every call', async () => {
    await start('xero')
    provider.answer('/connections', json(200, [acme]))
    await connectByOAuth(server, { integration: 'xero' })
    expect(await credentials('xero')).toMatchObject([
      { status: 'VALID', providerId: 't-1', providerData: { accountLabel: 'Acme Ltd' } },
    ])
    await server.call('sdk/proxy/xero/api.xro/2.0/Invoices')
    expect(sent('/api.xro/2.0/Invoices')).toMatchObject({ 'xero-tenant-id': 't-1' })
  })

  test('with several organisations the user chooses before the connection works', async () => {
    await start('xero')
    provider.answer('/connections', json(200, [acme, bolt]))
    const page = await connectByOAuth(server, { integration: 'xero' })
    expect(await page.text()).toContain('one more thing to choose')
    const [pending] = await credentials('xero')
    expect(pending).toMatchObject({ status: 'PENDING' })
    expect((await server.call('sdk/proxy/xero/api.xro/2.0/Invoices')).status).toBe(409)

    const options = await server.call('sdk/actions', {
      method: 'POST',
      json: { action: 'xero', sourceKey: 'choice:organisation' },
    })
    expect(await options.json()).toMatchObject({
      output: {
        records: [
          { value: 't-1', label: 'Acme Ltd' },
          { value: 't-2', label: 'Bolt GmbH' },
        ],
      },
    })

    const setup = (choice: string) =>
      server.call(`sdk/credentials/${pending?.id}/complete-setup`, {
        method: 'POST',
        json: { payload: { organisation: choice } },
      })
    expect((await setup('somebody-else’s')).status).toBe(400)
    expect(await (await setup('t-2')).json()).toMatchObject({
      id: pending?.id,
      status: 'VALID',
      providerId: 't-2',
    })
    await server.call('sdk/proxy/xero/api.xro/2.0/Invoices')
    expect(sent('/api.xro/2.0/Invoices')).toMatchObject({ 'xero-tenant-id': 't-2' })
  })

  test('connecting again keeps the organisation that was chosen', async () => {
    await start('xero')
    provider.answer('/connections', json(200, [acme]))
    await connectByOAuth(server, { integration: 'xero' })
    provider.answer('/connections', json(200, [bolt, acme]))
    await connectByOAuth(server, { integration: 'xero', pollKey: 'second-time' })
    expect(await credentials('xero')).toMatchObject([{ status: 'VALID', providerId: 't-1' }])
  })

  describe('connecting again where the organisation is gone and there are several others', () => {
    const cork = { id: 'c-3', tenantId: 't-3', tenantName: 'Cork SA' }
    const choose = (id: string | undefined, organisation: string) =>
      server.call(`sdk/credentials/${id}/complete-setup`, {
        method: 'POST',
        json: { payload: { organisation } },
      })
    const shown = async () =>
      ((await (await server.call('sdk/portal/xero')).json()) as PortalView).connections[0]
    const used = async () => {
      expect((await server.call('sdk/proxy/xero/api.xro/2.0/Invoices')).status).toBe(200)
      const { authorization, 'xero-tenant-id': tenant } = sent('/api.xro/2.0/Invoices')
      return { authorization, tenant }
    }

    beforeEach(async () => {
      await start('xero')
      provider.tokens.expiresInSeconds = undefined
      provider.answer('/connections', json(200, [acme]))
      await connectByOAuth(server, { integration: 'xero' })
      provider.answer('/connections', json(200, [bolt, cork]))
    })

    test('the connection works with its old credential until the user has chosen', async () => {
      const before = await used()
      const page = await connectByOAuth(server, { integration: 'xero', pollKey: 'second-time' })
      expect(await page.text()).toContain('one more thing to choose')
      expect(await credentials('xero')).toMatchObject([{ status: 'VALID', providerId: 't-1' }])
      expect(await used()).toEqual(before)
      expect(await shown()).toMatchObject({
        status: 'pending',
        choose: { inputId: 'organisation', options: [{ value: 't-2' }, { value: 't-3' }] },
      })

      const [{ id } = { id: undefined }] = await credentials('xero')
      expect((await choose(id, 'somebody-else’s')).status).toBe(400)
      expect(await used()).toEqual(before)
      expect(await (await choose(id, 't-3')).json()).toMatchObject({ id, providerId: 't-3' })
      const after = await used()
      expect(after.tenant).toBe('t-3')
      expect(after.authorization).not.toBe(before.authorization)
      expect(await shown()).toMatchObject({ id, status: 'active', choose: null })
    })

    test('a choice that is never made changes nothing', async () => {
      const before = await used()
      await connectByOAuth(server, { integration: 'xero', pollKey: 'second-time' })
      server.advance(15 * 60_000)
      expect(await shown()).toMatchObject({ status: 'active', choose: null, account: { id: 't-1' } })
      const [{ id } = { id: undefined }] = await credentials('xero')
      expect(await (await choose(id, 't-3')).json()).toMatchObject({ code: 'session_expired' })
      expect(await used()).toEqual(before)
    })
  })
})

test('QuickBooks: the company comes with the callback, and addresses the API', async () => {
  await start('quickbooks')
  provider.tokens.callbackParameters = { realmId: '4620816365' }
  provider.answer(
    '/v3/company/4620816365/companyinfo/4620816365',
    json(200, { CompanyInfo: { Id: '1', CompanyName: 'Acme' } }),
  )
  await connectByOAuth(server, { integration: 'quickbooks' })
  expect(await credentials('quickbooks')).toMatchObject([
    { status: 'VALID', providerData: { realm_id: '4620816365' } },
  ])
})

test('Salesforce: the API is where the token reply says, and may move with a refresh', async () => {
  await start('salesforce')
  provider.tokens.expiresInSeconds = undefined
  provider.tokens.replyFields = { instance_url: provider.origin, id: `${provider.origin}/id/org/user` }
  provider.answer(
    '/services/oauth2/userinfo',
    json(200, { user_id: '005', organization_id: '00D', preferred_username: 'ada@acme.test' }),
  )
  await connectByOAuth(server, { integration: 'salesforce', inputs: { login_domain: 'test.salesforce.com' } })
  expect(await credentials('salesforce')).toMatchObject([
    { status: 'VALID', providerData: { instance_url: provider.origin } },
  ])
  expect((await server.call('sdk/proxy/salesforce/services/data/v62.0/query?q=x')).status).toBe(200)

  const moved = await startFakeProvider()
  provider.tokens.replyFields = { instance_url: moved.origin }
  server.advance(3 * 60 * 60_000)
  expect((await server.call('sdk/proxy/salesforce/services/data/v62.0/query?q=y')).status).toBe(200)
  expect(moved.received.map(({ url }) => url)).toEqual(['/services/data/v62.0/query?q=y'])
  await moved.close()
})

test('Salesforce: a login domain can only be a host name', async () => {
  await start('salesforce')
  const inputs = { login_domain: 'evil.test/path?x=' }
  await expect(connectByOAuth(server, { integration: 'salesforce', inputs })).rejects.toThrow(
    /login_domain|Login domain/,
  )
})

describe('Slack', () => {
  const authTest = { ok: true, team: 'Acme', team_id: 'T1', user: 'bot', user_id: 'U1' }

  test('asks for the team’s scopes with commas', async () => {
    await start('slack', { scopes: ['chat:write', 'users:read'] })
    provider.answer('/api/auth.test', json(200, authTest))
    await connectByOAuth(server, { integration: 'slack' })
    expect(provider.receivedAt('/oauth/authorize').at(-1)?.query.get('scope')).toBe('chat:write,users:read')
    expect(await credentials('slack')).toMatchObject([{ status: 'VALID' }])
  })

  test('reads a user’s token where Slack nests it', async () => {
    await start('slack')
    provider.tokens.replyAs = 'nested'
    provider.answer('/api/auth.test', json(200, authTest))
    await connectByOAuth(server, { integration: 'slack', installOptions: { accountType: 'user' } })
    expect(await credentials('slack')).toMatchObject([{ status: 'VALID' }])
    await server.call('sdk/proxy/slack/users.info')
    const [token] = [...provider.tokens.accessTokens].slice(-1)
    expect(sent('/api/users.info')).toMatchObject({ authorization: `Bearer ${token}` })
  })

  test('an error under HTTP 200 is an error', async () => {
    await start('slack')
    provider.answer('/api/auth.test', json(200, { ok: false, error: 'invalid_auth' }))
    const refused = await connectByKey('slack', { api_key: 'xoxb-1-2-abc' })
    expect(refused.status).toBe(422)
    expect(await refused.json()).toMatchObject({ message: expect.stringContaining('invalid_auth') })
  })
})

test('GitHub: asks for JSON and names itself, as its API demands', async () => {
  await start('github')
  provider.answer('/user', json(200, { id: 583231, login: 'octocat' }))
  await connectByKey('github', { api_key: 'github_pat_abc123' })
  expect(sent('/user')).toMatchObject({
    authorization: 'Bearer github_pat_abc123',
    accept: 'application/vnd.github+json',
  })
  expect(sent('/user')['user-agent']).toBeTruthy()
  expect(await credentials('github')).toMatchObject([
    { providerId: '583231', providerData: { accountLabel: 'octocat' } },
  ])
})

test('Pipedrive: a personal token travels in its own header', async () => {
  await start('pipedrive')
  provider.answer(
    '/api/v1/users/me',
    json(200, { success: true, data: { id: 1, name: 'Ada', company_id: 7, company_name: 'Acme' } }),
  )
  const response = await connectByKey('pipedrive', { api_key: 'a'.repeat(40) })
  expect(response.status).toBe(200)
  expect(sent('/api/v1/users/me')).toMatchObject({ 'x-api-token': 'a'.repeat(40) })
})

test('Asana: a form without a list of workspaces offers the projects of all, and a project’s sections', async () => {
  await start('asana')
  const list = (...names: string[]) => json(200, { data: names.map((name) => ({ gid: `${name}-1`, name })) })
  provider.answer('/api/1.0/users/me', json(200, { data: { gid: '1', email: 'ada@example.com' } }))
  provider.answer('/api/1.0/workspaces', list('acme'))
  provider.answer('/api/1.0/projects', list('roadmap'))
  provider.answer('/api/1.0/projects/roadmap-1/sections', list('now'))
  expect((await connectByKey('asana', { api_key: '2/12/12:0a' })).status).toBe(200)
  const load = async (sourceKey: string, values: Record<string, string> = {}) => {
    const parameters = Object.entries(values).map(([key, value]) => ({ key, source: { value } }))
    const json = { action: 'asana', sourceKey, parameters }
    return (await server.call('sdk/actions', { method: 'POST', json })).json()
  }
  expect(await load('projects')).toEqual({
    output: { records: [{ value: 'roadmap-1', label: 'roadmap', subtitle: 'acme' }], nextPageCursor: null },
  })
  expect(provider.receivedAt('/api/1.0/projects').at(-1)?.url).toContain('workspace=acme-1')
  expect(await load('sections', { projects: 'roadmap-1' })).toMatchObject({
    output: { records: [{ value: 'now-1', label: 'now' }] },
  })
})

describe('RSS', () => {
  const connectFeed = (feedUrl: string) => connectByKey('rss', { feed_url: feedUrl })
  const refusal = async (feedUrl: string) => (await connectFeed(feedUrl)).json()

  beforeEach(() => start('rss'))

  test('needs no credentials, only an address, which passes the outbound guard', async () => {
    provider.answer('/feed.xml', answerWith(200, [['content-type', 'application/rss+xml']], '<rss/>'))
    const response = await connectFeed(`${provider.origin}/feed.xml`)
    expect(response.status).toBe(200)
    expect(await (await server.call('sdk/proxy/rss')).text()).toBe('<rss/>')
    expect(await refusal('http://169.254.169.254/latest/meta-data')).toMatchObject({
      code: 'host_not_allowed',
      message: 'This address is not on the public internet. Please enter another one',
    })
  })

  test('takes a feed, and no other page', async () => {
    provider.answer('/page', answerWith(200, [['content-type', 'text/html']], '<!doctype html><html></html>'))
    expect(await refusal(`${provider.origin}/page`)).toMatchObject({
      code: 'invalid_credentials',
      message: 'There is no RSS, Atom or JSON feed at this address. Please check it',
    })
    provider.answer('/feed.json', json(200, { version: 'https://jsonfeed.org/version/1.1', items: [] }))
    expect((await connectFeed(`${provider.origin}/feed.json`)).status).toBe(200)
  })

  test('says what is wrong with an address', async () => {
    provider.answer('/gone', answerWith(404, [], ''))
    expect(await refusal(`${provider.origin}/gone`)).toMatchObject({
      code: 'invalid_credentials',
      message: 'The address answers 404 (Not Found). Please check it',
    })
    expect(await refusal('https://feeds.nowhere.invalid/feed.xml')).toMatchObject({
      code: 'invalid_credentials',
      message: 'There is no host "feeds.nowhere.invalid". Please check the address',
    })
  })

  test('an answer that breaks off is the provider’s failure', async () => {
    provider.answer('/half', resetMidBody)
    expect(await refusal(`${provider.origin}/half`)).toMatchObject({
      code: 'upstream_reset',
      message: 'RSS / Atom feed could not be reached. Please try again later',
    })
  })
})

test('an OAuth client that is missing is told to the team in the log, and not to its users', async () => {
  await start('slack', { clientId: undefined, clientSecret: undefined })
  const begun = await beginOAuth(server, { integration: 'slack' }).catch((error: Error) =>
    JSON.parse(error.message),
  )
  expect(begun).toMatchObject({ code: 'integration_incomplete', status: 409 })
  expect(begun.message).toBe(
    `${server.ctx.project.productName} has not finished setting up Slack. Please tell its team`,
  )
})
