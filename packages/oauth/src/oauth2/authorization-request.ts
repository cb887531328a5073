import { createHash } from 'node:crypto'
import { fill, type OAuth2Server, type TemplateValues } from '@tenon/core'
import { endpointUrl, redirectUriAt } from './endpoint.ts'
import { joinScopes } from './token-request.ts'

/** RFC 7636 §4.1. */
const CODE_VERIFIER = /^[A-Za-z0-9._~-]{43,128}$/

export interface AuthorizationRequest {
  server: OAuth2Server
  clientId: string
  redirectUri: string
  scopes: readonly string[]
  /** Asked on behalf of the user where a provider tells that apart (Slack). */
  userScopes?: readonly string[] | undefined
  /** Unguessable, and kept for the callback. See `newState`. */
  state: string
  /** Kept for the token request. Needed where the server takes a code challenge, ignored elsewhere. */
  codeVerifier?: string | undefined
  values: TemplateValues
}

/**
 * Where to send the user, RFC 6749 §4.1.1 and RFC 7636.
 *
 * @throws AppError `invalid_request` when a value does not fit its slot
 */
export function authorizationRequest(request: AuthorizationRequest): { url: string } {
  const { server, values } = request
  const url = endpointUrl(server.authorizationUrl, values)
  for (const [name, template] of Object.entries(server.authorizeParams))
    url.searchParams.set(name, fill(template, values))
  // After the provider's own parameters, which so cannot replace the state.
  for (const [name, value] of protocolParameters(request))
    url.searchParams.set(server.renameParams[name] ?? name, value)
  // Form encoding writes a space as `+`; everybody understands `%20`.
  url.search = url.search.replaceAll('+', '%20')
  return { url: url.href }
}

function protocolParameters(request: AuthorizationRequest): [name: string, value: string][] {
  const { server } = request
  return [
    ['response_type', 'code'],
    ['client_id', request.clientId],
    ['redirect_uri', redirectUriAt(server, request.values, request.redirectUri)],
    ['state', request.state],
    ...scopeParameters(request),
    ...(server.pkce ? challenge(request.codeVerifier) : []),
  ]
}

function scopeParameters({
  server,
  scopes,
  userScopes = [],
  values,
}: AuthorizationRequest): [string, string][] {
  const parameters: [string, string][] = []
  if (scopes.length > 0 || !server.omitEmptyScope)
    parameters.push([server.scopeParam, joinScopes(server, scopes, values)])
  if (userScopes.length === 0) return parameters
  if (!server.userScopeParam) throw new TypeError('this authorization server has no scopes of users')
  return [...parameters, [server.userScopeParam, joinScopes(server, userScopes, values)]]
}

/** RFC 7636 §4.2; `plain` protects nobody. */
function challenge(codeVerifier = ''): [string, string][] {
  if (!CODE_VERIFIER.test(codeVerifier))
    throw new TypeError('this authorization server needs a code verifier')
  return [
    ['code_challenge', createHash('sha256').update(codeVerifier).digest('base64url')],
    ['code_challenge_method', 'S256'],
  ]
}
