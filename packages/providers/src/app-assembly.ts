import type { AppAssembly, Module, ValueSource } from '@tenon/core'
import type { AuthKind, Provider } from './provider.ts'

/** The name under which the test endpoint’s answer is kept. */
const TEST = 'test'

/**
 * The app assembly that a page of the catalog stands for: one of the three patterns (none, user-entered, OAuth), with the
 * provider's own calls in it.
 *
 * @param scopes what to ask for, the team's choice or the page's default
 */
export function appAssembly(provider: Provider, auth: AuthKind, scopes: readonly string[]): AppAssembly {
  const modules: Module[] = []
  if (auth.inputs.length > 0)
    modules.push({ module: 'form', inputs: auth.inputs, ...(auth.help && { help: auth.help }) })
  if (auth.type === 'oauth2') modules.push({ module: 'oauth2', server: auth.server, scopes: [...scopes] })
  if (auth.type === 'none' && auth.inputs.length === 0) return [{ module: 'no-credentials' }]
  modules.push(...postConnect(provider, auth), ...test(provider), profile(provider, auth))
  modules.push({ module: 'save-credentials' })
  return modules
}

/** Calls that learn what later calls need, such as the tenant whose id every other call must carry. */
function postConnect(provider: Provider, auth: AuthKind): Module[] {
  return auth.postConnect.flatMap(({ name, url, choose }): Module[] => [
    { module: 'request', name, method: 'GET', url },
    check(provider, name),
    ...(choose ? [{ module: 'choose' as const, answer: name, ...choose }] : []),
    {
      module: 'profile',
      metadata: learntFrom(auth, (source) => source.answer === name || source.from === 'choice'),
    },
  ])
}

function test(provider: Provider): Module[] {
  if (!provider.api.test) return []
  return [{ module: 'request', name: TEST, method: 'GET', url: provider.api.test.url }, check(provider, TEST)]
}

function check({ api }: Provider, answer: string): Module {
  return {
    module: 'check',
    answer,
    messagePaths: api.errorPaths,
    ...(api.successCheck && { success: api.successCheck }),
  }
}

function profile({ api }: Provider, auth: AuthKind): Module {
  const answer = (path: string): ValueSource => ({ from: 'answer', answer: TEST, path })
  return {
    module: 'profile',
    metadata: auth.metadata,
    ...(api.account &&
      api.test && { account: { id: answer(api.account.id), label: answer(api.account.label) } }),
  }
}

function learntFrom(auth: AuthKind, wanted: (source: ValueSource) => boolean): Record<string, ValueSource> {
  return Object.fromEntries(Object.entries(auth.metadata).filter(([, source]) => wanted(source)))
}
