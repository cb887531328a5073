import type { AuthKindPage } from './page/auth-kind.ts'
import type { Provider } from './page/provider.ts'

type Scopes = Extract<AuthKindPage, { type: 'oauth2' }>['scopes']

const TOKEN_URL = 'https://oauth2.googleapis.com/token'

/** Google ends refresh tokens that nobody used for six months. */
const SIX_MONTHS_MS = 180 * 24 * 60 * 60_000

/** The account's name comes from the test endpoint, which these two open whatever else is granted. */
const identity: Scopes = [
  { name: 'openid', description: 'Know which Google account you are', required: true },
  {
    name: 'https://www.googleapis.com/auth/userinfo.email',
    description: 'See your e-mail address',
    required: true,
  },
]

/** What every page of a Google API has in common. Sources: https://developers.google.com/identity/protocols/oauth2/web-server */
function googleAuth(scopes: Scopes, moreScopes: Scopes): AuthKindPage {
  return {
    id: 'oauth',
    type: 'oauth2',
    label: 'Sign in with Google',
    server: {
      authorizationUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
      tokenUrl: TOKEN_URL,
      clientAuth: 'body',
      pkce: true,
      // A refresh token comes with the first consent only, unless consent is asked again. include_granted_scopes is
      // left out: with it a connection's token could do what the user allowed another connection.
      authorizeParams: { access_type: 'offline', prompt: 'consent' },
      partialGrants: true,
      refresh: { unusedLifetimeMs: SIX_MONTHS_MS },
      revocation: { url: 'https://oauth2.googleapis.com/revoke', auth: 'none', ends: 'grant' },
    },
    scopes: [...identity, ...scopes],
    moreScopes,
  }
}

/**
 * A service account signs for itself, or for a person whose Workspace lets it.
 * Source: https://developers.google.com/identity/protocols/oauth2/service-account
 */
function googleServiceAccount(scopes: Scopes): AuthKindPage {
  const key = '{{inputs.service_account}}'
  return {
    id: 'service_account',
    type: 'jwt_bearer',
    label: 'Service account',
    inputs: [
      {
        type: 'PASSWORD',
        holds: 'service_account',
        id: 'service_account',
        title: 'Service account key',
        subtitle: 'The whole JSON file that Google Cloud gave you',
        placeholder: '{"type": "service_account", …}',
      },
      {
        type: 'EMAIL',
        id: 'subject',
        title: 'Act as',
        subtitle: 'E-mail address of a person in your Workspace; empty for the service account itself',
        required: false,
      },
    ],
    help: {
      text:
        'In Google Cloud, open IAM & Admin → Service accounts, choose yours, and create a JSON key under Keys. To act as ' +
        'a person, an administrator also allows its client id domain-wide delegation for the scopes asked here.',
      url: 'https://console.cloud.google.com/iam-admin/serviceaccounts',
    },
    derived: {
      client_email: { from: key, jsonPath: 'client_email' },
      private_key: { from: key, jsonPath: 'private_key' },
      private_key_id: { from: key, jsonPath: 'private_key_id' },
    },
    server: { tokenUrl: TOKEN_URL, clientAuth: 'none' },
    assertion: {
      key: '{{derived.private_key}}',
      keyId: '{{derived.private_key_id}}',
      issuer: '{{derived.client_email}}',
      subject: '{{inputs.subject}}',
      audience: TOKEN_URL,
      scopeClaim: true,
      lifetimeS: 3600,
    },
    scopes: [...identity, ...scopes],
  }
}

/** Both ways in, the user's own first. */
export function googleKinds(scopes: Scopes, moreScopes: Scopes): AuthKindPage[] {
  return [googleAuth(scopes, moreScopes), googleServiceAccount(scopes)]
}

/** Whose token it is: answers for every Google API alike. */
export const googleTest = { url: 'https://openidconnect.googleapis.com/v1/userinfo' }
export const googleAccount = { id: 'sub', label: 'email' }
export const googleErrorPaths = ['error.message', 'error_description']

export const googleRateLimit: Provider['api']['rateLimit'] = {
  status: [403, 429],
  when: {
    path: 'error.errors[0].reason',
    is: ['rateLimitExceeded', 'userRateLimitExceeded', 'dailyLimitExceeded', 'quotaExceeded'],
  },
  headers: ['Retry-After'],
}
