import { type TemplateValues, templateSlots } from '@tenon/core'
import { type AuthKind, type Provider, testOf } from '@tenon/providers'
import { templateValues } from '../connections/access.ts'

/** Stands for what nobody has yet. */
export const EXAMPLE = {
  client: { id: 'CLIENT_ID', secret: 'CLIENT_SECRET' },
  accessToken: 'ACCESS_TOKEN',
  refreshToken: 'REFRESH_TOKEN',
  tokenSecret: 'TOKEN_SECRET',
  code: 'CODE',
  state: 'STATE',
  codeVerifier: 'CODE_VERIFIER'.padEnd(43, '_'),
}

/**
 * Values that fill every slot of a page as a user, a callback and an answer might, so that its requests can be shown.
 *
 * What a page gives no example of is its own name in capitals, or an address of the reserved domain where one is due.
 */
export function exampleValues(provider: Provider, auth: AuthKind): TemplateValues {
  const shape = JSON.stringify([auth, provider.api])
  const urls = urlsOf(provider, auth)
  const inputs = Object.fromEntries(
    auth.inputs.map((input) => [input.id, exampleInput(input) ?? example(urls, 'inputs', input.id)]),
  )
  const metadata = Object.fromEntries(
    Object.keys(auth.metadata).map((name) => [name, example(urls, 'metadata', name)]),
  )
  const variables = Object.fromEntries(
    provider.variables.map(({ name, default: value }) => [name, value || name.toUpperCase()]),
  )
  const token = {
    accessToken: EXAMPLE.accessToken,
    refreshToken: EXAMPLE.refreshToken,
    tokenSecret: EXAMPLE.tokenSecret,
  }
  const values = templateValues(auth, { inputs, token }, metadata, variables)
  const derived = Object.keys(auth.derived).map((name) => [
    name,
    values.derived?.[name] ?? name.toUpperCase(),
  ])
  return {
    ...values,
    client: EXAMPLE.client,
    callback: callbackValues(shape),
    derived: Object.fromEntries(derived),
  }
}

function exampleInput(input: AuthKind['inputs'][number]): string | undefined {
  if ('example' in input && input.example) return input.example.replaceAll('…', '')
  if (input.defaultValue !== undefined) return String(input.defaultValue)
  return 'values' in input ? String(input.values[0]?.value ?? '') : undefined
}

/** The page's URL templates. */
function urlsOf({ api }: Provider, auth: AuthKind): string[] {
  const texts: unknown[] = [
    auth.baseUrl ?? api.baseUrl,
    ...auth.postConnect.map(({ url }) => url),
    testOf({ api }, auth).test?.url,
    ...api.allowedHosts.map((host) => `https://${host}`),
    ...('server' in auth ? Object.entries(auth.server).flatMap(urlValues) : []),
    'exchange' in auth ? auth.exchange.url : undefined,
  ]
  return texts.filter((text) => typeof text === 'string')
}

function urlValues([name, value]: [string, unknown]): unknown[] {
  if (typeof value === 'object' && value !== null) return Object.entries(value).flatMap(urlValues)
  return /url$/i.test(name) ? [value] : []
}

/** What its place in the page's URLs demands: a whole address, a host, a part of one, or anything. */
function example(urls: readonly string[], group: string, name: string): string {
  const slot = `{{${group}.${name}}}`
  const word = name.replaceAll('_', '-')
  if (urls.some((url) => url.startsWith(slot))) return `https://${word}.example.com`
  const hosts = urls.flatMap((url) => /^[a-z]+:\/\/([^/?#]*)/.exec(url)?.[1] ?? [])
  if (hosts.includes(slot)) return `${word}.example.com`
  return hosts.some((host) => host.includes(slot)) ? word : name.toUpperCase()
}

function callbackValues(shape: string): Record<string, string> {
  const names = templateSlots(shape).filter((slot) => slot.startsWith('callback.'))
  return Object.fromEntries(names.map((slot) => [slot.slice('callback.'.length), slot.toUpperCase()]))
}
