import type { OAuth2Server } from '@tenon/core'
import {
  AuthorizationResponseError,
  OperationProcessingError,
  UnsupportedOperationError,
  validateAuthResponse,
} from 'oauth4webapi'
import { errorCode } from '../error-code.ts'
import { OAuthError } from '../oauth-error.ts'
import { safeText } from '../safe-text.ts'
import { isSigned } from './callback-signature.ts'
import type { Registration } from './registration.ts'

/** The parameters a user came back with. */
export type CallbackParameters = URLSearchParams | Readonly<Record<string, string>>

/** Stands in for the issuer where a server's page names none; `iss` is then not looked at. */
const UNNAMED_ISSUER = 'unnamed'

/**
 * The code of a callback that answers our request, RFC 6749 §4.1.2 and RFC 9207.
 *
 * @throws OAuthError `access_denied`, or another code for another refusal; `state_mismatch` when the callback has
 * another state or issuer, no code, a parameter twice, or not the signature that this server gives
 */
export function readCallback(
  { server, client }: Pick<Registration<OAuth2Server>, 'server' | 'client'>,
  callback: CallbackParameters,
  state: string,
): string {
  const parameters = new URLSearchParams(callback)
  refuseDoubles(parameters)
  const code = validCode({ server, client }, parameters, state)
  if (!code) throw new OAuthError('state_mismatch', { detail: 'there is no code' })
  const { callbackSignature } = server
  // A refusal, met above, needs no signature: nothing is done with it.
  if (callbackSignature && !isSigned(parameters, callbackSignature, client.secret))
    throw new OAuthError('state_mismatch', { detail: 'it is not signed by the provider' })
  return code
}

function validCode(
  { server, client }: Pick<Registration<OAuth2Server>, 'server' | 'client'>,
  callback: URLSearchParams,
  state: string,
): string | null {
  const parameters = new URLSearchParams(callback)
  if (server.issuer === undefined) parameters.delete('iss')
  try {
    const issuer = server.issuer ?? UNNAMED_ISSUER
    return validateAuthResponse({ issuer }, { client_id: client.id }, parameters, state).get('code')
  } catch (error) {
    throw refused(error, parameters)
  }
}

/** RFC 6749 §3.1. With doubles it would depend on the reader which of the two counts. */
function refuseDoubles(parameters: URLSearchParams): void {
  for (const name of new Set(parameters.keys()))
    if (parameters.getAll(name).length > 1)
      throw new OAuthError('state_mismatch', { detail: `"${safeText(name, [])}" is there twice` })
}

/** The causes of these errors hold the callback, its code included, and are left behind. */
function refused(error: unknown, parameters: URLSearchParams): unknown {
  if (error instanceof AuthorizationResponseError) {
    const secrets = ['code', 'state'].flatMap((name) => parameters.get(name) ?? [])
    const providerError = safeText(error.error, secrets)
    const description = error.error_description && safeText(error.error_description, secrets)
    return new OAuthError(errorCode({ error: providerError, description }), { providerError, description })
  }
  const isVerdict = error instanceof OperationProcessingError || error instanceof UnsupportedOperationError
  return isVerdict ? new OAuthError('state_mismatch', { detail: error.message }) : error
}
