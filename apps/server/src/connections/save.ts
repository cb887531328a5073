import { AppError, type ConnectionId, type Credential, type PermissionTarget } from '@tenon/core'
import type { AuthKind } from '@tenon/providers'
import type { Outcome } from '../assemblies/step.ts'
import type { UserContext } from '../context.ts'
import { change } from '../database/change.ts'
import type { Integration } from '../integrations/integrations.ts'
import { requirePermission } from '../users/permissions.ts'
import { newConfigurationId, newConnectionId } from './ids.ts'
import type { InstallOptions } from './install-options.ts'
import { assemblyStatePlace, credentialPlace } from './sealed.ts'
import { selectConnection } from './select.ts'
import {
  type ConnectionRow,
  insertConfiguration,
  insertConnection,
  listConnections,
  lockUser,
  updateConnection,
} from './store.ts'
import { noRefresh, tokenOf } from './token-columns.ts'

/** What a run of an app assembly obtained: all there is, or all but the user's choice. */
export type Obtained = Extract<Outcome, { kind: 'done' | 'choose' }>

/**
 * Saves what an assembly obtained: into the connection that is being reconnected, whose id, settings and external id
 * stay, or into a new one. All of it in one transaction.
 */
export async function saveConnection(
  ctx: UserContext,
  {
    integration,
    auth,
    options,
    obtained,
  }: { integration: Integration; auth: AuthKind; options: InstallOptions; obtained: Obtained },
): Promise<ConnectionId> {
  const newId = newConnectionId()
  return change(ctx, [`user:${ctx.user.id}`], async (tx) => {
    const scope = { ...ctx, db: tx }
    await lockUser(scope)
    const existing = await listConnections(scope, integration.id)
    const replaced = connectionToReplace(existing, options)
    const id = replaced?.id ?? newId
    requirePermission(ctx, 'credential:write', writeTarget(integration, options, replaced))
    const values = columns(ctx, id, auth, obtained)
    if (replaced) {
      await updateConnection(scope, id, values)
    } else {
      await insertConnection(scope, {
        ...values,
        id,
        integrationId: integration.id,
        externalId: options.externalId ?? null,
      })
      await insertConfiguration(scope, { id: newConfigurationId(), connectionId: id, isDefault: true })
    }
    return id
  })
}

/**
 * The connection that a new authorisation replaces: the one named, or, unless several are wanted, the one there is.
 *
 * @throws AppError `not_found` for a name that is not there, `conflict` for an external id that is taken
 */
export function connectionToReplace(
  existing: ConnectionRow[],
  options: InstallOptions,
): ConnectionRow | undefined {
  if (options.selectedCredentialId) return selectConnection(existing, options.selectedCredentialId)
  if (options.externalId && existing.some(({ externalId }) => externalId === options.externalId)) {
    throw new AppError(
      'conflict',
      `This user has a connection with the external id "${options.externalId}" already`,
    )
  }
  return options.allowMultipleCredentials || options.externalId ? undefined : existing[0]
}

/** What the user token must allow to write. */
export function writeTarget(
  { slug }: Integration,
  options: InstallOptions,
  replaced: ConnectionRow | undefined,
): PermissionTarget {
  return {
    integration: slug,
    connectionId: replaced?.id,
    connectionExternalId: replaced ? replaced.externalId : options.externalId,
  }
}

function columns(ctx: UserContext, id: ConnectionId, auth: AuthKind, { kind, state, ...rest }: Obtained) {
  const { token } = state
  const credential: Credential = {
    inputs: state.inputs,
    ...(token && { token: tokenOf(token) }),
  }
  const isPending = kind === 'choose'
  return {
    accountType: auth.id,
    status: isPending ? ('pending' as const) : ('active' as const),
    reauthReason: null,
    accountId: state.account?.id ?? null,
    accountLabel: state.account?.label ?? null,
    metadata: state.metadata,
    credential: ctx.vault.seal(JSON.stringify(credential), credentialPlace(id)),
    issuedAt: ctx.now(),
    expiresAt: token?.expiresAt ? new Date(token.expiresAt) : null,
    hasRefreshToken: token?.refreshToken !== undefined,
    refreshFailureCount: 0,
    refreshForcedAt: null,
    ...noRefresh,
    choice: 'choice' in rest ? rest.choice : null,
    assemblyState: isPending ? ctx.vault.seal(JSON.stringify(state), assemblyStatePlace(id)) : null,
  }
}
