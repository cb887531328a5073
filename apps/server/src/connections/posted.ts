import { AppError } from '@tenon/core'
import { z } from 'zod'
import type { Services } from '../context.ts'
import { authKindUsed, getActiveIntegration } from '../integrations/integrations.ts'
import { getProjectAccess } from '../projects/access.ts'
import { openAssemblyState, sessionStatePlace } from './sealed.ts'
import { type ConnectSession, replaceSessionState } from './sessions.ts'

/** What a store posts when its administrator activates us, by the names that Magento gives it. */
const Posted = z
  .object({
    oauth_consumer_key: z.string().min(1),
    oauth_consumer_secret: z.string().min(1),
    oauth_verifier: z.string().min(1),
    store_base_url: z.url({ protocol: /^https?$/ }),
  })
  .transform((fields) => ({
    consumerKey: fields.oauth_consumer_key,
    consumerSecret: fields.oauth_consumer_secret,
    verifier: fields.oauth_verifier,
    storeBaseUrl: fields.store_base_url,
  }))

/**
 * Keeps what the store posted, sealed with the rest of the session. Nothing is exchanged for it yet: the store has no
 * cookie, so that only the browser which started the session can go on with it.
 *
 * @throws AppError `state_mismatch`, `session_expired`, `invalid_request`
 */
export async function keepPosted(
  services: Services,
  session: ConnectSession | undefined,
  fields: URLSearchParams,
): Promise<void> {
  if (!session?.state || session.status !== 'waiting' || !(await isPostedFlow(services, session)))
    throw new AppError('state_mismatch', 'No integration waits to be activated here. Please connect again')
  if (session.expiresAt <= services.now())
    throw new AppError('session_expired', 'This took too long. Please connect again')
  const { data: posted, error } = Posted.safeParse(Object.fromEntries(fields))
  if (error) {
    const names = error.issues.map(({ path }) => path.join('.'))
    throw new AppError('invalid_request', `The store did not send what was expected: ${names.join(', ')}`)
  }
  const state = openAssemblyState(services.vault, session.state, sessionStatePlace(session.id))
  await replaceSessionState(services, session.id, { ...state, posted })
}

/** Whether the session is one in which the provider posts to us. */
export async function isPostedFlow(
  services: Services,
  { projectId, integrationId, accountType }: ConnectSession,
): Promise<boolean> {
  const { project } = await getProjectAccess(services, projectId)
  const integration = await getActiveIntegration({ ...services, project }, integrationId)
  const auth = authKindUsed(integration, accountType)
  return auth.type === 'oauth1' && auth.server.flow === 'posted'
}

/** The address of the store among what the user entered. */
export function enteredStoreUrl(
  { vault }: Pick<Services, 'vault'>,
  { id, state }: ConnectSession,
): string | undefined {
  if (!state) return undefined
  const { inputs } = openAssemblyState(vault, state, sessionStatePlace(id))
  return Object.values(inputs).find((value) => /^https?:\/\//i.test(value) && URL.canParse(value))
}

/**
 * Where the administrator's browser goes on: back to the store, which closes the window.
 *
 * @param storeBaseUrl as posted
 * @param wanted from the browser: another host than the store's is not followed
 */
export function storeReturnUrl(storeBaseUrl: string, wanted: string | undefined): string | undefined {
  if (wanted === undefined || !URL.canParse(wanted)) return undefined
  return new URL(wanted).origin === new URL(storeBaseUrl).origin ? wanted : undefined
}
