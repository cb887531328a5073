import { fill, type OAuth2Server } from '@tenon/core'
import type { Registration } from './registration.ts'
import type { TokenReply } from './token-reply.ts'
import type { WireForm } from './wire/adapt-request.ts'

/** A request for tokens before client authentication and the server's dialect: one function below makes each kind. */
export interface TokenRequest {
  /** A template. */
  url: string
  grantType: string
  parameters: Record<string, string>
  form: WireForm
}

/** RFC 6749 §4.1.3, RFC 7636 §4.5. @throws TypeError when the server took a code challenge and there is no verifier */
export function codeRequest(
  server: OAuth2Server,
  {
    code,
    redirectUri,
    codeVerifier,
  }: { code: string; redirectUri: string; codeVerifier?: string | undefined },
): TokenRequest {
  if (server.pkce && !codeVerifier) throw new TypeError('this authorization server needs a code verifier')
  return {
    url: server.tokenUrl,
    grantType: 'authorization_code',
    parameters: {
      code,
      redirect_uri: redirectUri,
      ...(server.pkce && codeVerifier && { code_verifier: codeVerifier }),
    },
    form: { method: 'POST', body: server.tokenBody },
  }
}

/** RFC 6749 §6. */
export function refreshRequest(
  server: OAuth2Server,
  { refreshToken, scopes = [] }: { refreshToken: string; scopes?: readonly string[] | undefined },
): TokenRequest {
  return {
    url: server.refresh?.url ?? server.tokenUrl,
    grantType: 'refresh_token',
    parameters: {
      refresh_token: refreshToken,
      ...(scopes.length > 0 && { [server.scopeParam]: scopes.join(server.scopeSeparator) }),
    },
    form: { method: 'POST', body: server.tokenBody },
  }
}

/** The second call of servers whose code buys a short-lived token only. */
export function exchangeRequest(
  { server, values }: Registration,
  { method, url, params }: NonNullable<OAuth2Server['exchange']>,
  { accessToken }: TokenReply,
): TokenRequest {
  const withToken = { ...values, token: { access_token: accessToken } }
  const filled = Object.entries(params).map(([name, template]) => [name, fill(template, withToken)])
  const { grant_type: grantType, ...parameters } = Object.fromEntries(filled) as Record<string, string>
  if (!grantType) throw new TypeError('the parameters of an exchange must name a grant_type')
  return { url, grantType, parameters, form: { method, body: method === 'GET' ? 'query' : server.tokenBody } }
}
