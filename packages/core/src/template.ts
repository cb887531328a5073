import { AppError } from './errors.ts'
import { hasHiddenStep } from './hidden-step.ts'

/**
 * Templates are `{{group.name}}`: `{{inputs.subdomain}}`, `{{metadata.tenant_id}}`, `{{token.access_token}}`,
 * `{{variables.origin}}`. A missing value is an error that names the slot, never an empty text.
 */
export interface TemplateValues {
  /** What the user entered when connecting, secrets included. */
  inputs?: Readonly<Record<string, string>>
  /** What was learnt from the callback, the token reply or a call after connecting. Never a secret. */
  metadata?: Readonly<Record<string, string>>
  /** Made of the others by the page's derivations. */
  derived?: Readonly<Record<string, string>>
  /** The OAuth token reply. */
  token?: Readonly<Record<string, string>>
  /** Query parameters of the callback, while a user is connecting. */
  callback?: Readonly<Record<string, string>>
  /** The OAuth client, for signatures and revocation only. */
  client?: Readonly<Record<string, string>>
  /** Secrets of the team's keyvault that the assembly has read. */
  keyvault?: Readonly<Record<string, string>>
  /** What the team entered for this integration. */
  variables?: Readonly<Record<string, string>>
  /** What the caller of a source gave. */
  parameters?: Readonly<Record<string, string>>
}

const SLOT = /\{\{\s*([a-z]+)\.([A-Za-z0-9_-]+)\s*\}\}/g
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i
const HOST = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+(?::\d{1,5})?$/i

/** The slots of a template, in order, as `group.name`. */
export function templateSlots(template: string): string[] {
  return Array.from(template.matchAll(SLOT), (match) => `${match[1]}.${match[2]}`)
}

/** Whether every slot of a template has a value. */
export function hasValues(template: string, values: TemplateValues): boolean {
  return Array.from(template.matchAll(SLOT)).every(
    ([, group, name]) => find(values, group, name) !== undefined,
  )
}

/** Fills a template with values as they are: for headers and texts. */
export function fill(template: string, values: TemplateValues): string {
  return template.replace(SLOT, (_, group: string, name: string) => lookUp(values, group, name))
}

/**
 * Fills a URL template so that each value can fill only the slot it is in:
 *
 * - the whole origin (`{{metadata.instance_url}}/services`): an http(s) URL, without a query if something follows
 * - the whole host (`https://{{inputs.login_domain}}/`): a host name, with a port perhaps
 * - a part of the host (`https://{{inputs.subdomain}}.zendesk.com`): one label
 * - path and query: percent-encoded but for `:` and `@`, and never `.` or a step up, however that is written
 *
 * @throws AppError `invalid_request` naming the slot and what it must be.
 */
export function fillUrl(template: string, values: TemplateValues): string {
  return template.replace(SLOT, (slot, group: string, name: string, at: number) => {
    const value = lookUp(values, group, name)
    const end = at + slot.length
    const kind = slotKind(template, at, end)
    const fits = fitted(value, kind, name, end === template.length)
    // `https://x.com/` before `/path`
    return kind === 'url' && template.charAt(end) === '/' ? fits.replace(/\/+$/, '') : fits
  })
}

type SlotKind = 'url' | 'host' | 'label' | 'component'

function slotKind(template: string, start: number, end: number): SlotKind {
  if (start === 0) return 'url'
  const before = template.slice(0, start)
  const authority = /^[a-z]+:\/\/([^/?#]*)$/.exec(before)
  if (!authority) return 'component'
  const isWholeHost = authority[1] === '' && (end === template.length || '/?#'.includes(template.charAt(end)))
  return isWholeHost ? 'host' : 'label'
}

function fitted(value: string, kind: SlotKind, name: string, isLast: boolean): string {
  switch (kind) {
    case 'url':
      if (isHttpUrl(value) && (isLast || !value.includes('?'))) return value
      throw misfit(name, 'a URL that begins with http:// or https://')
    case 'host':
      if (HOST.test(value) && isReadAsWritten(value)) return value
      throw misfit(name, 'a host name such as acme.example.com')
    case 'label':
      if (LABEL.test(value)) return value
      throw misfit(name, 'one part of a host name: letters, digits and hyphens only')
    case 'component':
      if (value !== '' && value !== '.' && value.isWellFormed() && !hasHiddenStep(value))
        return encodeComponent(value)
      throw misfit(name, 'a value that can be part of a path')
  }
}

/**
 * RFC 3986 §3.3 lets `:`, `@` and the sub-delims stand in a segment. The first two mean nothing behind the authority, and
 * some servers want them as they are (Telegram: `/bot<id>:<secret>/…`). A sub-delim ends something for somebody: `;`,
 * `=` and `,` parameters of a segment, `&`, `=` and `+` those of a query.
 */
function encodeComponent(value: string): string {
  return encodeURIComponent(value).replaceAll('%3A', ':').replaceAll('%40', '@')
}

/** The parser would drop blanks and controls, read `\` as `/`, and see no fragment in a `#` at the end. */
function isHttpUrl(value: string): boolean {
  if (!/^https?:\/\/[^\s\p{Cc}#\\]+$/iu.test(value) || !URL.canParse(value)) return false
  const { username, password } = new URL(value)
  return username === '' && password === ''
}

/** False for `0x7f.1`, which is 127.0.0.1, and for ports that are none. */
function isReadAsWritten(host: string): boolean {
  return URL.parse(`http://${host}`)?.hostname === host.toLowerCase().replace(/:\d+$/, '')
}

function misfit(name: string, expected: string): AppError {
  return new AppError('invalid_request', `"${name}" must be ${expected}`, { meta: { input: name } })
}

function lookUp(values: TemplateValues, group: string, name: string): string {
  const value = find(values, group, name)
  if (value !== undefined) return value
  throw new AppError('invalid_request', `There is no value for {{${group}.${name}}}`, {
    meta: { slot: `${group}.${name}` },
  })
}

function find(values: TemplateValues, group = '', name = ''): string | undefined {
  const found = (values as Readonly<Record<string, Readonly<Record<string, string>> | undefined>>)[group]
  return found && Object.hasOwn(found, name) ? found[name] : undefined
}
