import { authorizationCodeGrant, authorizationRequest, newCodeVerifier } from '@tenon/oauth'
import { templateValues } from '../../connections/access.ts'
import { oauthFailure } from '../../connections/oauth-failure.ts'
import type { ModuleHandler } from '../run.ts'

/** Sends the user to the provider; when the callback is there, exchanges its code for tokens. */
export const oauth2: ModuleHandler<'oauth2'> = async ({ server, scopes }, state, io) => {
  const client = await io.client()
  const values = templateValues(state, state.metadata, io.variables)
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
      { server, client, values },
      { callback: state.callback, state: io.oauthState, redirectUri, codeVerifier: state.codeVerifier },
      { fetch: io.fetch, now: io.now },
    )
    const { accessToken, refreshToken, scope, expiresAt, raw } = reply
    const token = {
      accessToken,
      ...(refreshToken && { refreshToken }),
      ...(scope && { scope }),
      expiresAt: expiresAt?.toISOString() ?? null,
      raw,
    }
    return { kind: 'next', state: { ...state, token } }
  } catch (error) {
    throw oauthFailure(error, io.provider)
  }
}
