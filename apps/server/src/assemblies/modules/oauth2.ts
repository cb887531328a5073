import { AppError, type OAuth2Server } from '@tenon/core'
import { authorizationCodeGrant, authorizationRequest, newCodeVerifier } from '@tenon/oauth'
import { knownScopes } from '@tenon/providers'
import { templateValues } from '../../connections/access.ts'
import { enteredFailure } from '../../connections/oauth-failure.ts'
import type { AssemblyIo } from '../io.ts'
import { callbackSources, readSources } from '../read-source.ts'
import { tokenState } from '../state.ts'
import type { ModuleHandler } from '../step.ts'

/** Sends the user to the provider; when the callback is there, exchanges its code for tokens. */
export const oauth2: ModuleHandler<'oauth2'> = async ({ server, scopes }, state, io) => {
  const client = await io.client(state.inputs)
  const metadata = { ...state.metadata, ...readSources(callbackSources(io.auth), state, io) }
  const values = {
    ...templateValues(io.auth, state, metadata, io.variables),
    ...(state.callback && { callback: state.callback }),
  }
  const { redirectUri } = io
  if (!state.callback) {
    const codeVerifier = server.pkce ? newCodeVerifier() : undefined
    const { url } = await authorizationRequest({
      server,
      clientId: client.id,
      redirectUri,
      scopes,
      state: io.oauthState,
      codeVerifier,
      values,
    })
    return { kind: 'redirect', url, state: { ...state, ...(codeVerifier && { codeVerifier }) } }
  }
  try {
    const reply = await authorizationCodeGrant(
      { server: io.isProductCode ? unguarded(server) : server, client, values },
      { callback: state.callback, state: io.oauthState, redirectUri, codeVerifier: state.codeVerifier },
      { fetch: io.fetch, now: io.now },
    )
    const { scope } = reply
    if (server.partialGrants && scope !== undefined) requireAll(scopes, scope.split(' '), io)
    return { kind: 'next', state: { ...state, metadata, token: tokenState(reply) } }
  } catch (error) {
    throw enteredFailure(error, { ...io, inputs: state.inputs })
  }
}

/** A code that the product's own page received came without a challenge of ours, and without the rest of its callback. */
function unguarded(server: OAuth2Server): OAuth2Server {
  return { ...server, pkce: false, callbackSignature: undefined }
}

/** Where the user may refuse single scopes, a connection that lacks some of them would fail later and elsewhere. */
function requireAll(
  asked: readonly string[],
  granted: readonly string[],
  { provider, auth }: AssemblyIo,
): void {
  const missing = asked.filter((scope) => !granted.includes(scope))
  if (missing.length === 0) return
  const known = knownScopes(auth)
  const described = missing.map((name) => known.find((scope) => scope.name === name)?.description ?? name)
  throw new AppError(
    'access_denied',
    `${provider.name} did not grant: ${described.join('; ')}. Please connect again and leave every box ticked`,
  )
}
