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

export function refreshFacts({ issuedAt, expiresAt, refreshForcedAt }: ConnectionRow): RefreshFacts {
  return { issuedAt, expiresAt, forcedAt: refreshForcedAt }
}
