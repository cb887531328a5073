import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { AppError, type ConnectionId } from '@tenon/core'
import { OAuthError, type TokenReply } from '@tenon/oauth'
import type { AuthKind } from '@tenon/providers'
import type { ProjectContext } from '../context.ts'
import { clientOf, type Integration, scopesOf } from '../integrations/integrations.ts'
import { templateValues } from './access.ts'
import { keepTrying } from './keep-trying.ts'
import { markNeedsReauth, needsReauthError } from './needs-reauth.ts'
import { isTheirs, oauthFailure } from './oauth-failure.ts'
import { refreshPolicyOf } from './refresh-policy.ts'
import { renew } from './renew.ts'
import { saveReply } from './save-reply.ts'
import { openCredential } from './sealed.ts'
import { type ConnectionRow, findConnectionOfProject, takeRefreshLease, updateUnderLease } from './store.ts'
import { noRefresh } from './token-columns.ts'

/** Renewed while the provider takes its time; a process that died holds it no longer than this. */
const LEASE_MS = 15_000
const RENEW_LEASE_EVERY_MS = 5_000
/** How soon a waiter looks whether the process that refreshes has finished; less and less often while it has not. */
const FIRST_LOOK_MS = 25
const LAST_LOOK_MS = 250
/** Longer than a token endpoint may take, and than a dead process's lease. */
const WAIT_MS = 60_000

/** A connection whose credential is to be renewed, with what its renewal depends on. */
export interface Refreshable {
  row: ConnectionRow
  integration: Integration
  auth: AuthKind
  /** A provider's 401 asked for it, before the token's time. */
  isForced: boolean
}

/**
 * Renews a credential, once for all who ask, in whatever process: others wait for the one that holds the lease. No
 * transaction or row lock spans the call to the provider.
 *
 * @returns the connection as it is afterwards
 * @throws AppError `connection_needs_reauth`, `connection_missing`, or why the provider could not be asked
 */
export async function refresh(ctx: ProjectContext, wanted: Refreshable): Promise<ConnectionRow> {
  return ctx.refreshes(wanted.row.id, () => refreshOrWait(ctx, wanted))
}

async function refreshOrWait(ctx: ProjectContext, wanted: Refreshable): Promise<ConnectionRow> {
  const seen = wanted.row
  const giveUpAt = performance.now() + WAIT_MS
  for (
    let lookMs = FIRST_LOOK_MS;
    performance.now() < giveUpAt;
    lookMs = Math.min(1.5 * lookMs, LAST_LOOK_MS)
  ) {
    const leaseId = randomUUID()
    const leased = await takeRefreshLease(ctx, seen, { id: leaseId, durationMs: LEASE_MS })
    if (leased) return refreshUnderLease(ctx, { ...wanted, row: leased }, leaseId)
    const current = await findConnectionOfProject(ctx, seen.id)
    if (!current) throw missing()
    if (current.credentialVersion !== seen.credentialVersion) return usable(current, wanted)
    if (current.refreshFailureCount > seen.refreshFailureCount)
      return afterFailure(ctx, wanted, current, stillFailing(wanted.integration))
    await delay(lookMs)
  }
  throw stillFailing(wanted.integration)
}

async function refreshUnderLease(
  ctx: ProjectContext,
  wanted: Refreshable,
  leaseId: string,
): Promise<ConnectionRow> {
  const { row, integration, isForced } = wanted
  const now = ctx.now()
  if (!row.credential) throw needsReauthError(integration.provider)
  if (wasInterrupted(wanted, now)) {
    await markNeedsReauth(ctx, row, 'refresh_interrupted')
    throw needsReauthError(integration.provider)
  }
  const ask = await prepareRequest(ctx, wanted).catch(async (error: unknown) => {
    await updateUnderLease(ctx, row.id, leaseId, { refreshLeaseId: null, refreshLeaseUntil: null })
    throw error
  })
  // A grace for reuse counts from the first time the token was sent.
  const started = { refreshStartedAt: row.refreshStartedAt ?? now, ...(isForced && { refreshForcedAt: now }) }
  const isOurs = await keepTrying(ctx, row.id, () => updateUnderLease(ctx, row.id, leaseId, started))
  if (!isOurs) return refreshOrWait(ctx, wanted)
  return keepingLease(ctx, row.id, leaseId, async () => {
    const asked = await ask().catch((error: unknown) => ({ error }))
    if ('error' in asked) return handleFailure(ctx, wanted, leaseId, asked.error)
    const current = await saveReply(ctx, wanted, asked)
    if (!current) throw missing()
    return usable(current, wanted)
  })
}

