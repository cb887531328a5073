import type { OAuthErrorCode } from './oauth-error.ts'

/** What a server said when it refused. */
export interface Refusal {
  /** HTTP status; `undefined` when it came by callback. */
  status?: number | undefined
  error?: string | undefined
  description?: string | undefined
}

/** RFC 6749 §4.1.2.1 and §5.2. What is not listed is an `invalid_request`. */
const standard: Readonly<Record<string, OAuthErrorCode>> = {
  access_denied: 'access_denied',
  invalid_grant: 'invalid_grant',
  invalid_client: 'invalid_client',
  unauthorized_client: 'invalid_client',
  server_error: 'server_error',
  temporarily_unavailable: 'server_error',
}

export interface VendorError {
  vendor: string
  error: string
  /** When the same error means several things. */
  description?: RegExp
  means: OAuthErrorCode
  source: string
}

const GITHUB =
  'https://docs.github.com/apps/managing-oauth-apps/troubleshooting-oauth-app-access-token-request-errors'
const SLACK = 'https://docs.slack.dev/reference/methods/oauth.v2.access'
const SLACK_REVOKE = 'https://docs.slack.dev/reference/methods/auth.revoke'
const FACEBOOK = 'https://developers.facebook.com/docs/graph-api/guides/error-handling'
const ZOHO = 'https://help.zoho.com/portal/en/community/topic/kaizen-4-troubleshooting-oauth2-0'
const LINKEDIN = 'https://learn.microsoft.com/linkedin/shared/authentication/authorization-code-flow'
const MICROSOFT =
  'https://learn.microsoft.com/javascript/api/@azure/msal-node/interactionrequiredautherrorcodes'

/** Words of vendors that mean one of our codes although they say otherwise. The first that fits counts. */
export const vendorErrors: readonly VendorError[] = [
  { vendor: 'GitHub', error: 'bad_refresh_token', means: 'invalid_grant', source: GITHUB },
  { vendor: 'GitHub', error: 'bad_verification_code', means: 'invalid_grant', source: GITHUB },
  { vendor: 'GitHub', error: 'incorrect_client_credentials', means: 'invalid_client', source: GITHUB },
  { vendor: 'Slack', error: 'invalid_refresh_token', means: 'invalid_grant', source: SLACK },
  { vendor: 'Slack', error: 'invalid_code', means: 'invalid_grant', source: SLACK },
  { vendor: 'Slack', error: 'token_revoked', means: 'invalid_grant', source: SLACK_REVOKE },
  { vendor: 'Slack', error: 'token_expired', means: 'invalid_grant', source: SLACK_REVOKE },
  { vendor: 'Slack', error: 'account_inactive', means: 'invalid_grant', source: SLACK_REVOKE },
  { vendor: 'Slack', error: 'invalid_client_id', means: 'invalid_client', source: SLACK },
  { vendor: 'Slack', error: 'bad_client_secret', means: 'invalid_client', source: SLACK },
  { vendor: 'Slack', error: 'internal_error', means: 'server_error', source: SLACK },
  { vendor: 'Slack', error: 'fatal_error', means: 'server_error', source: SLACK },
  { vendor: 'Slack', error: 'ratelimited', means: 'server_error', source: SLACK },
  {
    vendor: 'HubSpot',
    error: 'BAD_REFRESH_TOKEN',
    means: 'invalid_grant',
    source: 'https://github.com/HGData/mk-node-hubspot/issues/64',
  },
  {
    vendor: 'HubSpot',
    error: 'BAD_AUTH_CODE',
    means: 'invalid_grant',
    source: 'general knowledge: check',
  },
  {
    // two refreshes at once; the token lives on
    vendor: 'Salesforce',
    error: 'invalid_grant',
    description: /request is already being processed/i,
    means: 'server_error',
    source:
      'https://help.salesforce.com/s/articleView?id=release-notes.rn_security_refresh_token_requests.htm',
  },
  {
    vendor: 'Salesforce',
    error: 'unknown_error',
    description: /retry your request/i,
    means: 'server_error',
    source: 'general knowledge: check',
  },
  {
    vendor: 'Salesforce',
    error: 'access-denied',
    means: 'access_denied',
    source: 'https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_flow_errors.htm',
  },
  {
    vendor: 'Atlassian',
    error: 'unauthorized_client',
    description: /refresh_token is invalid/i,
    means: 'invalid_grant',
    source: 'https://github.com/raycast/extensions/issues/11836',
  },
  {
    vendor: 'Facebook',
    error: 'OAuthException',
    description: /client secret|application id/i,
    means: 'invalid_client',
    source: 'https://stackoverflow.com/questions/14575477/facebook-exchange-code-for-token',
  },
  {
    vendor: 'Facebook',
    error: 'OAuthException',
    description: /(verification|authorization) code|access token/i,
    means: 'invalid_grant',
    source: FACEBOOK,
  },
  {
    vendor: 'Google',
    error: 'invalid_token',
    means: 'invalid_grant',
    source: 'https://github.com/customeros/customeros/pull/11611',
  },
  { vendor: 'Microsoft', error: 'interaction_required', means: 'invalid_grant', source: MICROSOFT },
  { vendor: 'Microsoft', error: 'consent_required', means: 'invalid_grant', source: MICROSOFT },
  { vendor: 'Microsoft', error: 'login_required', means: 'invalid_grant', source: MICROSOFT },
  { vendor: 'Zoho', error: 'invalid_client_secret', means: 'invalid_client', source: ZOHO },
  { vendor: 'LinkedIn', error: 'user_cancelled_login', means: 'access_denied', source: LINKEDIN },
  { vendor: 'LinkedIn', error: 'user_cancelled_authorize', means: 'access_denied', source: LINKEDIN },
  { vendor: 'Pipedrive', error: 'user_denied', means: 'access_denied', source: 'general knowledge: check' },
]

/**
 * What a refusal means. A status that blames the server comes first, whatever the body says: a fault must never look
 * like a dead refresh token.
 */
export function errorCode({ status, error = '', description = '' }: Refusal): OAuthErrorCode {
  if (status !== undefined && (status >= 500 || status === 429 || status === 408)) return 'server_error'
  const word = error.toLowerCase()
  const vendor = vendorErrors.find(
    (row) => row.error.toLowerCase() === word && (row.description?.test(description) ?? true),
  )
  if (vendor) return vendor.means
  const known = Object.hasOwn(standard, word) ? standard[word] : undefined
  return known ?? (status === 401 ? 'invalid_client' : 'invalid_request')
}
