import { AppError } from '@tenon/core'
import type { Services, UserContext } from '../context.ts'
import { getProjectAccess } from '../projects/access.ts'
import { type Binding, type Opener, readNonceCookie } from './nonce-cookie.ts'
import type { ConnectSession } from './sessions.ts'

/** A callback that found its session, in the browser that started it. */
export interface Callback {
  ctx: UserContext
  session: ConnectSession
  opener: Opener
  /** What the provider sent, each parameter once. */
  parameters: Record<string, string>
}

/** What a provider's redirect, or our own page on its behalf, brings along. */
export interface ReceivedCallback {
  parameters: URLSearchParams
  cookieHeader: string | undefined
}

/**
 * Holds a callback against the session that its `state` names.
 *
 * @throws AppError `state_mismatch` without a session or in another browser, `invalid_request` for a parameter sent twice
 */
export async function receiveCallback(
  services: Services,
  session: ConnectSession | undefined,
  { parameters, cookieHeader }: ReceivedCallback,
): Promise<Callback> {
  if (!session) throw mismatch('This sign-in is not known here, or is long over. Please connect again')
  const opener = readNonceCookie(services, bindingOf(session), { cookieHeader, now: services.now() })
  if (!opener) throw mismatch('This sign-in was started in another browser. Please connect again')
  const ctx = await contextOf(services, session)
  return { ctx, session, opener, parameters: uniqueParameters(parameters) }
}

/**
 * Whether the user must say first that they started this: for a page we do not know, and not to hear of a refusal. What
 * looks like a refusal of one protocol means nothing in the other, so nothing that could be exchanged may come with it:
 * whoever sent the user there may have added it to the redirect URI.
 */
export function needsConsent({ opener, parameters }: Pick<Callback, 'opener' | 'parameters'>): boolean {
  const { error, denied, oauth_problem, code, oauth_verifier, oauth_consumer_key } = parameters
  const isRefused = [error, denied, oauth_problem].some((sign) => sign !== undefined)
  const isGranted = [code, oauth_verifier, oauth_consumer_key].some((grant) => grant !== undefined)
  return !opener.isFromKnownPage && (isGranted || !isRefused)
}

/** The callback as if the user had said no at the provider. */
export function asDenied(callback: Callback): Callback {
  return { ...callback, parameters: { ...callback.parameters, error: 'access_denied' } }
}

export function bindingOf({ projectId, userId, integrationId }: ConnectSession): Binding {
  return { projectId, userId, integrationId }
}

/** The session stands for the user token, which no provider sends back; what it allowed was checked at the start. */
async function contextOf(
  services: Services,
  { projectId, userId, userExternalId }: ConnectSession,
): Promise<UserContext> {
  const { project } = await getProjectAccess(services, projectId)
  return { ...services, project, user: { id: userId, externalId: userExternalId }, permissions: undefined }
}

/** RFC 6749 §3.1: parameters must not be included more than once. */
function uniqueParameters(parameters: URLSearchParams): Record<string, string> {
  if (new Set(parameters.keys()).size < parameters.size) {
    throw new AppError('invalid_request', 'The provider sent a parameter twice. Please connect again')
  }
  return Object.fromEntries(parameters)
}

function mismatch(message: string): AppError {
  return new AppError('state_mismatch', message)
}
