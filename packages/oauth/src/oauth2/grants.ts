import { type Assertion, fill, type OAuth2Server } from '@tenon/core'
import { signAssertion } from './assertion.ts'
import { type CallbackParameters, readCallback } from './callback.ts'
import { redirectUriAt } from './endpoint.ts'
import type { Registration } from './registration.ts'
import { requestToken } from './token-endpoint.ts'
import type { TokenReply } from './token-reply.ts'
import {
  assertionRequest,
  clientCredentialsRequest,
  codeRequest,
  exchangeRequest,
  fillKnown,
  joinScopes,
  passwordRequest,
  refreshRequest,
} from './token-request.ts'
import type { OAuthContext } from './wire/normalising-fetch.ts'

/**
 * Turns a callback into tokens, by way of the server's second call where it has one.
 *
 * @throws OAuthError of any code
 */
export async function authorizationCodeGrant(
  registration: Registration<OAuth2Server>,
  input: {
    callback: CallbackParameters
    /** What `state` must be. */
    state: string
    /** As in the authorization request. */
    redirectUri: string
    codeVerifier?: string | undefined
  },
  context: OAuthContext,
): Promise<TokenReply> {
  const { server, values } = registration
  const code = readCallback(registration, input.callback, input.state)
  const redirectUri = redirectUriAt(server, values, input.redirectUri)
  const request = codeRequest(server, { ...input, code, redirectUri })
  const reply = await requestToken(registration, request, context)
  if (!server.exchange) return reply
  const lasting = await requestToken(
    registration,
    exchangeRequest(registration, server.exchange, reply),
    context,
  )
  return { ...reply, ...lasting, raw: { ...reply.raw, ...lasting.raw } }
}

/**
 * Renews an access token. Save the reply before it is used: where tokens rotate, the old refresh token is spent.
 *
 * @throws OAuthError `invalid_grant` when the refresh token is dead. After `network` it is not known whether the
 * server has spent it.
 */
export function refreshGrant(
  registration: Registration,
  input: {
    /** The refresh token, or the access token where the server's page says so. */
    token: string
    /** Only for servers that want them again (Microsoft). @default none, which means those granted */
    scopes?: readonly string[] | undefined
  },
  context: OAuthContext,
): Promise<TokenReply> {
  return requestToken(registration, refreshRequest(registration, input), context)
}

/**
 * A token for the client itself, RFC 6749 §4.4.
 *
 * @param input.grantType `client_credentials`, unless the server calls it otherwise
 * @throws OAuthError
 */
export function clientCredentialsGrant(
  registration: Registration,
  input: { grantType: string; scopes: readonly string[] },
  context: OAuthContext,
): Promise<TokenReply> {
  return requestToken(registration, clientCredentialsRequest(registration, input), context)
}

/** A token for a user's name and password, RFC 6749 §4.3. @throws OAuthError */
export function passwordGrant(
  registration: Registration,
  input: { username: string; password: string; scopes: readonly string[] },
  context: OAuthContext,
): Promise<TokenReply> {
  return requestToken(registration, passwordRequest(registration, input), context)
}

/** A token for an assertion that the key's owner signs, RFC 7523 §2.1. @throws OAuthError */
export async function jwtBearerGrant(
  registration: Registration,
  { assertion: template, scopes }: { assertion: Assertion; scopes: readonly string[] },
  context: OAuthContext,
): Promise<TokenReply> {
  const { server, client } = registration
  const { algorithm, lifetimeS, scopeClaim } = template
  const values = { ...registration.values, client: { id: client.id } }
  const { keyId, subject } = fillKnown(
    {
      ...(template.keyId && { keyId: template.keyId }),
      ...(template.subject && { subject: template.subject }),
    },
    values,
  )
  const scope = joinScopes(server, scopes, values)
  const assertion = await signAssertion({
    algorithm,
    key: fill(template.key, values),
    keyId,
    issuer: fill(template.issuer, values),
    subject: subject === '' ? undefined : subject,
    audience: fill(template.audience, values),
    lifetimeS,
    claims: scopeClaim && scope !== '' ? { scope } : {},
    now: context.now(),
  })
  const request = assertionRequest(registration, { assertion, scopes: scopeClaim ? [] : scopes })
  return requestToken(registration, request, context)
}
