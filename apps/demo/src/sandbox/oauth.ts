import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { Provider } from 'oidc-provider'
import { findAccount } from './accounts.ts'
import { errorPage } from './pages/error.ts'
import { scopeNames } from './scopes.ts'
import type { TokenStore } from './token-store.ts'

const CODE_TTL_S = 60
const SIGN_IN_TTL_S = 30 * 60
const SESSION_TTL_S = 24 * 60 * 60
const GRANT_TTL_S = 90 * 24 * 60 * 60

/** The one app that may ask our users for access. */
export interface SandboxClient {
  id: string
  secret: string
  /** As the consent page shows it. */
  name: string
  redirectUri: string
}

/** Paths below the origin; the catalog's sandbox page names the same. */
export const oauthPaths = {
  authorize: '/oauth/authorize',
  token: '/oauth/token',
  revoke: '/oauth/revoke',
} as const

/** Whether `oidc-provider` answers this path; all others are ours. */
export function isOAuthPath(path: string): boolean {
  return path.startsWith('/oauth/') || path.startsWith('/.well-known/')
}

/**
 * An OAuth 2.0 authorization server: code grant with PKCE, short access tokens, refresh tokens that rotate. One that is
 * used twice withdraws everything that came of its consent (RFC 9700 §4.14.2).
 */
export function createAuthorizationServer({
  origin,
  client,
  accessTokenTtlS,
  tokens,
}: {
  origin: string
  client: SandboxClient
  accessTokenTtlS: number
  tokens: TokenStore
}): Provider {
  const provider: Provider = new Provider(origin, {
    adapter: (kind: string) => tokens.adapter(kind),
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        client_name: client.name,
        redirect_uris: [client.redirectUri],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
    scopes: scopeNames,
    findAccount: (_: unknown, id: string) =>
      findAccount(id) && { accountId: id, claims: async () => ({ sub: id }) },
    pkce: { required: () => true },
    rotateRefreshToken: true,
    issueRefreshToken: async () => true,
    expiresWithSession: async () => false,
    // Each consent is a grant of its own, so that one app's two connections can be withdrawn one by one.
    loadExistingGrant: async (ctx: { oidc: { result?: { consent?: { grantId?: string } } } }) => {
      const grantId = ctx.oidc.result?.consent?.grantId
      return grantId && provider.Grant.find(grantId)
    },
    routes: {
      authorization: oauthPaths.authorize,
      token: oauthPaths.token,
      revocation: oauthPaths.revoke,
      jwks: '/oauth/jwks',
      end_session: '/oauth/session/end',
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      revocation: {
        enabled: true,
        allowedPolicy: async (_: unknown, { clientId }: { clientId: string }, token: { clientId: string }) =>
          token.clientId === clientId,
      },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
    },
    interactions: { url: async (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    ttl: {
      AccessToken: accessTokenTtlS,
      AuthorizationCode: CODE_TTL_S,
      Grant: GRANT_TTL_S,
      Interaction: SIGN_IN_TTL_S,
      RefreshToken: GRANT_TTL_S,
      Session: SESSION_TTL_S,
    },
    // Tokens of a few seconds are there to be seen expiring.
    clockTolerance: 0,
    clientBasedCORS: () => false,
    // Cookies know no ports, and other programs answer on this host too.
    cookies: {
      names: { session: 'sandbox_oauth', interaction: 'sandbox_interaction', resume: 'sandbox_resume' },
      keys: [randomBytes(32).toString('base64url')],
    },
    jwks: { keys: [generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })] },
    renderError: (
      ctx: { type: string; body: unknown },
      out: { error: string; error_description?: string },
    ) => {
      ctx.type = 'html'
      ctx.body = errorPage({
        title: 'This sign-in cannot go on',
        message: out.error_description ?? out.error,
        code: out.error,
      }).text
    },
  })
  return provider
}
