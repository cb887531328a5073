import { AppError, afterUnauthorized, mayForceRefresh } from '@tenon/core'
import type { UserContext } from '../context.ts'
import { templateValues } from './access.ts'
import { callApi } from './call-api.ts'
import { markNeedsReauth } from './needs-reauth.ts'
import { refresh } from './refresh.ts'
import { refreshFacts, refreshPolicyOf } from './refresh-policy.ts'
import { type ResolvedConnection, toResolved } from './resolve.ts'
import { openCredential } from './sealed.ts'
import { type ConnectionRow, findConnection } from './store.ts'

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
      policy !== undefined && row.hasRefreshToken && mayForceRefresh(refreshFacts(row), policy, ctx.now()),
    wasRefreshed,
    hasTestEndpoint: integration.provider.api.test !== undefined,
    testStatus: undefined,
  }
  const step = afterUnauthorized(facts)
  if (step === 'refresh') return renewed(ctx, used, row)
  if (step === 'needs_reauth') await markNeedsReauth(ctx, row, 'credentials_rejected')
  if (step === 'ask_test_endpoint') {
    const testStatus = await ctx.refreshes(`test ${row.id}`, () => askTestEndpoint(ctx, used, row))
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

/** @returns the status, or `null` when the provider could not be asked */
async function askTestEndpoint(
  ctx: UserContext,
  { integration, auth }: ResolvedConnection,
  row: ConnectionRow,
): Promise<number | null> {
  const { provider, variables } = integration
  if (!provider.api.test || !row.credential) return null
  const values = templateValues(openCredential(ctx.vault, row.id, row.credential), row.metadata, variables)
  try {
    const { status } = await callApi({
      provider,
      auth,
      values,
      url: provider.api.test.url,
      fetch: ctx.outbound.fetch,
    })
    return status
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}
