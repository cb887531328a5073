import { z } from 'zod'

/** `pending`: authorised, but the user still has to choose or enter something. */
export const ConnectionStatus = z.enum(['pending', 'active', 'needs_reauth'])
export type ConnectionStatus = z.infer<typeof ConnectionStatus>

/** The same states as existing clients know them. */
export const wireStatus: Readonly<Record<ConnectionStatus, 'PENDING' | 'VALID' | 'INVALID'>> = {
  pending: 'PENDING',
  active: 'VALID',
  needs_reauth: 'INVALID',
}

/** Why a connection stopped working and its user has to sign in again. */
export const ReauthReason = z.enum([
  'refresh_rejected', // the provider answered invalid_grant
  'refresh_interrupted', // a process died while refreshing, and the old refresh token may be spent
  'credentials_rejected', // 401 from the provider although nothing was left to refresh
  'no_refresh_token', // the access token expired and there is nothing to renew it with
])
export type ReauthReason = z.infer<typeof ReauthReason>

/** The secret inside a connection. Sealed in one column; never leaves the server. */
export const Credential = z.object({
  inputs: z.record(z.string(), z.string()).describe('what the user entered, API keys included'),
  token: z
    .object({
      accessToken: z.string(),
      refreshToken: z.string().optional(),
      scope: z.string().optional(),
      tokenSecret: z.string().optional().describe('OAuth 1.0a: signs, and never travels'),
    })
    .optional()
    .describe(
      'what an OAuth token endpoint answered; its expiry is a column, so that it can be seen without the key',
    ),
})
export type Credential = z.infer<typeof Credential>

/** How and when a credential of one kind is renewed. From the provider's page. */
export interface RefreshPolicy {
  /** Refresh this long before expiry, so that a token does not expire on its way upstream. */
  marginMs: number
  /** After a success, no other refresh for this long, whatever the callers say. */
  minIntervalMs: number
  /** After how long an access token dies when the provider does not say so in its reply. */
  defaultLifetimeMs: number | null
  /** Set when an old refresh token may be used once more for this long after it was replaced. */
  reuseGraceMs: number | null
}

/** What the decisions about renewal look at; all of it can be seen without opening the credential. */
export interface RefreshFacts {
  issuedAt: Date
  expiresAt: Date | null
  /** When a refresh was last forced by a provider's 401. */
  forcedAt: Date | null
  /** Of the refreshes that failed since the last success; null when none did. */
  failures: { count: number; lastAt: Date } | null
}

const FIRST_RETRY_MS = 1_000
const LAST_RETRY_MS = 60_000

/** Before then no refresh is tried again, whoever asks and whatever the token's state; null when the last one did not fail. */
export function retryRefreshAt({ failures }: RefreshFacts): Date | null {
  if (failures === null) return null
  const waitMs = Math.min(FIRST_RETRY_MS * 2 ** (failures.count - 1), LAST_RETRY_MS)
  return new Date(failures.lastAt.getTime() + waitMs)
}

/**
 * `stale`: inside the margin; renew it, but the present token still works should that fail. `expired`: it does not.
 */
export type Freshness = 'fresh' | 'stale' | 'expired'

export function freshness(facts: RefreshFacts, policy: RefreshPolicy, now: Date): Freshness {
  const from = staleFrom(facts, policy)
  if (facts.expiresAt === null || from === null || now < from) return 'fresh'
  return now < facts.expiresAt ? 'stale' : 'expired'
}

/**
 * From when a credential should be renewed; `null` when it does not expire. The margin never takes more than half of a
 * token's life: one of 5 seconds is used for 2.5 of them.
 */
export function staleFrom({ issuedAt, expiresAt }: RefreshFacts, policy: RefreshPolicy): Date | null {
  if (expiresAt === null) return null
  const marginMs = Math.min(policy.marginMs, (expiresAt.getTime() - issuedAt.getTime()) / 2)
  return new Date(expiresAt.getTime() - marginMs)
}

/**
 * Whether a provider's 401 may cause a refresh now. The minimum interval stops storms: a token just renewed is not
 * renewed again, except that a 401 may break the interval once. After a failure only {@link retryRefreshAt} counts.
 */
export function mayForceRefresh(facts: RefreshFacts, policy: RefreshPolicy, now: Date): boolean {
  const retryAt = retryRefreshAt(facts)
  if (retryAt !== null) return now >= retryAt
  const { issuedAt, expiresAt, forcedAt } = facts
  const lifetimeMs = expiresAt === null ? Number.POSITIVE_INFINITY : expiresAt.getTime() - issuedAt.getTime()
  const intervalMs = Math.min(policy.minIntervalMs, lifetimeMs / 2)
  const isPast = (moment: Date) => now.getTime() - moment.getTime() >= intervalMs
  return isPast(issuedAt) || forcedAt === null || isPast(forcedAt)
}

/** What to do about a provider's 401, as far as it is known by now. */
export type UnauthorizedStep = 'refresh' | 'ask_test_endpoint' | 'needs_reauth' | 'keep'

export interface UnauthorizedFacts {
  /** There is a refresh token, and a refresh is allowed now. */
  canRefresh: boolean
  /** The last refresh failed: the 401 may be due to a token that only a refresh can tell from a dead one. */
  isRefreshFailing: boolean
  /** The call was repeated with a renewed credential and answered 401 again. */
  wasRefreshed: boolean
  /** The status the provider's test endpoint answered; `null` when it could not be reached, `undefined` when not asked. */
  testStatus: number | null | undefined
  hasTestEndpoint: boolean
}

/**
 * A 401 alone does not end a connection: one forbidden endpoint must not log a user out. A refresh is tried first, then
 * the test endpoint decides; where there is none, a 401 after a refresh, or on credentials that cannot be renewed, does.
 */
export function afterUnauthorized(facts: UnauthorizedFacts): UnauthorizedStep {
  if (facts.canRefresh && !facts.wasRefreshed) return 'refresh'
  if (facts.isRefreshFailing) return 'keep'
  if (!facts.hasTestEndpoint) return 'needs_reauth'
  if (facts.testStatus === undefined) return 'ask_test_endpoint'
  return facts.testStatus === 401 ? 'needs_reauth' : 'keep'
}
