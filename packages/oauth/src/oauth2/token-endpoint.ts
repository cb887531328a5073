import {
  allowInsecureRequests,
  customFetch,
  genericTokenEndpointRequest,
  OperationProcessingError,
  processGenericTokenEndpointResponse,
  UnsupportedOperationError,
} from 'oauth4webapi'
import { OAuthError } from '../oauth-error.ts'
import { endpointUrl } from './endpoint.ts'
import { clientAuthentication, type Registration, requestHeaders, secretsOf } from './registration.ts'
import { type TokenReply, tokenReply } from './token-reply.ts'
import { fillKnown, type TokenRequest } from './token-request.ts'
import { conformTokenReply } from './wire/conform-reply.ts'
import { normalisingFetch, type OAuthContext } from './wire/normalising-fetch.ts'

/** Never sent: oauth4webapi wants a client id even where there is none. */
const ANONYMOUS = 'none'

/**
 * Sends a request for tokens and reads the reply. oauth4webapi builds the one and judges the other; between them the
 * normalising fetch speaks the server's dialect.
 *
 * @throws OAuthError
 * @throws AppError `invalid_request` when a value does not fit the URL
 */
export async function requestToken(
  registration: Registration,
  { url: template, grantType, parameters, form, clientAuth }: TokenRequest,
  context: OAuthContext,
): Promise<TokenReply> {
  const { server, client, values } = registration
  const url = endpointUrl(template, values)
  const all = { ...fillKnown(server.tokenParams, values), ...parameters }
  const standardServer = { issuer: url.origin, token_endpoint: url.href }
  const standardClient = { client_id: client.id || ANONYMOUS }
  const requestedAt = context.now()
  try {
    const response = await genericTokenEndpointRequest(
      standardServer,
      standardClient,
      clientAuthentication(registration, clientAuth ?? server.clientAuth, context.now),
      grantType,
      all,
      {
        headers: requestHeaders(registration),
        [allowInsecureRequests]: true, // endpointUrl has judged
        [customFetch]: normalisingFetch(context, {
          form,
          renameParams: server.renameParams,
          secrets: secretsOf(registration, all),
          conform: (reply) => conformTokenReply(server.response, reply),
        }),
      },
    )
    const reply = await processGenericTokenEndpointResponse(standardServer, standardClient, response)
    return tokenReply(reply, server, requestedAt)
  } catch (error) {
    throw withoutReply(error)
  }
}

/** The causes of these errors hold the reply, and are left behind. */
function withoutReply(error: unknown): unknown {
  const isVerdict = error instanceof OperationProcessingError || error instanceof UnsupportedOperationError
  return isVerdict ? new OAuthError('malformed_reply', { detail: error.message }) : error
}
