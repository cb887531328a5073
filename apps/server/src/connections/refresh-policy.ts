import type { RefreshFacts, RefreshPolicy } from '@tenon/core'
import type { AuthKind } from '@tenon/providers'
import type { ConnectionRow } from './store.ts'

/** How one kind of authorisation is renewed, or `undefined` when it cannot be. */
export function refreshPolicyOf(auth: AuthKind): RefreshPolicy | undefined {
  if (auth.type !== 'oauth2' || !auth.server.refresh) return undefined
  const { marginMs, minIntervalMs, defaultLifetimeMs, rotates, reuseGraceMs } = auth.server.refresh
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
