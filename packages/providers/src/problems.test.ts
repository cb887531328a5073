import { describe, expect, it } from 'vitest'
import type { AuthKind } from './index.ts'
import { defineProvider, Provider } from './page/provider.ts'
import { pageProblems } from './problems.ts'
import { acme } from './testing/acme.ts'

type OAuth = Extract<AuthKind, { type: 'oauth2' }>

const [oauth, apiKey] = acme.auth as [OAuth, AuthKind]
const withAuth = (...auth: AuthKind[]): Provider => ({ ...acme, auth })
const withServer = (server: Partial<OAuth['server']>, inputs: AuthKind['inputs'] = []) =>
  withAuth({ ...oauth, inputs, server: { ...oauth.server, ...server } }, apiKey)
const withApi = (api: Partial<Provider['api']>): Provider => ({ ...acme, api: { ...acme.api, ...api } })
const key = (rules: { pattern?: string; example?: string }): AuthKind => ({
  ...apiKey,
  inputs: [{ type: 'PASSWORD', id: 'api_key', title: 'API key', ...rules }],
})
const domain = (pattern?: string): AuthKind['inputs'] => [
  { type: 'TEXT_NO_VARS', id: 'host', title: 'Host', pattern, example: 'a.acme.example' },
]

it('finds nothing wrong with a good page', () => {
  expect(pageProblems(acme)).toEqual([])
})

const hmac = { style: 'hmac', algorithm: 'sha256', encoding: 'hex', key: 'signing secret' }

const cases: Record<string, [page: Provider, problem: RegExp]> = {
  'two kinds of one name': [withAuth(oauth, { ...apiKey, id: 'oauth' }), /do not differ/],
  'credentials without a test endpoint': [withApi({ test: undefined }), /without a test endpoint/],
  'a key without help': [withAuth(oauth, { ...apiKey, help: undefined }), /need a help text/],
  'a slot that no input fills': [
    withAuth(oauth, { ...apiKey, placement: { headers: { a: '{{inputs.key}}' }, query: {}, body: {} } }),
    /api_key: the placement names {{inputs.key}}/,
  ],
  'metadata that comes too late for the test': [
    withApi({ test: { method: 'GET', url: '/{{metadata.late}}' } }),
    /the request "test" names {{metadata.late}}/,
  ],
  'an unknown variable in the base URL': [
    withApi({ baseUrl: 'https://{{variables.host}}' }),
    /{{variables.host}}/,
  ],
  'a token slot in an entered kind': [
    withApi({ headers: { a: '{{token.access_token}}' } }),
    /api_key: a header names {{token.access_token}}/,
  ],
  'a scope with a slot that nothing fills': [
    withAuth({ ...oauth, scopes: [{ name: 'https://{{inputs.host}}/all', required: true }] }),
    /the authorization server names {{inputs.host}}/,
  ],
  'client.id anywhere but in the revocation': [
    withServer({ tokenUrl: 'https://acme.example/{{client.id}}' }),
    /names {{client.id}}/,
  ],
  'a value derived of what nobody knows': [
    withAuth({ ...oauth, derived: { host: { from: '{{inputs.host}}', replace: {} } } }, apiKey),
    /"host" names {{inputs.host}}/,
  ],
  'the client in the placement of a kind that has none': [
    withAuth(oauth, { ...apiKey, placement: { headers: { a: '{{client.id}}' }, query: {}, body: {} } }),
    /api_key: the placement names {{client.id}}/,
  ],
  'an allowed host that nobody knows': [
    withApi({ allowedHosts: ['{{metadata.host}}.acme.example'] }),
    /an allowed host names {{metadata.host}}/,
  ],
  'webhooks signed nowhere': [
    { ...acme, webhooks: Provider.shape.webhooks.parse(hmac) },
    /in no header and no field/,
  ],
  'a pattern without an example': [withAuth(oauth, key({ pattern: '^a$' })), /no example/],
  'an example that does not fit': [withAuth(oauth, key({ pattern: '^a$', example: 'b' })), /does not fit/],
  'metadata from an answer that nobody asked for': [
    withAuth({ ...oauth, metadata: { a: { from: 'answer', answer: 'who', path: 'id' } } }),
    /reads an answer/,
  ],
  'metadata from a choice that nobody makes': [
    withAuth({ ...oauth, metadata: { a: { from: 'choice', path: 'id' } } }),
    /reads a choice/,
  ],
  'a plain http URL': [withApi({ baseUrl: 'http://api.acme.example' }), /is not encrypted/],
  'a parameter that is no source': [
    { ...acme, sources: { lists: { ...lists(), parameters: ['boards'] } } },
    /needs "boards"/,
  ],
  'a body on a GET': [{ ...acme, sources: { lists: { ...lists(), body: {} } } }, /is no POST/],
  'facts that are neither confirmed nor marked': [
    { ...acme, provenance: { ...acme.provenance, recheck: ['refresh', 'scopes', 'sources'] } },
    /revocation must be in one of/,
  ],
  'facts that are both': [
    { ...acme, provenance: { ...acme.provenance, recheck: [...acme.provenance.recheck, 'endpoints'] } },
    /endpoints must be in one of/,
  ],
}

