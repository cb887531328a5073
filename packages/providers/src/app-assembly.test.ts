import { AppAssembly } from '@tenon/core'
import { describe, expect, it } from 'vitest'
import { appAssembly, defaultScopes } from './app-assembly.ts'
import { findProvider, type Provider } from './index.ts'
import { acme } from './testing/acme.ts'

function page(id: string): Provider {
  const found = findProvider(id)
  if (!found) throw new TypeError(`no page ${id}`)
  return found
}

function assembly(provider: Provider, kind: string, scopes?: string[]) {
  const auth = provider.auth.find(({ id }) => id === kind)
  if (!auth) throw new TypeError(`no kind ${kind}`)
  return AppAssembly.parse(appAssembly(provider, auth, scopes))
}

const ofName = (name: string) => (module: { module: string }) => module.module === name

describe('the three patterns', () => {
  it('needs nothing for an open API', () => {
    const open: Provider = { ...acme, auth: [{ ...kind('api_key'), type: 'none', inputs: [] }] }
    expect(assembly(open, 'api_key')).toEqual([{ module: 'no-credentials' }])
  })

  it('asks for what an open API has to know, and tries it', () => {
    const { inputs } = page('rss').auth[0] ?? {}
    const feedUrl = { from: 'input', path: 'feed_url' }
    expect(assembly(page('rss'), 'feed')).toEqual([
      { module: 'form', inputs },
      { module: 'request', name: 'test', method: 'GET', url: '' },
      { module: 'check', answer: 'test', messagePaths: [], format: 'feed' },
      { module: 'profile', metadata: {}, account: { id: feedUrl, label: feedUrl } },
      { module: 'save-credentials' },
    ])
  })

  it('checks an entered key before it is saved, and learns whose it is', () => {
    const { inputs, help } = kind('api_key')
    expect(assembly(acme, 'api_key')).toEqual([
      { module: 'form', inputs, help },
      { module: 'request', name: 'test', method: 'GET', url: '/me' },
      { module: 'check', answer: 'test', messagePaths: ['error.message'] },
      { module: 'profile', metadata: {}, account: accountOf('test') },
      { module: 'save-credentials' },
    ])
  })

  it('tries a kind of its own sort as that kind says', () => {
    const test = { method: 'POST' as const, url: '/graphql', body: { query: '{ viewer { id } }' } }
    const account = { id: 'data.viewer.id', label: 'data.viewer.name' }
    const modules = assembly({ ...acme, auth: [{ ...kind('api_key'), test, account }] }, 'api_key')
    expect(modules.find(ofName('request'))).toEqual({ module: 'request', name: 'test', ...test })
    expect(modules.find(ofName('profile'))).toMatchObject({ account: { label: { path: account.label } } })
  })

  it('keeps what the token reply tells before the first call', () => {
    const auth = kind('oauth')
    expect(assembly(acme, 'oauth')).toEqual([
      { module: 'oauth2', server: 'server' in auth && auth.server, scopes: ['offline', 'contacts'] },
      { module: 'profile', metadata: { region: { from: 'token', path: 'account.region' } } },
      { module: 'request', name: 'test', method: 'GET', url: '/me' },
      { module: 'check', answer: 'test', messagePaths: ['error.message'] },
      { module: 'profile', metadata: {}, account: accountOf('test') },
      { module: 'save-credentials' },
    ])
  })
})

describe('scopes', () => {
  it('asks for what the page says when the team has not chosen', () => {
    expect(defaultScopes(kind('oauth'))).toEqual(['offline', 'contacts'])
    expect(defaultScopes(kind('api_key'))).toEqual([])
  })

  it('adds those the page cannot do without to the team’s choice', () => {
    expect(assembly(acme, 'oauth', ['deals'])[0]).toMatchObject({ scopes: ['offline', 'deals'] })
  })
})

describe('pages that need more', () => {
  it('lets the user choose among Xero’s organisations, and asks for them once', () => {
    const [login, ...rest] = assembly(page('xero'), 'oauth')
    expect(login).toMatchObject({
      module: 'oauth2',
      scopes: ['offline_access', 'accounting.settings.read'],
      server: { clientAuth: 'basic', refresh: { rotates: true, reuseGraceMs: 1_800_000 } },
    })
    expect(rest).toEqual([
      { module: 'request', name: 'organisation', method: 'GET', url: 'https://api.xero.com/connections' },
      { module: 'check', answer: 'organisation', messagePaths: ['Detail', 'Message', 'Title'] },
      {
        module: 'choose',
        answer: 'organisation',
        title: 'Which Xero organisation do you want to connect?',
        itemsPath: '',
        valuePath: 'tenantId',
        labelPath: 'tenantName',
      },
      {
        module: 'profile',
        metadata: {
          tenant_id: { from: 'choice', path: 'tenantId' },
          tenant_name: { from: 'choice', path: 'tenantName' },
          connection_id: { from: 'choice', path: 'id' },
        },
      },
      {
        module: 'profile',
        metadata: {},
        account: { id: { from: 'choice', path: 'tenantId' }, label: { from: 'choice', path: 'tenantName' } },
      },
      { module: 'save-credentials' },
    ])
  })

  it('takes QuickBooks’ company from the callback before the test endpoint names it', () => {
    expect(assembly(page('quickbooks'), 'oauth').slice(1, 3)).toEqual([
      { module: 'profile', metadata: { realm_id: { from: 'callback', path: 'realmId' } } },
      {
        module: 'request',
        name: 'test',
        method: 'GET',
        url: '/v3/company/{{metadata.realm_id}}/companyinfo/{{metadata.realm_id}}',
      },
    ])
  })

  it('asks for Salesforce’s login domain before sending the user there', () => {
    const names = assembly(page('salesforce'), 'oauth').map(({ module }) => module)
    expect(names.slice(0, 3)).toEqual(['form', 'oauth2', 'profile'])
  })

  it('takes Slack’s ok:false for the error it is', () => {
    expect(assembly(page('slack'), 'api_key').slice(1, 3)).toEqual([
      { module: 'request', name: 'test', method: 'POST', url: '/auth.test' },
      {
        module: 'check',
        answer: 'test',
        messagePaths: ['error'],
        success: { path: 'ok', equals: true },
      },
    ])
  })

  it('reads HubSpot’s portal id from the test endpoint’s answer', () => {
    expect(assembly(page('hubspot'), 'api_key').findLast(ofName('profile'))).toMatchObject({
      metadata: { portal_id: { from: 'answer', answer: 'test', path: 'portalId' } },
    })
  })
})

function kind(id: 'oauth' | 'api_key') {
  const found = acme.auth.find((auth) => auth.id === id)
  if (!found) throw new TypeError(id)
  return found
}

function accountOf(answer: string) {
  return { id: { from: 'answer', answer, path: 'id' }, label: { from: 'answer', answer, path: 'email' } }
}
