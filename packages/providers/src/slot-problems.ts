import { templateSlots } from '@tenon/core'
import { appAssembly } from './app-assembly.ts'
import type { AuthKind } from './page/auth-kind.ts'
import type { Provider } from './page/provider.ts'

/** Slots that nothing fills by the time they are read, found by walking the app assembly as a user would. */
export function slotProblems(page: Provider, auth: AuthKind): string[] {
  const known = new Set(page.variables.map(({ name }) => `variables.${name}`))
  const problems: string[] = []
  const need = (where: string, templates: unknown) => {
    for (const slot of templateSlots(JSON.stringify(templates ?? ''))) {
      if (!known.has(slot)) problems.push(`${where} names {{${slot}}}, which nothing fills by then`)
    }
  }
  const baseUrl = auth.baseUrl ?? page.api.baseUrl

  for (const module of appAssembly(page, auth)) {
    if (module.module === 'form') addAll(known, 'inputs', idsOf(module.inputs))
    if (module.module === 'profile') addAll(known, 'metadata', Object.keys(module.metadata))
    if (module.module === 'request') {
      const isAbsolute = /^(https?:|\{\{)/.test(module.url)
      need(`the request "${module.name}"`, [module.url, auth.placement, isAbsolute || baseUrl])
    }
    if (module.module === 'oauth2') {
      const { authorizationUrl, authorizeParams, tokenUrl, exchange } = module.server
      need('the authorization server', [authorizationUrl, authorizeParams, tokenUrl])
      known.add('token.access_token')
      need('the exchange', exchange)
    }
  }

  need('the base URL', baseUrl)
  need('the placement', auth.placement)
  need('a header', page.api.headers)
  if (auth.type === 'oauth2') {
    need('the refresh', auth.server.refresh)
    need('the revocation', { ...auth.server.revocation, url: withoutClientId(auth.server.revocation?.url) })
  }
  for (const [name, source] of Object.entries(page.sources)) {
    const { url, parameters } = source
    addAll(known, 'parameters', parameters)
    need(`the source "${name}"`, url)
    for (const parameter of parameters) known.delete(`parameters.${parameter}`)
  }
  return problems
}

function addAll(known: Set<string>, group: string, names: readonly string[]): void {
  for (const name of names) known.add(`${group}.${name}`)
}

function idsOf(inputs: AuthKind['inputs']): string[] {
  return inputs.map(({ id }) => id)
}

/** Only a revocation may name the client. */
function withoutClientId(url = ''): string {
  return url.replace('{{client.id}}', '')
}
