import { type Module, templateSlots } from '@tenon/core'
import { appAssembly } from './app-assembly.ts'
import { type AuthKind, clientOwner, visitsProvider } from './page/auth-kind.ts'
import type { Provider } from './page/provider.ts'

const CLIENT = ['client.id', 'client.secret']

/** Slots that nothing fills by the time they are read, found by walking the app assembly as a user would. */
export function slotProblems(page: Provider, auth: AuthKind): string[] {
  const known = new Set(page.variables.map(({ name }) => `variables.${name}`))
  const problems: string[] = []
  const need = (where: string, templates: unknown, alsoKnown: readonly string[] = []) => {
    for (const slot of templateSlots(JSON.stringify(templates ?? ''))) {
      if (known.has(slot) || alsoKnown.includes(slot)) continue
      problems.push(`${where} names {{${slot}}}, which nothing fills by then`)
    }
  }
  const derive = () => {
    for (const [name, { from }] of Object.entries(auth.derived)) {
      if (templateSlots(from).every((slot) => known.has(slot))) known.add(`derived.${name}`)
    }
  }
  const client = hasClient(auth) ? CLIENT : []
  if (auth.type !== 'oauth2') addAll(known, 'client', client.length > 0 ? ['id', 'secret'] : [])
  const baseUrl = auth.baseUrl ?? page.api.baseUrl
  derive()

  for (const module of appAssembly(page, auth)) {
    if (module.module === 'form') addAll(known, 'inputs', idsOf(module.inputs))
    if (module.module === 'profile') addAll(known, 'metadata', Object.keys(module.metadata))
    if (module.module === 'request') {
      const isAbsolute = /^(https?:|\{\{)/.test(module.url)
      need(`the request "${module.name}"`, [module.url, module.headers, isAbsolute || baseUrl])
      need(`the request "${module.name}"`, [auth.placement, auth.signing], client)
    }
    if (module.module === 'oauth2') {
      const { authorizationUrl, authorizeParams, redirectUri, tokenUrl, exchange } = module.server
      need('the authorization server', [authorizationUrl, authorizeParams, redirectUri, module.scopes])
      const ofCallback = Object.entries(auth.metadata).filter(([, { from }]) => from === 'callback')
      addAll(
        known,
        'metadata',
        ofCallback.map(([name]) => name),
      )
      need('the token URL', tokenUrl)
      known.add('token.access_token')
      need('the exchange', exchange)
    }
    if (module.module === 'oauth1') {
      const { revocation, ...server } = module.server
      need('the authorization server', server)
      addAll(known, 'token', ['access_token', 'token_secret'])
      need('the revocation', revocation)
    }
    if (module.module === 'two-step-token') need('the exchange', module.exchange)
    if ('server' in module && !visitsProvider(auth))
      need('the token URL', [module.server.tokenUrl, module.scopes])
    if (module.module === 'jwt-bearer') need('the assertion', module.assertion)
    if (isGrant(module)) known.add('token.access_token')
    derive()
  }

  for (const [name, { from }] of Object.entries(auth.derived)) need(`"${name}"`, from)
  need('the base URL', baseUrl)
  need('an allowed host', page.api.allowedHosts)
  need('the placement', auth.placement, client)
  need('the signature', auth.signing, client)
  need('a header', page.api.headers)
  if (auth.type === 'oauth2') {
    need('the refresh', auth.server.refresh)
    const { headers, url, ...revocation } = auth.server.revocation ?? {}
    need('the revocation', { ...revocation, url: withoutClientId(url) })
    need('the revocation', headers, client)
  }
  for (const [name, source] of Object.entries(page.sources)) {
    const { url, parameters } = source
    addAll(known, 'parameters', parameters)
    need(`the source "${name}"`, url)
    for (const parameter of parameters) known.delete(`parameters.${parameter}`)
  }
  return problems
}

/** Whether {{client.…}} has values: the team’s client, or the one that the provider posted (Magento). */
function hasClient(auth: AuthKind): boolean {
  return clientOwner(auth) === 'team' || (auth.type === 'oauth1' && auth.server.flow === 'posted')
}

/** A module that obtains a token without the user. */
function isGrant({ module }: Module): boolean {
  return ['client-credentials', 'password', 'jwt-bearer', 'two-step-token'].includes(module)
}

function addAll(known: Set<string>, group: string, names: readonly string[]): void {
  for (const name of names) known.add(`${group}.${name}`)
}

function idsOf(inputs: AuthKind['inputs']): string[] {
  return inputs.map(({ id }) => id)
}

/** The one URL that may name the client. */
function withoutClientId(url = ''): string {
  return url.replace('{{client.id}}', '')
}
