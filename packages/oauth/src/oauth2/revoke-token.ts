import type { OAuth2Server } from '@tenon/core'
import {
  allowInsecureRequests,
  type ClientAuth,
  customFetch,
  processRevocationResponse,
  revocationRequest,
} from 'oauth4webapi'
import { OAuthError } from '../oauth-error.ts'
import { endpointUrl } from './endpoint.ts'
import { clientAuthentication, type Registration, requestHeaders, secretsOf } from './registration.ts'
import { isAccessToken } from './token-reply.ts'
import { fillKnown } from './token-request.ts'
import { conformAcknowledgement } from './wire/conform-reply.ts'
import { normalisingFetch, type OAuthContext } from './wire/normalising-fetch.ts'

type Revocation = NonNullable<OAuth2Server['revocation']>

interface Tokens {
  accessToken: string
  refreshToken?: string | undefined
}

/**
 * Ends what was granted, RFC 7009 or the server's own way. A token that is dead already counts as revoked.
 *
 * @returns false when this server offers no way to do so
 * @throws OAuthError
 */
export async function revokeToken(
  registration: Registration,
  tokens: Tokens,
  context: OAuthContext,
): Promise<boolean> {
  const { revocation } = registration.server
  if (!revocation) return false
  try {
    await requestRevocation(registration, revocation, tokens, context)
  } catch (error) {
    if (!isDeadAlready(error, revocation)) throw error
  }
  return true
}

async function requestRevocation(
  registration: Registration,
  revocation: Revocation,
  { accessToken, refreshToken = accessToken }: Tokens,
  context: OAuthContext,
): Promise<void> {
  const { server, client, values } = registration
  const token = { access_token: accessToken, refresh_token: refreshToken }
  const slots = { ...values, client: { id: client.id }, token }
  const url = endpointUrl(revocation.url, slots)
  const authentication =
    revocation.auth === 'bearer'
      ? bearer(accessToken)
      : clientAuthentication(registration, revocation.auth, context.now)
  const headers = fillKnown(revocation.headers, {
    ...slots,
    client: { id: client.id, ...(client.secret && { secret: client.secret }) },
  })
  const response = await revocationRequest(
    { issuer: url.origin, revocation_endpoint: url.href },
    { client_id: client.id },
    withHeaders(authentication, headers),
    revocation.token === 'access' ? accessToken : refreshToken,
    {
      headers: requestHeaders(registration),
      [allowInsecureRequests]: true, // endpointUrl has judged
      [customFetch]: normalisingFetch(context, {
        form: revocation,
        renameParams: { ...server.renameParams, token: revocation.tokenParam },
        secrets: secretsOf(registration, token),
        conform: (reply) => conformAcknowledgement(server.response, reply),
      }),
    },
  )
  await processRevocationResponse(response)
}

function bearer(accessToken: string): ClientAuth {
  if (!isAccessToken(accessToken)) throw new TypeError('this access token cannot be sent in a header')
  return (_server, _client, _body, headers) => headers.set('authorization', `Bearer ${accessToken}`)
}

/** Set here, because oauth4webapi takes no authorization header from its caller. */
function withHeaders(authenticate: ClientAuth, own: Readonly<Record<string, string>>): ClientAuth {
  return async (server, client, body, headers) => {
    await authenticate(server, client, body, headers)
    for (const [name, value] of Object.entries(own)) headers.set(name, value)
  }
}

/** A token that opens the door itself and meets a 401 does not any more; what is deleted and not found is gone. */
function isDeadAlready(error: unknown, { auth, method }: Revocation): boolean {
  if (!(error instanceof OAuthError)) return false
  const { code, status } = error
  return (
    code === 'invalid_grant' ||
    (auth === 'bearer' && status === 401) ||
    (method === 'DELETE' && status === 404)
  )
}
