import {
  AppError,
  type ConnectionEvent,
  type ConnectionId,
  type ConnectionState,
  type Credential,
  type PermissionTarget,
} from '@tenon/core'
import type { AuthKind } from '@tenon/providers'
import type { AssemblyState } from '../assemblies/state.ts'
import type { Outcome } from '../assemblies/step.ts'
import type { UserContext } from '../context.ts'
import { change } from '../database/change.ts'
import type { Integration } from '../integrations/integrations.ts'
import { requirePermission } from '../users/permissions.ts'
import { newConfigurationId, newConnectionId } from './ids.ts'
import type { InstallOptions } from './install-options.ts'
import { choiceBeside } from './open-choice.ts'
import { isRenewable } from './renew.ts'
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
import { announce, transitionOf } from './transition.ts'

/** What a run of an app assembly obtained: all there is, or all but the user's choice. */
type Obtained = Extract<Outcome, { kind: 'done' | 'choose' }>

/**
 * Saves what an assembly obtained: into the connection that is being reconnected, whose id, settings and external id
 * stay, or into a new one. All of it in one transaction. A connection that works keeps its credential until the user has
 * made a choice that is still open.
 */
export async function saveConnection(ctx: UserContext, input: SaveInput): Promise<ConnectionId> {
  return change(ctx, [`user:${ctx.user.id}`], async (tx) => {
    const scope = { ...ctx, db: tx }
    await lockUser(scope)
    return writeConnection(scope, input)
  })
}

interface SaveInput {
  integration: Integration
  auth: AuthKind
  options: InstallOptions
  obtained: Obtained
  /** The team brings the credential along. */
  isImport?: boolean
}

/**
 * As {@link saveConnection}, for who looks at what is there first.
 *
 * @param scope with a transaction that has locked the user
 */
export async function writeConnection(
  scope: UserContext,
  { integration, auth, options, obtained, isImport = false }: SaveInput,
): Promise<ConnectionId> {
  const existing = await listConnections(scope, integration.id)
  const replaced = connectionToReplace(existing, options)
  const id = replaced?.id ?? newConnectionId()
  requirePermission(scope, 'credential:write', writeTarget(integration, options, replaced))
  const event = isImport ? 'imported' : eventOf(replaced, obtained)
  const transition = transitionOf(replaced, event)
  if (!transition.to) throw new TypeError('what is saved is there')
  const values = columns(scope, id, auth, obtained, transition.to)
  if (replaced) {
    const isKept = replaced.status === 'active' && obtained.kind === 'choose'
    await updateConnection(scope, id, isKept ? unfinished(scope, id, auth, obtained) : values)
  } else {
    await insertConnection(scope, {
      ...values,
      id,
      integrationId: integration.id,
      externalId: options.externalId ?? null,
    })
    await insertConfiguration(scope, { id: newConfigurationId(), connectionId: id, isDefault: true })
  }
  const subject = {
    id,
    integration: integration.slug,
    userExternalId: scope.user.externalId,
    externalId: replaced ? replaced.externalId : (options.externalId ?? null),
    accountType: auth.id,
  }
  await announce(scope, { subject, from: replaced, event, transition })
  return id
}

function eventOf(replaced: ConnectionRow | undefined, obtained: Obtained): ConnectionEvent {
  if (obtained.kind === 'choose') return 'choice_needed'
  if (!replaced) return 'connected'
  return replaced.choice ? 'chosen' : 'reconnected'
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

/** Beside what the connection holds. */
function unfinished(
  ctx: UserContext,
  id: ConnectionId,
  auth: AuthKind,
  { choice, state }: Extract<Obtained, { kind: 'choose' }>,
) {
  return { choice: choiceBeside(choice, auth.id, ctx.now()), assemblyState: sealedState(ctx, id, state) }
}

function sealedState({ vault }: UserContext, id: ConnectionId, state: AssemblyState): Buffer {
  return vault.seal(JSON.stringify(state), assemblyStatePlace(id))
}

function columns(
  ctx: UserContext,
  id: ConnectionId,
  auth: AuthKind,
  obtained: Obtained,
  to: ConnectionState,
) {
  const { state } = obtained
  const { token } = state
  const credential: Credential = {
    inputs: state.inputs,
    ...(token && { token: tokenOf(token) }),
  }
  const isPending = obtained.kind === 'choose'
  return {
    accountType: auth.id,
    status: to.status,
    reauthReason: to.reauthReason,
    accountId: state.account?.id ?? null,
    accountLabel: state.account?.label ?? null,
    metadata: state.metadata,
    credential: ctx.vault.seal(JSON.stringify(credential), credentialPlace(id)),
    issuedAt: ctx.now(),
    expiresAt: token?.expiresAt ? new Date(token.expiresAt) : null,
    isRenewable: isRenewable(auth, token),
    refreshFailureCount: 0,
    refreshForcedAt: null,
    ...noRefresh,
    choice: isPending ? obtained.choice : null,
    assemblyState: isPending ? sealedState(ctx, id, state) : null,
  }
}
