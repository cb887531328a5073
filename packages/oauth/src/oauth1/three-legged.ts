import { fill, hasValues } from '@tenon/core'
import { OAuthError } from '../oauth-error.ts'
import { endpointUrl } from '../oauth2/endpoint.ts'
import type { OAuthContext } from '../oauth2/wire/normalising-fetch.ts'
import { safeText } from '../safe-text.ts'
import { problemCode } from './problem.ts'
import { type OAuth1Registration, signerOf, type TokenPair } from './registration.ts'
import { requestTokens, type TokenPairReply } from './request-tokens.ts'

/**
 * Asks for temporary credentials, RFC 5849 §2.1.
 *
 * @param callbackUrl absent where the server posts its verifier to us and knows where
 * @throws OAuthError
 * @throws AppError `invalid_request` when a value does not fit a URL
 */
export async function temporaryCredentials(
  registration: OAuth1Registration,
  { callbackUrl }: { callbackUrl?: string | undefined },
  context: OAuthContext,
): Promise<TokenPair> {
  const { server, signing, values } = registration
  const parameters: Record<string, string> = callbackUrl === undefined ? {} : { oauth_callback: callbackUrl }
  const url = endpointUrl(server.requestUrl, values)
  const sign = signerOf(signing, values, null)
  const reply = await requestTokens({ url, sign, parameters, secrets: secretsOf(registration) }, context)
  // Without it this is OAuth 1.0 before revision A, in which an attacker's token could be authorised by somebody else.
  if (callbackUrl !== undefined && reply.raw.oauth_callback_confirmed !== 'true')
    throw new OAuthError('malformed_reply', { detail: 'oauth_callback_confirmed is missing' })
  return { token: reply.token, tokenSecret: reply.tokenSecret }
}

/** Where the user authorises temporary credentials, RFC 5849 §2.2. @throws AppError `invalid_request` */
export function userAuthorizationUrl(
  { server, values }: Pick<OAuth1Registration, 'server' | 'values'>,
  { token, scopes }: { token: string; scopes: readonly string[] },
): string {
  if (server.authorizationUrl === undefined) throw new TypeError('this server sends nobody anywhere')
  const url = endpointUrl(server.authorizationUrl, values)
  for (const [name, template] of Object.entries(server.authorizeParams))
    if (hasValues(template, values)) url.searchParams.set(name, fill(template, values))
  if (server.scopeParam !== undefined && scopes.length > 0)
    url.searchParams.set(server.scopeParam, scopes.join(server.scopeSeparator))
  url.searchParams.set('oauth_token', token)
  return url.href
}

/**
 * The verifier of a callback that answers our request, RFC 5849 §2.2.
 *
 * @throws OAuthError `access_denied` or another code for a refusal, `state_mismatch` when the callback is for another
 * token or has no verifier
 */
export function readVerifier(callback: Readonly<Record<string, string>>, temporary: TokenPair): string {
  const {
    error,
    error_description: description,
    denied,
    oauth_problem,
    oauth_token,
    oauth_verifier,
  } = callback
  const refusal = oauth_problem ?? error ?? (denied === undefined ? undefined : 'access_denied')
  if (refusal !== undefined) {
    const secrets = [temporary.token, temporary.tokenSecret]
    const providerError = safeText(refusal, secrets)
    throw new OAuthError(problemCode({ error: refusal }), {
      providerError,
      description: description && safeText(description, secrets),
    })
  }
  if (oauth_token !== temporary.token)
    throw new OAuthError('state_mismatch', { detail: 'it is for another token' })
  if (!oauth_verifier) throw new OAuthError('state_mismatch', { detail: 'there is no verifier' })
  return oauth_verifier
}

/** Exchanges authorised temporary credentials for the user's token, RFC 5849 §2.3. @throws OAuthError */
export function tokenCredentials(
  registration: OAuth1Registration,
  { temporary, verifier }: { temporary: TokenPair; verifier: string },
  context: OAuthContext,
): Promise<TokenPairReply> {
  const { server, signing, values } = registration
  return requestTokens(
    {
      url: endpointUrl(server.tokenUrl, values),
      sign: signerOf(signing, values, temporary),
      parameters: { oauth_verifier: verifier },
      secrets: [...secretsOf(registration), ...Object.values(temporary), verifier],
    },
    context,
  )
}

function secretsOf({ signing, values }: OAuth1Registration): string[] {
  return [fill(signing.consumerSecret, values), ...Object.values(values.inputs ?? {})]
}
