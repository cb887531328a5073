import { type AppAssembly, AppError, type ConnectionId, type ModuleName } from '@tenon/core'
import { type AuthKind, appAssembly, visitsProvider } from '@tenon/providers'
import type { AssemblyIo } from '../assemblies/io.ts'
import { runAssembly } from '../assemblies/run.ts'
import { type AssemblyState, newAssemblyState } from '../assemblies/state.ts'
import type { UserContext } from '../context.ts'
import { toAppError } from '../http/errors.ts'
import { oauthCallbackUrl, postedUrl } from '../http/urls.ts'
import {
  authKindUsed,
  clientOf,
  getActiveIntegration,
  type Integration,
  scopesOf,
} from '../integrations/integrations.ts'
import { readValue } from '../keyvault/clients.ts'
import { requirePermission } from '../users/permissions.ts'
import type { Callback } from './callback.ts'
import { failureForUser } from './failure-for-user.ts'
import type { InstallOptions } from './install-options.ts'
import { openChoice } from './open-choice.ts'
import { storeReturnUrl } from './posted.ts'
import { connectionToReplace, saveConnection, writeTarget } from './save.ts'
import { assemblyStatePlace, openAssemblyState, sessionStatePlace } from './sealed.ts'
import { type ConnectSession, claimSession, endSession, newOAuthState, openSession } from './sessions.ts'
import { findConnection, listConnections } from './store.ts'

/** Stands in for the state of a flow that the product's own page has checked. */
const PRODUCT_STATE = 'checked-by-the-product'

export interface ConnectInput {
  integration: Integration
  auth: AuthKind
  /** What the user entered before connecting. */
  inputs: Record<string, string>
  options: InstallOptions
}

/**
 * Connects with what the user entered; for kinds of authorisation that need no visit to the provider.
 *
 * @throws AppError `invalid_credentials` with the provider's own message
 */
export async function connectWithInputs(ctx: UserContext, input: ConnectInput): Promise<ConnectionId> {
  const obtained = await run(ctx, input, newAssemblyState(askedFor(input)))
  if (obtained.kind === 'redirect') {
    throw new AppError(
      'invalid_request',
      `${input.integration.provider.name} is connected in a window of its own`,
    )
  }
  return saveConnection(ctx, { ...input, obtained })
}

/** Connects with a code that the product's own page received from the provider. */
export async function connectWithCode(
  ctx: UserContext,
  input: ConnectInput & { code: string; redirectUri: string },
): Promise<ConnectionId> {
  const from = { ...newAssemblyState(askedFor(input)), callback: { code: input.code, state: PRODUCT_STATE } }
  const oauth = { redirectUri: input.redirectUri, oauthState: PRODUCT_STATE, isProductCode: true }
  const obtained = await run(ctx, input, from, oauth)
  if (obtained.kind === 'redirect') throw new TypeError('an assembly with a callback asked for another one')
  return saveConnection(ctx, { ...input, obtained })
}

export interface Authorization extends ConnectInput {
  /** The client's random id for this attempt. */
  pollKey: string | null
  /** The page that opened the popup. */
  openerOrigin: string | null
  redirectUri: string
}

/** Starts a visit to the provider. @returns where to send the user */
export async function beginAuthorization(ctx: UserContext, input: Authorization): Promise<{ url: string }> {
  const { integration, auth, options, pollKey, openerOrigin } = input
  // Providers of OAuth 2.0 know the redirect URIs of a client. Those of 1.0a send the verifier to whatever address they
  // are given, so that somebody could have another user's verifier sent to a page of theirs and finish with it.
  const redirectUri = auth.type === 'oauth1' ? oauthCallbackUrl(ctx.config) : input.redirectUri
  // What may not or cannot be saved later fails now: after the callback there is no user token to ask.
  const replaced = connectionToReplace(await listConnections(ctx, integration.id), options)
  requirePermission(ctx, 'credential:write', writeTarget(integration, options, replaced))
  const oauthState = newOAuthState()
  const obtained = await run(ctx, input, newAssemblyState(askedFor(input)), { redirectUri, oauthState })
  if (obtained.kind !== 'redirect') {
    throw new AppError(
      'invalid_request',
      `${integration.provider.name} is connected without a window of its own`,
    )
  }
  const session = {
    integrationId: integration.id,
    pollKey,
    openerOrigin,
    accountType: auth.id,
    redirectUri,
    installOptions: options,
  }
  await openSession(ctx, session, { oauthState, assembly: obtained.state })
  return { url: obtained.url }
}

/** How a visit to the provider ended. */
export interface Authorized {
  connectionId: ConnectionId
  integration: Integration
  /** The user still has something to choose. */
  isPending: boolean
  /** Where the browser goes on, when that is not here. */
  returnUrl: string | undefined
}

/** Goes on after the callback. The session ends either way; whoever polls it learns how. */
export async function finishAuthorization({ ctx, session, parameters }: Callback): Promise<Authorized> {
  await claimSession(ctx, session)
  try {
    const authorized = await exchange(ctx, session, parameters)
    await endSession(ctx, session.id, { connectionId: authorized.connectionId })
    return authorized
  } catch (error) {
    const { code, message } = toAppError(error)
    await endSession(ctx, session.id, { error: { code, message } })
    throw error
  }
}

