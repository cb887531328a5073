import type { AuthKindPage } from './page/auth-kind.ts'
import type { Provider } from './page/provider.ts'

type Scopes = Extract<AuthKindPage, { type: 'oauth2' }>['scopes']

/** What every page of a Google API has in common. Sources: https://developers.google.com/identity/protocols/oauth2/web-server */
export function googleAuth(scopes: Scopes, moreScopes: Scopes): AuthKindPage {
  return {
    id: 'oauth',
    type: 'oauth2',
    label: 'Sign in with Google',
    server: {
      authorizationUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
      tokenUrl: 'https://oauth2.googleapis.com/token',
      clientAuth: 'body',
      pkce: true,
      // A refresh token comes with the first consent only, unless consent is asked again. include_granted_scopes is
      // left out: with it a connection's token could do what the user allowed another connection.
      authorizeParams: { access_type: 'offline', prompt: 'consent' },
      partialGrants: true,
      refresh: {},
      revocation: { url: 'https://oauth2.googleapis.com/revoke', auth: 'none', ends: 'grant' },
    },
    // The account's name comes from the test endpoint, which these two open whatever else is granted.
    scopes: [
      { name: 'openid', description: 'Know which Google account you are', required: true },
      {
        name: 'https://www.googleapis.com/auth/userinfo.email',
        description: 'See your e-mail address',
        required: true,
      },
      ...scopes,
    ],
    moreScopes,
  }
}

/** Whose token it is: answers for every Google API alike. */
export const googleTest = { url: 'https://openidconnect.googleapis.com/v1/userinfo' }
export const googleAccount = { id: 'sub', label: 'email' }
export const googleErrorPaths = ['error.message', 'error_description']

export const googleRateLimit: Provider['api']['rateLimit'] = {
  status: [403, 429],
  headers: ['Retry-After'],
  note: '403 counts when its reason is rateLimitExceeded or userRateLimitExceeded',
}
