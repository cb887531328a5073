import { z } from 'zod'
import { isUuid } from './ids.ts'

/** The claim of a user token that narrows what the token may do. Evaluated on each request, never stored. */
export const PERMISSIONS_CLAIM = 'urn:useparagon:connect:permissions'

/** What a call does, in the claim's words. */
export type Permission =
  | 'credential:read' // see the connection
  | 'credential:write' // connect, change settings, disconnect
  | 'proxy' // call the provider's API with it
  | 'event' // send app events
  | 'workflow' // start or switch workflows

type Grant = boolean | readonly string[] | { readonly [key: string]: Grant }

const Grant: z.ZodType<Grant> = z.lazy(() =>
  z.union([z.boolean(), z.array(z.string()), z.record(z.string(), Grant)]),
)

/**
 * Scopes to permissions: `true`, `false`, a list of permissions, or an object of permissions and of narrower scopes.
 * Some callers send it as JSON in a string. Parsed, every scope is spelt as targets are.
 */
export const PermissionsClaim = z.preprocess((value, ctx) => {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    ctx.addIssue({ code: 'custom', message: 'not JSON' })
    return z.NEVER
  }
}, z.record(z.string(), Grant).transform(spelledAlike))
export type PermissionsClaim = z.infer<typeof PermissionsClaim>

export interface PermissionTarget {
  /** Slug of the integration the call is about; absent for calls about none. */
  integration?: string | undefined
  connectionId?: string | undefined
  connectionExternalId?: string | null | undefined
  /** Of the configuration that the call is about; absent for calls about none. */
  configurationId?: string | undefined
  configurationExternalId?: string | null | undefined
}

/**
 * Whether the claim allows a permission on a target. No claim allows everything; a claim allows only what it names.
 * More specific scopes override less specific ones.
 */
export function isPermitted(
  claim: PermissionsClaim | undefined,
  permission: Permission,
  target: PermissionTarget = {},
): boolean {
  if (claim === undefined) return true
  return verdictOf(claim, permission, matchingScopes(target)) ?? false
}

/** Whether a claim has scopes of single connections: only then may two connections of an integration fare differently. */
export function namesConnections(claim: PermissionsClaim | undefined): boolean {
  return Object.entries(claim ?? {}).some(
    ([scope, grant]) =>
      /^credential:(?!\*$|read$|write$)/.test(scope) ||
      (typeof grant !== 'boolean' && !isList(grant) && namesConnections(grant)),
  )
}

/** From least to most specific. */
function matchingScopes(target: PermissionTarget): string[] {
  const scopes = ['integration:*']
  if (target.integration) scopes.push(`integration:${target.integration}`)
  scopes.push('credential:*')
  if (target.connectionExternalId) scopes.push(`credential:ext:${target.connectionExternalId}`)
  if (target.connectionId) scopes.push(`credential:${target.connectionId}`)
  // Who may change every configuration may not, for that alone, call the provider.
  if (target.configurationId || target.configurationExternalId) scopes.push('configuration:*')
  if (target.configurationExternalId) scopes.push(`configuration:ext:${target.configurationExternalId}`)
  if (target.configurationId) scopes.push(`configuration:${target.configurationId}`)
  return scopes.map(spelling)
}

/** Calls may name `google-calendar` as `googleCalendar` and write ids in capitals; so may the claim, to deny them. */
function spelling(scope: string): string {
  const [, noun = '', name = ''] = /^(integration|credential|configuration):(.*)$/s.exec(scope) ?? []
  if (isUuid(name)) return `${noun}:${name.toLowerCase()}`
  if (noun !== 'integration') return scope
  return `integration:${name.replace(/(?<=[a-z\d])(?=[A-Z])/g, '-').toLowerCase()}`
}

function spelledAlike(grants: Record<string, Grant>): Record<string, Grant> {
  const alike = new Map<string, Grant>()
  for (const [key, grant] of Object.entries(grants)) {
    const inner = typeof grant === 'boolean' || isList(grant) ? grant : spelledAlike(grant)
    const scope = spelling(key)
    const before = alike.get(scope)
    alike.set(scope, before === undefined ? inner : narrower(before, inner))
  }
  return Object.fromEntries(alike)
}

/** Of two grants for one scope in two spellings, what both allow; nothing where that cannot be told. */
function narrower(one: Grant, other: Grant): Grant {
  if (one === true) return other
  if (other === true) return one
  return isList(one) && isList(other) ? one.filter((permission) => other.includes(permission)) : false
}

function verdictOf(grant: Grant, permission: Permission, scopes: readonly string[]): boolean | undefined {
  if (typeof grant === 'boolean') return grant
  if (isList(grant)) return grant.includes(permission) || grant.includes('*')
  let verdict: boolean | undefined
  if (Object.hasOwn(grant, permission)) verdict = verdictOf(grant[permission] ?? false, permission, scopes)
  for (const scope of scopes) {
    const inner = Object.hasOwn(grant, scope) ? grant[scope] : undefined
    if (inner !== undefined) verdict = verdictOf(inner, permission, scopes) ?? verdict
  }
  return verdict
}

function isList(grant: Grant): grant is readonly string[] {
  return Array.isArray(grant)
}
