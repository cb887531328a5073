import { z } from 'zod'

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
 * Some callers send it as JSON in a string.
 */
export const PermissionsClaim = z.preprocess(
  (value, ctx) => {
    if (typeof value !== 'string') return value
    try {
      return JSON.parse(value)
    } catch {
      ctx.addIssue({ code: 'custom', message: 'not JSON' })
      return z.NEVER
    }
  },
  z.record(z.string(), Grant),
)
export type PermissionsClaim = z.infer<typeof PermissionsClaim>

export interface PermissionTarget {
  /** Slug of the integration the call is about; absent for calls about none. */
  integration?: string | undefined
  connectionId?: string | undefined
  connectionExternalId?: string | null | undefined
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

/** From least to most specific. */
function matchingScopes(target: PermissionTarget): string[] {
  const scopes = ['integration:*']
  if (target.integration) scopes.push(`integration:${target.integration}`)
  scopes.push('credential:*')
  if (target.connectionExternalId) scopes.push(`credential:ext:${target.connectionExternalId}`)
  if (target.connectionId) scopes.push(`credential:${target.connectionId}`)
  scopes.push('configuration:*')
  if (target.configurationExternalId) scopes.push(`configuration:ext:${target.configurationExternalId}`)
  return scopes
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