async function exchange(
  ctx: UserContext,
  session: ConnectSession,
  callback: Record<string, string>,
): Promise<Authorized> {
  if (!session.state) throw new Error('a waiting session has its state')
  const integration = await getActiveIntegration(ctx, session.integrationId)
  const auth = authKindUsed(integration, session.accountType)
  const from = { ...openAssemblyState(ctx.vault, session.state, sessionStatePlace(session.id)), callback }
  const input = { integration, auth, options: session.installOptions }
  const oauth = { redirectUri: session.redirectUri, oauthState: callback.state ?? '' }
  const obtained = await run(ctx, input, from, oauth)
  if (obtained.kind === 'redirect') throw new TypeError('an assembly with a callback asked for another one')
  const connectionId = await saveConnection(ctx, { ...input, obtained })
  const { posted } = from
  return {
    connectionId,
    integration,
    isPending: obtained.kind === 'choose',
    returnUrl: posted && storeReturnUrl(posted.storeBaseUrl, callback.success_call_back),
  }
}

/**
 * Goes on with what a connection still needs: the user's choice after authorising, or, for entered credentials, the same
 * form filled in again. A connection that needs nothing stays as it is.
 *
 * @throws AppError `session_expired` for a choice that was left open too long
 */
export async function completeSetup(
  ctx: UserContext,
  id: ConnectionId,
  inputs: Record<string, string>,
): Promise<void> {
  const row = await findConnection(ctx, id)
  if (!row) throw new AppError('connection_missing', 'This connection is not there any more')
  const integration = await getActiveIntegration(ctx, row.integrationId)
  const input = {
    integration,
    auth: authKindUsed(integration, row.choice?.reconnect?.accountType ?? row.accountType),
    options: { selectedCredentialId: id },
  }
  if (row.choice && row.assemblyState) {
    const choice = openChoice(row, ctx.now())
    if (!choice) throw new AppError('session_expired', 'This sign-in took too long. Please connect again')
    const state = openAssemblyState(ctx.vault, row.assemblyState, assemblyStatePlace(id))
    // Nothing else of what is sent: entered values were checked, and secrets may go to hosts that they name.
    const chosen = inputs[choice.inputId]
    const obtained = await run(ctx, input, { ...state, ...(chosen !== undefined && { chosen }) })
    if (obtained.kind === 'redirect') throw new TypeError('an assembly with a callback asked for another one')
    if (obtained.kind === 'choose') {
      throw new AppError('invalid_request', `Please choose one of the options for "${obtained.choice.title}"`)
    }
    await saveConnection(ctx, { ...input, obtained })
  } else if (!visitsProvider(input.auth)) {
    await connectWithInputs(ctx, { ...input, inputs })
  }
}

/** Of what was sent, the values that this kind asks for: nothing else may name hosts, or an OAuth client. */
function askedFor({ auth, inputs }: Pick<ConnectInput, 'auth' | 'inputs'>): Record<string, string> {
  const asked = auth.inputs.flatMap(({ id, type }) => (type === 'COPYABLE_BUTTON_INPUT' ? [] : [id]))
  return Object.fromEntries(Object.entries(inputs).filter(([id]) => asked.includes(id)))
}

/** The team may have changed what is asked since the user left. @throws AppError `session_expired` */
function requireSame(assembly: AppAssembly, { at }: AssemblyState, waits: readonly ModuleName[]): void {
  const module = assembly[at]
  if (module && waits.includes(module.module)) return
  throw new AppError('session_expired', 'What is asked has changed meanwhile. Please connect again')
}

async function run(
  ctx: UserContext,
  { integration, auth, options }: Pick<ConnectInput, 'integration' | 'auth' | 'options'>,
  from: AssemblyState,
  oauth: Partial<Pick<AssemblyIo, 'redirectUri' | 'oauthState' | 'isProductCode'>> = {},
) {
  const assembly: AppAssembly = appAssembly(integration.provider, auth, scopesOf(integration, auth))
  if (from.at > 0) requireSame(assembly, from, ['oauth2', 'oauth1', 'choose'])
  const replaced = connectionToReplace(await listConnections(ctx, integration.id), options)
  const io: AssemblyIo = {
    provider: integration.provider,
    auth,
    variables: integration.variables,
    client: (inputs) => clientOf(ctx, integration, auth, inputs),
    keyvaultValue: (entry) => readValue(ctx, entry),
    redirectUri: '',
    oauthState: '',
    postedUrl: postedUrl(ctx.config),
    isProductCode: false,
    ...oauth,
    fetch: ctx.outbound.fetch,
    now: ctx.now,
    prior: replaced?.metadata,
  }
  try {
    return await runAssembly(assembly, from, io)
  } catch (error) {
    throw failureForUser(ctx, error, { integration, auth })
  }
}
