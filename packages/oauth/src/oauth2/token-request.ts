import {
  fill,
  hasValues,
  type OAuth2Server,
  Renewal,
  type TemplateValues,
  type TokenServer,
} from '@tenon/core'
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
  /** Absent: as everywhere at the server. */
  clientAuth?: TokenServer['clientAuth'] | undefined
}

/** RFC 6749 §6. */
const STANDARD_RENEWAL = Renewal.parse({})

type AnyServer = TokenServer | OAuth2Server

/** A server, and the values that its templates are filled with. */
type Addressed = Pick<Registration, 'server' | 'values'>

/** How a server wants the parameters of a token request. */
function formOf({ tokenBody }: AnyServer): WireForm {
  return { method: tokenBody === 'query' ? 'GET' : 'POST', body: tokenBody }
}

/** Templates filled, less those whose slots have no value. */
export function fillKnown(
  templates: Readonly<Record<string, string>>,
  values: TemplateValues,
): Record<string, string> {
  const known = Object.entries(templates).filter(([, template]) => hasValues(template, values))
  return Object.fromEntries(known.map(([name, template]) => [name, fill(template, values)]))
}

/** As they are sent, filled: some name the user's own host. */
export function joinScopes(
  { scopeSeparator }: Pick<AnyServer, 'scopeSeparator'>,
  scopes: readonly string[],
  values: TemplateValues,
): string {
  return scopes.map((scope) => fill(scope, values)).join(scopeSeparator)
}

function scopeParameter({ server, values }: Addressed, scopes: readonly string[]): Record<string, string> {
  return scopes.length > 0 ? { [server.scopeParam]: joinScopes(server, scopes, values) } : {}
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
    form: formOf(server),
  }
}

/** RFC 6749 §6, or as the server's page says. */
export function refreshRequest(
  { server, values }: Addressed,
  { token, scopes = [] }: { token: string; scopes?: readonly string[] | undefined },
): TokenRequest {
  const { url, method, grantType, tokenParam, params, clientAuth } = server.refresh ?? STANDARD_RENEWAL
  return {
    url: url ?? server.tokenUrl,
    grantType,
    parameters: {
      ...fillKnown(params, values),
      [tokenParam]: token,
      ...scopeParameter({ server, values }, scopes),
    },
    form: method === 'GET' ? { method, body: 'query' } : formOf(server),
    clientAuth,
  }
}

/** RFC 6749 §4.4.2. */
export function clientCredentialsRequest(
  addressed: Addressed,
  { grantType, scopes }: { grantType: string; scopes: readonly string[] },
): TokenRequest {
  const { server } = addressed
  return {
    url: server.tokenUrl,
    grantType,
    parameters: scopeParameter(addressed, scopes),
    form: formOf(server),
  }
}

/** RFC 6749 §4.3.2. */
export function passwordRequest(
  addressed: Addressed,
  { username, password, scopes }: { username: string; password: string; scopes: readonly string[] },
): TokenRequest {
  const { server } = addressed
  return {
    url: server.tokenUrl,
    grantType: 'password',
    parameters: { username, password, ...scopeParameter(addressed, scopes) },
    form: formOf(server),
  }
}

/** RFC 7523 §2.1. @param scopes those that do not travel in the assertion */
export function assertionRequest(
  addressed: Addressed,
  { assertion, scopes }: { assertion: string; scopes: readonly string[] },
): TokenRequest {
  const { server } = addressed
  return {
    url: server.tokenUrl,
    grantType: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    parameters: { assertion, ...scopeParameter(addressed, scopes) },
    form: formOf(server),
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
  return { url, grantType, parameters, form: method === 'GET' ? { method, body: 'query' } : formOf(server) }
}
