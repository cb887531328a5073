import type { Credential, TemplateValues } from '@tenon/core'
import { type OAuthContext, type Registration, refreshGrant, type TokenReply } from '@tenon/oauth'
import { type AuthKind, appAssembly, type Provider } from '@tenon/providers'
import { isGrant, requestGrant } from './grant.ts'

interface Renewable {
  provider: Provider
  auth: AuthKind
  scopes: readonly string[]
  credential: Credential
  client: Registration['client']
  values: TemplateValues
}

/**
 * What a credential of this kind is renewed with: a refresh token; the access token while it works; or whatever
 * granted it, asked again. `undefined`: it cannot be renewed.
 */
export function renewedWith(auth: AuthKind): 'refresh_token' | 'access_token' | 'grant' | undefined {
  switch (auth.type) {
    case 'oauth2':
      return auth.server.refresh?.with
    case 'client_credentials':
    case 'password':
    case 'jwt_bearer':
    case 'two_step':
      return 'grant'
    default:
      return undefined
  }
}

export function isRenewable(
  auth: AuthKind,
  token: { refreshToken?: string | undefined } | undefined,
): boolean {
  const means = renewedWith(auth)
  if (means === undefined || token === undefined) return false
  return means !== 'refresh_token' || token.refreshToken !== undefined
}

/** Asks the provider for a new access token, in the way of its kind. @throws OAuthError once something was sent */
export async function renew(renewable: Renewable, context: OAuthContext): Promise<TokenReply> {
  const { provider, auth, scopes, credential, client, values } = renewable
  if (auth.type === 'oauth2') {
    const { server } = auth
    const token = server.refresh?.with === 'access_token' ? 'accessToken' : 'refreshToken'
    const sent = credential.token?.[token]
    if (sent === undefined) throw new TypeError('there is no token to renew with')
    const again = server.refresh?.repeatsScopes ? scopes : []
    return refreshGrant({ server, client, values }, { token: sent, scopes: again }, context)
  }
  const module = appAssembly(provider, auth, scopes).find(isGrant)
  if (!module) throw new TypeError(`a credential of the kind "${auth.type}" cannot be renewed`)
  return requestGrant(module, { client, values, context })
}
