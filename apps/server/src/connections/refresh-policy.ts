import type { RefreshFacts, RefreshPolicy } from '@tenon/core'
import type { AuthKind } from '@tenon/providers'
import { renewedWith } from './renew.ts'
import type { ConnectionRow } from './store.ts'

/** What a token is bought with can be used again and again. */
const WITHOUT_ROTATION = { minIntervalMs: 15 * 60_000, reuseGraceMs: Number.POSITIVE_INFINITY }

/** How one kind of authorisation is renewed, or `undefined` when it cannot be. */
export function refreshPolicyOf(auth: AuthKind): RefreshPolicy | undefined {
  if (auth.type === 'two_step') {
    const { marginMs, lifetimeMs } = auth.exchange
    return { ...WITHOUT_ROTATION, marginMs, defaultLifetimeMs: lifetimeMs }
  }
  if (renewedWith(auth) === undefined || !('server' in auth) || !('refresh' in auth.server)) return undefined
  const { refresh } = auth.server
  if (!refresh) return undefined
  const { marginMs, minIntervalMs, defaultLifetimeMs, rotates, reuseGraceMs } = refresh
  // A refresh token that is not replaced works for ever: an interrupted attempt has spent nothing.
  return {
    marginMs,
    minIntervalMs,
    defaultLifetimeMs,
    reuseGraceMs: rotates ? reuseGraceMs : Number.POSITIVE_INFINITY,
  }
}

export function refreshFacts(row: ConnectionRow): RefreshFacts {
  const { issuedAt, expiresAt, refreshForcedAt, refreshFailureCount, updatedAt } = row
  const failures = refreshFailureCount > 0 ? { count: refreshFailureCount, lastAt: updatedAt } : null
  return { issuedAt, expiresAt, forcedAt: refreshForcedAt, failures }
}
