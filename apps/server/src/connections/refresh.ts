import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { AppError, readText } from '@tenon/core'
import { OAuthError, refreshGrant, type TokenReply } from '@tenon/oauth'
import type { AuthKind } from '@tenon/providers'
import type { ProjectContext } from '../context.ts'
import { change } from '../database/change.ts'
import { type Integration, oauthClient } from '../integrations/integrations.ts'
import { templateValues } from './access.ts'
import { markNeedsReauth, needsReauthError } from './needs-reauth.ts'
import { oauthFailure } from './oauth-failure.ts'
import { refreshPolicyOf } from './refresh-policy.ts'
import { revokeCredential } from './revoke.ts'
import { credentialPlace, openCredential } from './sealed.ts'
import {
  type ConnectionRow,
  findConnectionOfProject,
  takeRefreshLease,
  updateConnectionIfUnchanged,
  updateUnderLease,
} from './store.ts'
import { noRefresh, tokenOf } from './token-columns.ts'

/** Renewed while the provider takes its time; a process that died holds it no longer than this. */
const LEASE_MS = 15_000
const RENEW_LEASE_EVERY_MS = 5_000
/** How often a waiter looks whether the process that refreshes has finished. */
const LOOK_EVERY_MS = 25
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
  while (performance.now() < giveUpAt) {
    const leaseId = randomUUID()
    const leased = await takeRefreshLease(ctx, seen, { id: leaseId, durationMs: LEASE_MS })
    if (leased) return refreshUnderLease(ctx, { ...wanted, row: leased }, leaseId)
    const current = await findConnectionOfProject(ctx, seen.id)
    if (!current) throw missing()
    if (current.credentialVersion !== seen.credentialVersion) return usable(current, wanted)
    if (current.refreshFailureCount > seen.refreshFailureCount) throw stillFailing(wanted)
    await delay(LOOK_EVERY_MS)
  }
  throw stillFailing(wanted)
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
  const started = { refreshStartedAt: now, ...(isForced && { refreshForcedAt: now }) }
  const isOurs = await updateUnderLease(ctx, row.id, leaseId, started)
  if (!isOurs) return refreshOrWait(ctx, wanted)
  const renewal = setInterval(() => {
    updateUnderLease(ctx, row.id, leaseId, { renewForMs: LEASE_MS }).catch((err) =>
      ctx.log.warn({ err }, 'a refresh lease could not be renewed'),
    )
  }, RENEW_LEASE_EVERY_MS)
  try {
    const reply = await askProvider(ctx, wanted)
    return await saveReply(ctx, wanted, reply)
  } catch (error) {
    if (!(error instanceof OAuthError)) {
      await updateUnderLease(ctx, row.id, leaseId, noRefresh)
      throw error
    }
    return await handleFailure(ctx, wanted, leaseId, error)
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
  const graceMs = refreshPolicyOf(auth)?.reuseGraceMs ?? 0
  return now.getTime() - row.refreshStartedAt.getTime() > graceMs
}

async function askProvider(
  ctx: ProjectContext,
  { row, integration, auth }: Refreshable,
): Promise<TokenReply> {
  if (auth.type !== 'oauth2' || !row.credential)
    throw new TypeError('only an OAuth credential can be refreshed')
  const credential = openCredential(ctx.vault, row.id, row.credential)
  const refreshToken = credential.token?.refreshToken
  if (!refreshToken) throw new TypeError('a refresh needs a refresh token')
  const client = await oauthClient(ctx, integration, auth)
  const values = templateValues(credential, row.metadata, integration.variables)
  return refreshGrant(
    { server: auth.server, client, values },
    { refreshToken },
    { fetch: ctx.outbound.fetch, now: ctx.now },
  )
}

/** The new refresh token is committed before anybody uses the new access token, even if the lease was lost meanwhile. */
async function saveReply(
  ctx: ProjectContext,
  wanted: Refreshable,
  reply: TokenReply,
): Promise<ConnectionRow> {
  const { row, integration, auth } = wanted
  if (!row.credential) throw new TypeError('a refreshed connection had a credential')
  const before = openCredential(ctx.vault, row.id, row.credential)
  const credential = { ...before, token: tokenOf(reply, before.token) }
  const isSaved = await change(ctx, [`connection:${row.id}`], (tx) =>
    updateConnectionIfUnchanged({ ...ctx, db: tx }, row, {
      credential: ctx.vault.seal(JSON.stringify(credential), credentialPlace(row.id)),
      hasRefreshToken: credential.token.refreshToken !== undefined,
      metadata: { ...row.metadata, ...metadataOf(auth, reply) },
      refreshFailureCount: 0,
      issuedAt: ctx.now(),
      expiresAt: reply.expiresAt,
      ...noRefresh,
    }),
  )
  const current = await findConnectionOfProject(ctx, row.id)
  if (!current) {
    await revokeCredential(ctx, { integration, auth, credential, metadata: row.metadata })
    throw missing()
  }
  if (isSaved) ctx.metrics.countTokenRefresh(integration.slug, 'refreshed')
  return usable(current, wanted)
}

/** What the token reply tells of the account may change with each reply (Salesforce: the instance URL). */
function metadataOf(auth: AuthKind, { raw }: TokenReply): Record<string, string> {
  const fromToken = Object.entries(auth.metadata).filter(([, source]) => source.from === 'token')
  return Object.fromEntries(
    fromToken.flatMap(([name, { path }]) => {
      const value = readText(raw, path)
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

/** A failed refresh never destroys a token that still works. */
async function handleFailure(
  ctx: ProjectContext,
  wanted: Refreshable,
  leaseId: string,
  error: OAuthError,
): Promise<ConnectionRow> {
  const { row, integration, isForced } = wanted
  ctx.metrics.countTokenRefresh(integration.slug, error.code)
  ctx.log.warn(
    { projectId: ctx.project.id, connectionId: row.id, err: error },
    'a credential could not be refreshed',
  )
  if (error.code === 'invalid_grant') {
    await markNeedsReauth(ctx, row, 'refresh_rejected')
    const current = await findConnectionOfProject(ctx, row.id)
    if (!current) throw missing()
    return usable(current, wanted)
  }
  const refreshFailureCount = row.refreshFailureCount + 1
  await updateUnderLease(ctx, row.id, leaseId, { ...noRefresh, refreshFailureCount, updatedAt: ctx.now() })
  const isStillGood = row.expiresAt !== null && ctx.now() < row.expiresAt
  if (isStillGood && !isForced) return { ...row, refreshFailureCount }
  throw oauthFailure(error, integration.provider)
}

function usable(row: ConnectionRow, { integration }: Refreshable): ConnectionRow {
  if (row.status === 'active' && row.credential) return row
  throw needsReauthError(integration.provider)
}

function missing(): AppError {
  return new AppError('connection_missing', 'The user has disconnected this account')
}

function stillFailing({ integration: { provider } }: Refreshable): AppError {
  return new AppError(
    'upstream_unreachable',
    `${provider.name} could not renew this user's sign-in. Please try again later`,
  )
}
