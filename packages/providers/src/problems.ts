import { AppAssembly, type Input, templateSlots } from '@tenon/core'
import { appAssembly } from './app-assembly.ts'
import { type AuthKind, clientOwner } from './page/auth-kind.ts'
import { FactGroup, type Provider } from './page/provider.ts'
import { slotProblems } from './slot-problems.ts'

/** What is wrong with a page although its schema accepts it, a sentence each; empty when it is fine. */
export function pageProblems(page: Provider): string[] {
  const ofKinds = page.auth.flatMap((auth) =>
    [
      ...slotProblems(page, auth),
      ...helpProblems(auth),
      ...auth.inputs.flatMap(exampleProblems),
      ...hostProblems(page, auth),
      ...answerProblems(auth),
      ...assemblyProblems(page, auth),
    ].map((problem) => `${auth.id}: ${problem}`),
  )
  return [
    ...kindProblems(page),
    ...ofKinds,
    ...plainHttpProblems(page),
    ...sourceProblems(page),
    ...webhookProblems(page),
    ...provenanceProblems(page),
  ]
}

function kindProblems({ auth, api }: Provider): string[] {
  const ids = auth.map(({ id }) => id)
  const isUntested = auth.some(
    ({ type, inputs, test }) => (type !== 'none' || inputs.length > 0) && !(test ?? api.test),
  )
  return [
    ...(new Set(ids).size < ids.length ? [`the kinds ${ids.join(', ')} do not differ`] : []),
    ...(isUntested ? ['credentials cannot be checked without a test endpoint'] : []),
  ]
}

function helpProblems({ type, inputs, help }: AuthKind): string[] {
  if (type !== 'entered') return []
  return [
    ...(help ? [] : ['entered credentials need a help text']),
    ...(inputs.length > 0 ? [] : ['nothing is entered']),
  ]
}

/** An example may be cut short with …, so that nobody, and no scanner, takes it for a real key. */
function exampleProblems(input: Input): string[] {
  const { id } = input
  const { pattern, example } = textRules(input)
  if (pattern === undefined) return []
  if (example === undefined) return [`"${id}" has a pattern and no example of what fits it`]
  const fits = new RegExp(pattern).test(example.replaceAll('…', '0'))
  return fits ? [] : [`the example of "${id}" does not fit its pattern`]
}

/**
 * The team's client secret travels to these hosts. One that a user or a callback names must stay within the vendor's
 * domain, or a user could have the secret sent to a host of their own. A user's own client is the user's to send.
 */
function hostProblems(page: Provider, auth: AuthKind): string[] {
  if (clientOwner(auth) !== 'team') return []
  return [...serverUrls(auth), ...(callsShowSecret(auth) ? callUrls(page, auth) : [])].flatMap((url) => {
    const [, group = '', name = ''] = LAST_SLOT.exec(url) ?? []
    const input = auth.inputs.find(({ id }) => id === name)
    const isTeams = group === 'variables' || (group === 'derived' && isOfVariables(auth.derived[name]?.from))
    if (name === '' || isTeams || (group === 'inputs' && isFixedList(input))) return []
    const pattern = group === 'inputs' ? textRules(input).pattern : auth.metadata[name]?.pattern
    const isWhole = WHOLE_HOST.test(url)
    const isGood = isWhole && isWithinDomain(pattern) && (!url.startsWith('{{') || isOfOrigin(pattern))
    return isGood ? [] : [`"${name}" may name any host, and ${url} gets the client secret`]
  })
}

