import type { Credential } from '@tenon/core'
import type { AuthKind } from '@tenon/providers'
import { refreshPolicyOf } from './refresh-policy.ts'

/** What a token endpoint answered, as far as it is kept. */
export interface ObtainedToken {
  accessToken: string
  refreshToken?: string | undefined
  scope?: string | undefined
  expiresAt: Date | null
}

/** The secret part of a token. A reply without a refresh token keeps the one there was. */
export function tokenOf(
  obtained: ObtainedToken,
  before?: Credential['token'],
): NonNullable<Credential['token']> {
  const refreshToken = obtained.refreshToken ?? before?.refreshToken
  const scope = obtained.scope ?? before?.scope
  return { accessToken: obtained.accessToken, ...(refreshToken && { refreshToken }), ...(scope && { scope }) }
}

/** The columns that say when a token was issued and ends; where the provider is silent, its page knows. */
export function lifetimeColumns(auth: AuthKind, expiresAt: Date | null, now: Date) {
  const defaultLifetimeMs = refreshPolicyOf(auth)?.defaultLifetimeMs ?? null
  const assumed = defaultLifetimeMs === null ? null : new Date(now.getTime() + defaultLifetimeMs)
  return { issuedAt: now, expiresAt: expiresAt ?? assumed }
}

/** No refresh is under way, none was interrupted. */
export const noRefresh = { refreshLeaseId: null, refreshLeaseUntil: null, refreshStartedAt: null }