it.each(Object.entries(cases))('finds %s', (_, [page, problem]) => {
  expect(pageProblems(page).join('\n')).toMatch(problem)
})

describe('the host that gets the client secret', () => {
  const tokenUrl = 'https://{{inputs.host}}/token'

  it.each([
    ['without a pattern', undefined],
    ['that may end anywhere', '^[a-z.]+$'],
    ['whose end is not anchored', '^[a-z.]+\\.acme\\.example'],
    ['with a way round', '^[a-z.]+\\.acme\\.example$|^.*$'],
    ['with a way round after a group', '^(a|b)|[a-z.]+\\.acme\\.example$'],
    ['that may end in any of several', '^[a-z]+\\.(acme\\.example|[a-z.]+)$'],
    ['that may end in a whole top-level domain', '^[a-z]+\\.(acme\\.example|com)$'],
  ])('is not taken from an input %s', (_, pattern) => {
    expect(pageProblems(withServer({ tokenUrl }, domain(pattern))).join()).toMatch(/gets the client secret/)
  })

  it('may be taken from an input that stays within the vendor’s domain', () => {
    expect(pageProblems(withServer({ tokenUrl }, domain('^[a-z.]+\\.acme\\.example$')))).toEqual([])
  })

  it('may be taken from one that stays within the vendor’s domains', () => {
    const pattern = '^[a-z-]+\\.(acme\\.example|acme-test\\.example|acme\\.co\\.uk)$'
    expect(pageProblems(withServer({ tokenUrl }, domain(pattern)))).toEqual([])
  })

  it.each([
    ['^https://accounts\\.(acme\\.example|acme-test\\.example)$', []],
    ['^https://[a-z-]+\\.acme\\.example$', []],
    ['^https://.+\\.acme\\.example$', [expect.stringContaining('gets the client secret')]],
    ['^https://[^:]+\\.acme\\.example$', [expect.stringContaining('gets the client secret')]],
    ['^.*\\.acme\\.example$', [expect.stringContaining('gets the client secret')]],
  ])('may be a whole URL from the callback if it has no path: %s', (pattern, problems) => {
    const server = { ...oauth.server, tokenUrl: '{{metadata.accounts}}/token' }
    const accounts = { from: 'callback', path: 'accounts', pattern } as const
    const page = withAuth({ ...oauth, server, metadata: { ...oauth.metadata, accounts } }, apiKey)
    expect(pageProblems(page)).toEqual(problems)
  })

  it.each([
    ['is derived from what the user entered', 'https://{{derived.host}}/token', /"host" may name any/],
    ['ends in what the user entered', 'https://acme.{{inputs.host}}/token', /"host" may name any/],
    ['lets the user choose its domain', 'https://{{inputs.host}}.example/token', /"host" may name any/],
  ])('is none that %s', (_, tokenUrl, problem) => {
    const derived = { host: { from: '{{inputs.host}}', replace: {} } }
    const server = { ...oauth.server, tokenUrl }
    const page = withAuth({ ...oauth, inputs: domain('^[a-z.]+$'), derived, server }, apiKey)
    expect(pageProblems(page).join()).toMatch(problem)
  })

  it('is none that a user names where calls carry the secret', () => {
    const placement = { headers: { 'x-api-key': '{{client.secret}}' }, query: {}, body: {} }
    const baseUrl = 'https://{{inputs.host}}/api'
    const page = withAuth({ ...oauth, inputs: domain(), placement, baseUrl }, apiKey)
    expect(pageProblems(page).join()).toMatch(/"host" may name any host/)
    expect(pageProblems(withAuth({ ...oauth, inputs: domain(), baseUrl }, apiKey)).join()).not.toMatch(
      /any host/,
    )
  })

  it('may have one label filled in', () => {
    const url = 'https://{{inputs.host}}.acme.example/token'
    expect(pageProblems(withServer({ tokenUrl: url }, domain('^[a-z.]+$')))).toEqual([])
  })
})

it('refuses a page that its schema does not know', () => {
  expect(() => defineProvider({ ...acme, id: 'reverse-proxy' })).toThrow(/mistake URLs/)
  expect(() => defineProvider({ ...acme, auth: [] })).toThrow()
  const byUrl = { ...lists(), next: { by: 'url', path: 'next' } }
  expect(Provider.safeParse({ ...acme, sources: { byUrl } }).success).toBe(false)
})

function lists() {
  const { lists } = acme.sources
  if (!lists) throw new TypeError('acme has no lists')
  return lists
}
