import type { OAuth2Server, TokenServer } from '@tenon/core'
import type { TokenEndpointResponse } from 'oauth4webapi'
import { OAuthError } from '../oauth-error.ts'

/** What a token endpoint granted. */
export interface TokenReply {
  accessToken: string
  /** Absent: the one that was used, if any, stays. */
  refreshToken?: string
  /** `null` when neither the reply nor the server's page says. */
  expiresAt: Date | null
  /** Granted scopes, separated by spaces whatever the server does. */
  scope?: string
  /** The reply as it came, tokens included: for paths that pick metadata. */
  raw: Record<string, unknown>
}

/** RFC 6749 appendix A.12. Anything else could not be sent in a header. */
const ACCESS_TOKEN = /^[\x20-\x7e]+$/

/** Later than that is never; also keeps a nonsensical number from becoming an invalid date. */
const LONGEST_LIFETIME_MS = 100 * 365 * 24 * 60 * 60 * 1000

/**
 * @param reply as oauth4webapi let it pass; `raw` is the reply before it was made to conform
 * @param requestedAt when the request was sent: a lifetime counts from the earliest moment it can have begun
 * @throws OAuthError `malformed_reply`
 */
export function tokenReply(
  reply: TokenEndpointResponse,
  server: TokenServer | OAuth2Server,
  requestedAt: Date,
): TokenReply {
  if (!isAccessToken(reply.access_token))
    throw new OAuthError('malformed_reply', {
      detail: 'the access token has characters that no header can carry',
    })
  if (reply.token_type !== 'bearer')
    throw new OAuthError('malformed_reply', {
      detail: 'the token type is not one of those this server declares',
    })
  return {
    accessToken: reply.access_token,
    ...(reply.refresh_token && { refreshToken: reply.refresh_token }),
    expiresAt: dateOf(reply.expires_at) ?? expiry(reply.expires_in, server, requestedAt),
    ...(reply.scope && { scope: reply.scope }),
    raw: reply.raw as Record<string, unknown>,
  }
}

export function isAccessToken(text: string): boolean {
  return ACCESS_TOKEN.test(text)
}

function dateOf(text: unknown): Date | undefined {
  const date = typeof text === 'string' ? new Date(text) : undefined
  return date && Number.isFinite(date.getTime()) ? date : undefined
}

/** Mailchimp says `expires_in: 0` of tokens that never expire. */
function expiry(
  expiresIn: number | undefined,
  server: TokenServer | OAuth2Server,
  requestedAt: Date,
): Date | null {
  return endOf(expiresIn ? expiresIn * 1000 : server.refresh?.defaultLifetimeMs, requestedAt)
}

/** `null` for a lifetime that is none: of tokens that never expire, or whose server talks nonsense. */
export function endOf(lifetimeMs: number | null | undefined, requestedAt: Date): Date | null {
  const isLifetime = lifetimeMs && lifetimeMs > 0 && lifetimeMs <= LONGEST_LIFETIME_MS
  return isLifetime ? new Date(requestedAt.getTime() + lifetimeMs) : null
}