/** The slot that a host ends in, or that stands before less than a domain: `{{inputs.host}}`, `acme.{{inputs.tld}}`. */
const LAST_SLOT =
  /^(?:https:\/\/)?[^/?#]*\{\{\s*(\w+)\.([\w-]+)\s*\}\}(?![^/?#{}]*\.[a-z0-9-]+\.[a-z]+(?:[/?#:]|$))[^/?#{}]*(?:[/?#]|$)/
const WHOLE_HOST = /^(?:https:\/\/)?\{\{[^{}]+\}\}(?:[/?#]|$)/

/** The page itself names every host that can be picked. */
function isFixedList(input: Input | undefined): boolean {
  return input?.type === 'ENUM' && !input.allowCustom
}

/** The page, or the operator, names every host that the team can choose. */
function isOfVariables(template = ''): boolean {
  return templateSlots(template).every((slot) => slot.startsWith('variables.'))
}

function serverUrls(auth: AuthKind): string[] {
  if (!('server' in auth)) return []
  const { server } = auth
  if ('requestUrl' in server) return [server.requestUrl, server.tokenUrl]
  const exchange = 'exchange' in server ? server.exchange?.url : undefined
  const urls = [server.tokenUrl, server.refresh?.url, server.revocation?.url, exchange]
  return urls.filter((url) => url !== undefined)
}

/** Most signatures show no secret; PLAINTEXT is the secret. */
function callsShowSecret({ placement, signing }: AuthKind): boolean {
  const isShown = signing?.scheme === 'oauth1' && signing.method === 'PLAINTEXT'
  return /\{\{\s*client\.secret/.test(JSON.stringify([placement, isShown && signing]))
}

/** Whatever is called with the credential; what is below the base URL goes to its host. */
function callUrls({ api, sources }: Provider, auth: AuthKind): string[] {
  const own = [auth.test ?? api.test, ...auth.postConnect, ...Object.values(sources)]
  const absolute = own.flatMap((call) => (call && /^(?:https:|\{\{)/.test(call.url) ? [call.url] : []))
  return [auth.baseUrl ?? api.baseUrl, ...api.allowedHosts.map((host) => `https://${host}`), ...absolute]
}

/** In a pattern: `acme\.com`, `acme\.(com|co\.uk)`. */
const DOMAIN = String.raw`[a-z0-9-]+(?:\\\.[a-z]+)*\\\.(?:[a-z]+|\((?:\?:)?[a-z.\\|]+\))`
/** A pattern that ends in one, or in one of several: `^[a-z-]+\.(acme\.com|acme-test\.com)$`. */
const WITHIN_DOMAINS = new RegExp(String.raw`^\^.*\\\.(?:${DOMAIN}|\((?:\?:)?${DOMAIN}(?:\|${DOMAIN})*\))\$$`)

function isWithinDomain(pattern = ''): boolean {
  const outsideGroups = pattern.replace(/\([^()]*\)/g, '').replace(/\([^()]*\)/g, '')
  return WITHIN_DOMAINS.test(pattern) && !outsideGroups.includes('|')
}

/** Of a whole URL the pattern must leave no room for a path, or the domain could stand at its end. */
function isOfOrigin(pattern = ''): boolean {
  return /^\^https:\/\/(?:[A-Za-z0-9|()?:+*-]|\\\.|\[[A-Za-z0-9-]+\])*\$$/.test(pattern)
}

function answerProblems({ postConnect, metadata }: AuthKind): string[] {
  const answers = new Set(['test', ...postConnect.map(({ name }) => name)])
  const choosers = postConnect.filter(({ choose }) => choose)
  return [
    ...(choosers.length > 1 ? ['only one call can let the user choose'] : []),
    ...Object.entries(metadata).flatMap(([name, { from, answer = '' }]) => [
      ...(from === 'answer' && !answers.has(answer)
        ? [`"${name}" reads an answer that nothing asks for`]
        : []),
      ...(from === 'choice' && choosers.length === 0 ? [`"${name}" reads a choice that nobody makes`] : []),
    ]),
  ]
}

function assemblyProblems(page: Provider, auth: AuthKind): string[] {
  const { error } = AppAssembly.safeParse(appAssembly(page, auth))
  return error ? error.issues.map(({ message }) => message) : []
}

function plainHttpProblems(page: Provider): string[] {
  const plain = JSON.stringify(page).match(/http:\/\/[^"]+/g) ?? []
  return plain.filter((url) => new URL(url).hostname !== 'localhost').map((url) => `${url} is not encrypted`)
}

function sourceProblems({ sources, auth }: Provider): string[] {
  const named = auth.flatMap(({ inputs }) =>
    inputs.flatMap((input) => ('sourceType' in input && input.sourceType ? [input.sourceType] : [])),
  )
  return [
    ...named.filter((name) => !sources[name]).map((name) => `an input names the source "${name}"`),
    ...Object.entries(sources).flatMap(([name, { parameters, body, method }]) => [
      ...parameters
        .filter((parameter) => !sources[parameter])
        .map((parameter) => `"${name}" needs "${parameter}", which is no source`),
      ...(body && method !== 'POST' ? [`"${name}" has a body and is no POST`] : []),
    ]),
  ]
}

function webhookProblems({ webhooks }: Provider): string[] {
  if (webhooks?.style !== 'hmac' || webhooks.header || webhooks.path) return []
  return ['a webhook has its signature in no header and no field']
}

/** Every group of facts that a page has is either confirmed or marked for it; none is taken on trust in silence. */
function provenanceProblems(page: Provider): string[] {
  const { checked, recheck } = page.provenance
  const there = factGroups(page)
  return FactGroup.options.flatMap((group) => {
    const marks = (checked[group] ? 1 : 0) + recheck.filter((other) => other === group).length
    if (there.has(group)) return marks === 1 ? [] : [`${group} must be in one of checked and recheck`]
    return marks === 0 ? [] : [`there is nothing to check about ${group}`]
  })
}

function factGroups({ auth, api, webhooks, sources }: Provider): Set<FactGroup> {
  const servers = auth.flatMap((kind) =>
    'server' in kind && 'response' in kind.server ? [{ ...kind.server, type: kind.type }] : [],
  )
  const has: Record<FactGroup, boolean> = {
    endpoints: true,
    response: servers.some(({ response }) => response.okField !== undefined),
    refresh: servers.some(({ refresh, type }) => type === 'oauth2' && refresh),
    revocation: auth.some((kind) => 'server' in kind && kind.server.revocation),
    scopes: auth.some((kind) => 'scopes' in kind && (kind.type === 'oauth2' || kind.scopes.length > 0)),
    test: api.test !== undefined || auth.some(({ test }) => test),
    pagination: api.pagination !== undefined,
    rate_limit: api.rateLimit !== undefined,
    webhooks: webhooks !== undefined,
    sources: Object.keys(sources).length > 0,
  }
  return new Set(FactGroup.options.filter((group) => has[group]))
}

function textRules(input: Input | undefined): { pattern?: string | undefined; example?: string | undefined } {
  return input && 'pattern' in input ? input : {}
}
