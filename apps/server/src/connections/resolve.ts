import { AppError, type ConnectionId, freshness, retryRefreshAt, staleFrom } from '@tenon/core'
import type { AuthKind } from '@tenon/providers'
import type { UserContext } from '../context.ts'
import { authKindUsed, getActiveIntegration, type Integration } from '../integrations/integrations.ts'
import type { UpstreamAccess } from '../proxy/access.ts'
import { upstreamAccess } from './access.ts'
import { callValues } from './call-values.ts'
import { markNeedsReauth, needsReauthError } from './needs-reauth.ts'
import { refresh, stillFailing } from './refresh.ts'
import { refreshFacts, refreshPolicyOf } from './refresh-policy.ts'
import { openCredential } from './sealed.ts'
import { defaultConnection, selectConnection } from './select.ts'
import { type ConnectionRow, listConnections } from './store.ts'

/** A connection ready to call its provider with; cached in the process until it changes or grows stale. */
export interface ResolvedConnection {
  id: ConnectionId
  externalId: string | null
  integration: Integration
  auth: AuthKind
  /** Of the credential in `access`. */
  credentialVersion: number
  access: UpstreamAccess
  /** From then on the credential has to be looked at again, in milliseconds since 1970. */
  goodUntilMs: number
}

/** Looks in the process's cache only. */
export function findResolved(
  ctx: UserContext,
  integration: string,
  selector: string | undefined,
): ResolvedConnection | undefined {
  const known = ctx.caches.connections.get(cacheKey(ctx, integration, selector))
  if (!known || known.goodUntilMs > ctx.now().getTime()) return known
  ctx.invalidations.apply([`connection:${known.id}`]) // its time is over: the next look is at the database
  return undefined
}

/**
 * The connection a call is meant for, with a credential that is good now.
 *
 * @param integration slug or id
 * @param selector a connection's id or `ext:<externalId>`; absent: the user's default one
 * @throws AppError `not_found`, `connection_missing`, `connection_pending`, `connection_needs_reauth`, `upstream_*`
 */
export async function resolveConnection(
  ctx: UserContext,
  integration: string,
  selector: string | undefined,
): Promise<ResolvedConnection> {
  const known = findResolved(ctx, integration, selector)
  if (known) return known
  return ctx.caches.connections.fetch(cacheKey(ctx, integration, selector), async () => {
    const found = await getActiveIntegration(ctx, integration)
    const rows = await listConnections(ctx, found.id)
    const row = selector === undefined ? defaultConnection(rows) : selectConnection(rows, selector)
    if (!row) {
      throw new AppError(
        'connection_missing',
        `This user has not connected ${found.provider.name}: show them the Connect Portal`,
      )
    }
    const { resolved } = await withFreshCredential(ctx, found, row)
    return {
      value: resolved,
      tags: [`user:${ctx.user.id}`, `integration:${found.id}`, `connection:${row.id}`],
    }
  })
}

/** The same for a connection that is known by its row, for calls of our own; `row` is as it is afterwards. */
export async function withFreshCredential(
  ctx: UserContext,
  integration: Integration,
  before: ConnectionRow,
): Promise<{ resolved: ResolvedConnection; row: ConnectionRow }> {
  const { provider } = integration
  if (before.status === 'pending') {
    throw new AppError(
      'connection_pending',
      `The user has not finished connecting ${provider.name}: show them the Connect Portal`,
    )
  }
  const auth = authKindUsed(integration, before.accountType)
  const row = await renewIfNeeded(ctx, integration, auth, before)
  return { resolved: await toResolved(ctx, integration, auth, row), row }
}

async function renewIfNeeded(
  ctx: UserContext,
  integration: Integration,
  auth: AuthKind,
  row: ConnectionRow,
): Promise<ConnectionRow> {
  if (row.status === 'needs_reauth' || !row.credential) throw needsReauthError(integration.provider)
  const now = ctx.now()
  const policy = refreshPolicyOf(auth)
  if (policy && row.isRenewable) {
    const facts = refreshFacts(row)
    const state = freshness(facts, policy, now)
    if (state === 'fresh') return row
    const retryAt = retryRefreshAt(facts)
    if (retryAt === null || now >= retryAt) return refresh(ctx, { row, integration, auth, isForced: false })
    if (state === 'stale') return row
    throw stillFailing(integration, { retryAfterSeconds: secondsBetween(now, retryAt) })
  }
  if (row.expiresAt === null || now < row.expiresAt) return row
  await markNeedsReauth(ctx, row, 'no_refresh_token')
  throw needsReauthError(integration.provider)
}

function secondsBetween(now: Date, later: Date): number {
  return Math.ceil((later.getTime() - now.getTime()) / 1000)
}

/** Until the next refresh is due, but never longer than the token lives. */
function goodUntilMs(auth: AuthKind, row: ConnectionRow): number {
  if (row.expiresAt === null) return Number.POSITIVE_INFINITY
  const policy = refreshPolicyOf(auth)
  if (!policy || !row.isRenewable) return row.expiresAt.getTime()
  const facts = refreshFacts(row)
  const dueAt = Math.max(staleFrom(facts, policy)?.getTime() ?? 0, retryRefreshAt(facts)?.getTime() ?? 0)
  return Math.min(dueAt, row.expiresAt.getTime())
}

export async function toResolved(
  ctx: UserContext,
  integration: Integration,
  auth: AuthKind,
  row: ConnectionRow,
): Promise<ResolvedConnection> {
  if (!row.credential) throw needsReauthError(integration.provider)
  const credential = openCredential(ctx.vault, row.id, row.credential)
  const values = await callValues(ctx, { integration, auth }, credential, row.metadata)
  return {
    id: row.id,
    externalId: row.externalId,
    integration,
    auth,
    credentialVersion: row.credentialVersion,
    access: upstreamAccess(integration.provider, auth, values),
    goodUntilMs: goodUntilMs(auth, row),
  }
}

function cacheKey({ user }: UserContext, integration: string, selector: string | undefined): string {
  return `${user.id} ${integration} ${selector ?? ''}`
}
