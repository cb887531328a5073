import type { Credential } from '@tenon/core'

/** What a token endpoint answered, as far as it is kept. */
export interface ObtainedToken {
  accessToken: string
  refreshToken?: string | undefined
  scope?: string | undefined
  /** OAuth 1.0a. */
  tokenSecret?: string | undefined
}

/** The secret part of a token. A reply without a refresh token keeps the one there was. */
export function tokenOf(
  obtained: ObtainedToken,
  before?: Credential['token'],
): NonNullable<Credential['token']> {
  const refreshToken = obtained.refreshToken ?? before?.refreshToken
  const scope = obtained.scope ?? before?.scope
  const { accessToken, tokenSecret } = obtained
  return {
    accessToken,
    ...(refreshToken && { refreshToken }),
    ...(scope && { scope }),
    ...(tokenSecret !== undefined && { tokenSecret }),
  }
}

/** No refresh is under way, none was interrupted. */
export const noRefresh = { refreshLeaseId: null, refreshLeaseUntil: null, refreshStartedAt: null }
