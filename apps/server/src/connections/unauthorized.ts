import { AppError, afterUnauthorized, mayForceRefresh } from '@tenon/core'
import { testOf } from '@tenon/providers'
import type { UserContext } from '../context.ts'
import { markNeedsReauth } from './needs-reauth.ts'
import { refresh } from './refresh.ts'
import { refreshFacts, refreshPolicyOf } from './refresh-policy.ts'
import { type ResolvedConnection, toResolved } from './resolve.ts'
import { type ConnectionRow, findConnection } from './store.ts'
import { testVerdict } from './test-endpoint.ts'

/**
 * What to do about a provider's 401: renew the credential, or find out whether it is dead. Runs once for all calls of a
 * connection that fail at the same time.
 *
 * @param wasRefreshed the call was repeated with a renewed credential and met 401 again
 * @returns the connection with a newer credential to repeat the call with; `undefined` when the 401 stands
 */
export async function answerUnauthorized(
  ctx: UserContext,
  used: ResolvedConnection,
  { wasRefreshed }: { wasRefreshed: boolean },
): Promise<ResolvedConnection | undefined> {
  const row = await findConnection(ctx, used.id)
  if (row?.status !== 'active') return undefined
  const { integration, auth } = used
  if (row.credentialVersion !== used.credentialVersion)
    return wasRefreshed ? undefined : toResolved(ctx, integration, auth, row)
  // Whoever is renewing it may have spent the credential that met the 401: only the outcome tells whether it is dead.
  if (row.refreshLeaseUntil !== null) return wasRefreshed ? undefined : renewed(ctx, used, row)
  const policy = refreshPolicyOf(auth)
  const facts = {
    canRefresh:
      policy !== undefined && row.isRenewable && mayForceRefresh(refreshFacts(row), policy, ctx.now()),
    isRefreshFailing: row.refreshFailureCount > 0,
    wasRefreshed,
    hasTestEndpoint: testOf(integration.provider, auth).test !== undefined,
    testStatus: undefined,
  }
  const step = afterUnauthorized(facts)
  if (step === 'refresh') return renewed(ctx, used, row)
  if (step === 'needs_reauth') await markNeedsReauth(ctx, row, 'credentials_rejected')
  if (step === 'ask_test_endpoint') {
    const { status: testStatus } = await testVerdict(ctx, used, row)
    const verdict = afterUnauthorized({ ...facts, canRefresh: false, testStatus })
    if (verdict === 'needs_reauth') await markNeedsReauth(ctx, row, 'credentials_rejected')
  }
  return undefined
}

/** A refresh that fails leaves the provider's 401 standing: the caller gets the provider's own answer. */
async function renewed(
  ctx: UserContext,
  { integration, auth }: ResolvedConnection,
  row: ConnectionRow,
): Promise<ResolvedConnection | undefined> {
  try {
    const current = await refresh(ctx, { row, integration, auth, isForced: true })
    // Others may have asked for the refresh that failed, for whom the present token is good enough.
    if (current.credentialVersion === row.credentialVersion) return undefined
    return toResolved(ctx, integration, auth, current)
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}
