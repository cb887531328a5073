import type { AppAssembly, Module, ValueSource } from '@tenon/core'
import type { AuthKind } from './page/auth-kind.ts'
import type { Provider } from './page/provider.ts'
import { testOf } from './page/test-endpoint.ts'

/** The name under which the test endpoint’s answer is kept. */
const TEST = 'test'

/**
 * The app assembly that a page of the catalog stands for: one of the three patterns (none, user-entered, OAuth), with the
 * provider's own calls in it. Metadata is kept as soon as it is known, because later URLs are made of it.
 *
 * @param scopes the team's choice; those that the page needs itself are added
 */
export function appAssembly(
  provider: Provider,
  auth: AuthKind,
  scopes: readonly string[] = defaultScopes(auth),
): AppAssembly {
  if (auth.type === 'none' && auth.inputs.length === 0) return [{ module: 'no-credentials' }]
  return [
    ...form(auth),
    ...obtain(auth, scopes),
    ...keep(auth, ({ from }) => from === 'token' || from === 'callback'),
    ...auth.postConnect.flatMap((call) => postConnect(provider, auth, call)),
    ...test(provider, auth),
    ...profile(provider, auth),
    { module: 'save-credentials' },
  ]
}

/** What a page asks for when the team has not chosen. */
export function defaultScopes(auth: AuthKind): string[] {
  return 'scopes' in auth ? auth.scopes.map(({ name }) => name) : []
}

function form({ inputs, help }: AuthKind): Module[] {
  return inputs.length > 0 ? [{ module: 'form', inputs, ...(help && { help }) }] : []
}

/** The module that obtains a token, for kinds that need one. */
function obtain(auth: AuthKind, chosen: readonly string[]): Module[] {
  const required = 'scopes' in auth ? auth.scopes.filter((scope) => scope.required) : []
  const scopes = [...new Set([...required.map(({ name }) => name), ...chosen])]
  switch (auth.type) {
    case 'oauth2':
      return [{ module: 'oauth2', server: auth.server, scopes }]
    case 'oauth1':
      return [{ module: 'oauth1', server: auth.server, scopes }]
    case 'client_credentials':
      return [{ module: 'client-credentials', server: auth.server, scopes, grantType: auth.grantType }]
    case 'password':
      return [{ module: 'password', server: auth.server, scopes }]
    case 'jwt_bearer':
      return [{ module: 'jwt-bearer', server: auth.server, scopes, assertion: auth.assertion }]
    case 'two_step':
      return [{ module: 'two-step-token', exchange: auth.exchange }]
    case 'none':
    case 'entered':
      return []
  }
}

/** A call that learns what later calls need, such as the tenant whose id every other call must carry. */
function postConnect(provider: Provider, auth: AuthKind, call: AuthKind['postConnect'][number]): Module[] {
  const { name, url, headers, choose } = call
  return [
    { module: 'request', name, method: 'GET', url, ...(headers && { headers }) },
    check(provider, name),
    ...(choose ? [{ module: 'choose' as const, answer: name, ...choose }] : []),
    ...keep(auth, ({ from, answer }) => (from === 'choice' ? choose !== undefined : answer === name)),
  ]
}

function test(provider: Provider, auth: AuthKind): Module[] {
  const { test: endpoint } = testOf(provider, auth)
  if (!endpoint || testAnswer(provider, auth) !== TEST) return []
  const { format, ...call } = endpoint
  return [
    { module: 'request', name: TEST, ...call },
    { ...check(provider, TEST), ...(format && { format }) },
  ]
}

/** Where the test endpoint’s answer is: a call made already needs no second time. */
function testAnswer(provider: Provider, auth: AuthKind): string {
  const { test } = testOf(provider, auth)
  return auth.postConnect.find(({ url }) => url === test?.url)?.name ?? TEST
}

function check({ api }: Provider, answer: string): Module {
  return {
    module: 'check',
    answer,
    messagePaths: api.errorPaths,
    ...(api.successCheck && { success: api.successCheck }),
  }
}

function keep(auth: AuthKind, isKnown: (source: ValueSource) => boolean): Module[] {
  const metadata = metadataFrom(auth, isKnown)
  return Object.keys(metadata).length > 0 ? [{ module: 'profile', metadata }] : []
}

function profile(provider: Provider, auth: AuthKind): Module[] {
  const { account } = testOf(provider, auth)
  const isTested = ({ answer }: ValueSource) => answer === TEST
  if (!account) return keep(auth, isTested)
  const source = (path: string | ValueSource): ValueSource =>
    typeof path === 'string' ? { from: 'answer', answer: testAnswer(provider, auth), path } : path
  return [
    {
      module: 'profile',
      metadata: metadataFrom(auth, isTested),
      account: { id: source(account.id), label: source(account.label) },
    },
  ]
}

function metadataFrom(auth: AuthKind, isKnown: (source: ValueSource) => boolean) {
  return Object.fromEntries(Object.entries(auth.metadata).filter(([, source]) => isKnown(source)))
}