/** Renews the lease while the provider takes its time. */
async function keepingLease<Result>(
  ctx: ProjectContext,
  id: ConnectionId,
  leaseId: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const renewal = setInterval(() => {
    updateUnderLease(ctx, id, leaseId, { renewForMs: LEASE_MS }).catch((err) =>
      ctx.log.warn({ err }, 'a refresh lease could not be renewed'),
    )
  }, RENEW_LEASE_EVERY_MS)
  try {
    return await work()
  } finally {
    clearInterval(renewal)
  }
}

/**
 * Whether an earlier attempt sent the refresh token and died before the answer was saved, at a provider that does not
 * take a replaced token again: then it may be spent, and using it once more could end the whole grant (RFC 9700 §4.14.2).
 */
function wasInterrupted({ row, auth }: Refreshable, now: Date): boolean {
  if (!row.refreshStartedAt) return false
  const graceMs = refreshPolicyOf(auth)?.reuseGraceMs ?? null
  return graceMs === null || now.getTime() - row.refreshStartedAt.getTime() > graceMs
}

/**
 * All that comes before the token request: a process that dies once it has said that it sends it has most likely sent it.
 *
 * @returns sends the request; throws OAuthError once something was sent
 */
async function prepareRequest(
  ctx: ProjectContext,
  { row, integration, auth }: Refreshable,
): Promise<() => Promise<TokenReply>> {
  if (!row.credential) throw new TypeError('there is no credential to renew')
  const credential = openCredential(ctx.vault, row.id, row.credential)
  const client = await clientOf(ctx, integration, auth, credential.inputs)
  const values = templateValues(auth, credential, row.metadata, integration.variables)
  const scopes = scopesOf(integration, auth)
  const { provider } = integration
  const { fetch } = ctx.outbound
  return () => renew({ provider, auth, scopes, credential, client, values }, { fetch, now: ctx.now })
}

async function handleFailure(
  ctx: ProjectContext,
  wanted: Refreshable,
  leaseId: string,
  error: unknown,
): Promise<ConnectionRow> {
  const { row, integration } = wanted
  if (!(error instanceof OAuthError)) {
    await keepTrying(ctx, row.id, () => updateUnderLease(ctx, row.id, leaseId, noRefresh)) // nothing was sent
    throw error
  }
  ctx.metrics.countTokenRefresh(integration.slug, error.code)
  ctx.log.warn(
    { projectId: ctx.project.id, connectionId: row.id, err: error },
    'a credential could not be refreshed',
  )
  if (isDead(ctx, wanted, error)) {
    await keepTrying(ctx, row.id, () => markNeedsReauth(ctx, row, 'refresh_rejected'))
    const current = await findConnectionOfProject(ctx, row.id)
    if (!current) throw missing()
    return usable(current, wanted)
  }
  const refreshFailureCount = row.refreshFailureCount + 1
  const changes = { ...noRefresh, refreshFailureCount, updatedAt: ctx.now() }
  await keepTrying(ctx, row.id, () => updateUnderLease(ctx, row.id, leaseId, changes))
  return afterFailure(ctx, wanted, { ...row, refreshFailureCount }, oauthFailure(error, integration.provider))
}

/** Whether asking again would be refused again; a client that the team registered is not for the user to mend. */
function isDead({ vault }: ProjectContext, { row, auth }: Refreshable, error: OAuthError): boolean {
  if (error.code === 'invalid_grant') return true
  const inputs = row.credential ? openCredential(vault, row.id, row.credential).inputs : {}
  return isTheirs(error, { auth, inputs })
}

/** A failed refresh never destroys a token that still works, neither for who tried nor for who waited. */
function afterFailure(
  ctx: ProjectContext,
  { isForced }: Refreshable,
  row: ConnectionRow,
  failure: unknown,
): ConnectionRow {
  const isStillGood = row.expiresAt !== null && ctx.now() < row.expiresAt
  if (isStillGood && !isForced) return row
  throw failure
}

function usable(row: ConnectionRow, { integration }: Refreshable): ConnectionRow {
  if (row.status === 'active' && row.credential) return row
  throw needsReauthError(integration.provider)
}

function missing(): AppError {
  return new AppError('connection_missing', 'The user has disconnected this account')
}

/** @param meta when it is tried again, if that is known */
export function stillFailing({ provider }: Integration, meta?: { retryAfterSeconds: number }): AppError {
  const message = `${provider.name} could not renew this user's sign-in. Please try again later`
  return new AppError('upstream_unreachable', message, meta && { meta })
}
