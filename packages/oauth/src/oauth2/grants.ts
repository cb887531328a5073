import { type CallbackParameters, readCallback } from './callback.ts'
import type { Registration } from './registration.ts'
import { requestToken } from './token-endpoint.ts'
import type { TokenReply } from './token-reply.ts'
import { codeRequest, exchangeRequest, refreshRequest } from './token-request.ts'
import type { OAuthContext } from './wire/normalising-fetch.ts'

/**
 * Turns a callback into tokens, by way of the server's second call where it has one.
 *
 * @throws OAuthError of any code
 */
export async function authorizationCodeGrant(
  registration: Registration,
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
  const { server } = registration
  const code = readCallback(registration, input.callback, input.state)
  const reply = await requestToken(registration, codeRequest(server, { ...input, code }), context)
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
    refreshToken: string
    /** Only for servers that want them again (Microsoft). @default none, which means those granted */
    scopes?: readonly string[] | undefined
  },
  context: OAuthContext,
): Promise<TokenReply> {
  return requestToken(registration, refreshRequest(registration.server, input), context)
}
