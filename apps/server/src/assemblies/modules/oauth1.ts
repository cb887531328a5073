import { AppError, type Module, type TemplateValues } from '@tenon/core'
import {
  type OAuth1Registration,
  readVerifier,
  temporaryCredentials,
  tokenCredentials,
  userAuthorizationUrl,
} from '@tenon/oauth'
import { OWN_CLIENT } from '@tenon/providers'
import { templateValues } from '../../connections/access.ts'
import { clientValues } from '../../connections/call-values.ts'
import { enteredFailure } from '../../connections/oauth-failure.ts'
import type { AssemblyIo } from '../io.ts'
import { callbackSources, readSources } from '../read-source.ts'
import { type AssemblyState, tokenPairState } from '../state.ts'
import type { ModuleHandler, Step } from '../step.ts'

type OAuth1Module = Extract<Module, { module: 'oauth1' }>

/** Sends the user to the provider, or the provider’s administrator to a page of ours; the callback brings the verifier. */
export const oauth1: ModuleHandler<'oauth1'> = async (module, state, io) => {
  try {
    if (module.server.flow === 'posted') return await activated(module, state, io)
    return state.callback ? await returned(module, state, io) : await leaving(module, state, io)
  } catch (error) {
    throw enteredFailure(error, { ...io, inputs: state.inputs })
  }
}

/** RFC 5849 §2.1 and §2.2. The protocol has no `state`: ours travels in the callback’s own query. */
async function leaving(module: OAuth1Module, state: AssemblyState, io: AssemblyIo): Promise<Step> {
  const registration = await registrationOf(module, state, io)
  const callbackUrl = new URL(io.redirectUri)
  callbackUrl.searchParams.set('state', io.oauthState)
  const temporary = await temporaryCredentials(registration, { callbackUrl: callbackUrl.href }, io)
  const url = userAuthorizationUrl(registration, { token: temporary.token, scopes: module.scopes })
  return { kind: 'redirect', url, state: { ...state, temporary } }
}

/** RFC 5849 §2.3. */
async function returned(module: OAuth1Module, state: AssemblyState, io: AssemblyIo): Promise<Step> {
  const { temporary, ...rest } = state
  const verifier = readVerifier(state.callback ?? {}, temporary ?? { token: '', tokenSecret: '' })
  if (!temporary) throw mismatch('This sign-in was not started here. Please connect again')
  const registration = await registrationOf(module, state, io)
  const reply = await tokenCredentials(registration, { temporary, verifier }, io)
  return { kind: 'next', state: { ...rest, token: tokenPairState(reply) } }
}

/**
 * The store’s administrator activates us there: it posts a consumer and a verifier to the address that our page shows, then
 * opens our other address in the administrator’s browser, which is the callback.
 */
async function activated(module: OAuth1Module, state: AssemblyState, io: AssemblyIo): Promise<Step> {
  if (!state.callback) return { kind: 'redirect', url: `${io.postedUrl}/${io.oauthState}`, state }
  const { posted, ...rest } = state
  if (state.callback.error) readVerifier(state.callback, { token: '', tokenSecret: '' })
  if (!posted || state.callback.oauth_consumer_key !== posted.consumerKey)
    throw mismatch(`${io.provider.name} has not activated this integration yet. Please connect again`)
  const known = {
    ...rest,
    inputs: {
      ...state.inputs,
      [OWN_CLIENT.id]: posted.consumerKey,
      [OWN_CLIENT.secret]: posted.consumerSecret,
    },
    callback: { ...state.callback, store_base_url: posted.storeBaseUrl },
  }
  const metadata = { ...known.metadata, ...readSources(callbackSources(io.auth), known, io) }
  const registration = await registrationOf(module, { ...known, metadata }, io)
  const temporary = await temporaryCredentials(registration, {}, io)
  const reply = await tokenCredentials(registration, { temporary, verifier: posted.verifier }, io)
  return { kind: 'next', state: { ...known, metadata, token: tokenPairState(reply) } }
}

async function registrationOf(
  { server }: OAuth1Module,
  state: AssemblyState,
  io: AssemblyIo,
): Promise<OAuth1Registration> {
  const { signing } = io.auth
  if (signing?.scheme !== 'oauth1') throw new TypeError('tokens of OAuth 1.0a sign by OAuth 1.0a')
  const values: TemplateValues = {
    ...templateValues(io.auth, state, state.metadata, io.variables),
    client: clientValues(await io.client(state.inputs)),
    ...(state.callback && { callback: state.callback }),
  }
  return { server, signing, values }
}

function mismatch(message: string): AppError {
  return new AppError('state_mismatch', message)
}
