import type { PortalAccountType, PortalConnection } from '@tenon/core'
import { readFault } from '../sdk/fault.ts'
import type { HostIntegration, InstallOptions } from '../sdk/messages.ts'
import type { Portal } from './portal.ts'
import { type Attempt, withAttempt, withAttemptFault, withoutAttempt } from './state.ts'

type Values = Record<string, unknown>

/**
 * Starts connecting an account. To be called in the click's own turn: the browser opens the provider's window only then.
 *
 * @param connectionId the connection to renew; `null` makes a new one
 */
export function connect(
  portal: Portal,
  type: PortalAccountType,
  values: Values,
  connectionId: string | null,
): void {
  const attempt = { accountTypeId: type.id, values, connectionId }
  if (type.kind === 'redirect') openWindow(portal, attempt)
  else void send(portal, { ...attempt, by: 'form' }, values, undefined)
}

/** Completes a pending connection with what the user picked. */
export function complete(portal: Portal, connection: PortalConnection, values: Values): void {
  const { id, accountTypeId } = connection
  void send(portal, { by: 'choice', accountTypeId, values, connectionId: id }, values, id)
}

/** Opens the provider's window once more for the attempt under way. */
export function openAgain(portal: Portal): void {
  const { attempt } = portal.state
  if (attempt) openWindow(portal, attempt)
}

export function cancel(portal: Portal): void {
  portal.update(withoutAttempt(portal.state))
}

function openWindow(
  portal: Portal,
  attempt: Pick<Attempt, 'accountTypeId' | 'values' | 'connectionId'>,
): void {
  const { bridge } = portal
  const { integration, install } = portal.state.host ?? {}
  if (!integration || !install) return
  portal.update(withAttempt(portal.state, { ...attempt, by: 'window' }))
  forgetFailure(portal)
  const options = { ...installOptions(install, attempt), endUserSuppliedValues: attempt.values }
  // The Paragon SDK does nothing in `startOAuthFlow` when the integration has inputs to be asked first, since its
  // vendor's portal opened that window itself; headless it does. The first two messages are handled one after the other;
  // the third waits for an answer: one that arrives while a debugged browser opens a window is lost.
  const setHeadless = (isHeadless: boolean) =>
    integration.needsInputsFirst && bridge.call('setHeadless', isHeadless).catch(() => undefined)
  void setHeadless(true)
  void bridge
    .call('startOAuthFlow', integration.slug, options)
    .catch((error) => portal.update(withAttemptFault(portal.state, readFault(error))))
    .finally(() => setHeadless(false))
}

/** The SDK keeps the last failure until a success: so that the same one twice is news twice. */
function forgetFailure({ bridge }: Portal): void {
  bridge.call('setModalState', { connectionError: undefined }).catch(() => undefined)
}

let attempts = 0

/**
 * Sends entered values through the SDK and shows what came of it. The SDK keeps a failure as `connectionError` of the
 * state that it posts just before it answers, and clears it after a success.
 */
async function send(
  portal: Portal,
  attempt: Omit<Attempt, 'before' | 'wasLeft'>,
  payload: Values,
  completedId: string | undefined,
): Promise<void> {
  const { integration, install } = portal.state.host ?? {}
  if (!integration || !install) return
  portal.update(withAttempt(portal.state, attempt))
  forgetFailure(portal)
  const options = installOptions(install, attempt)
  try {
    if (await takesInstallOptions(portal)) {
      attempts += 1 // The SDK ignores a call that equals one of the last five seconds, also after a failure.
      const values = { integrationId: integration.id, payload, attempt: attempts }
      await portal.bridge.call('_oauthCallback', values, completedId, { installOptions: options })
      const failure = portal.state.host?.connectionError
      if (failure !== undefined) throw failure
    } else {
      await sendItself(portal, integration, { payload, installOptions: options }, completedId)
    }
    await portal.reload()
    // Nothing new: the account was connected before. There is nothing to wait for either.
    if (portal.state.attempt) cancel(portal)
  } catch (error) {
    portal.update(withAttemptFault(portal.state, readFault(error)))
  }
}

/** SDKs before 2.2 take no options with `_oauthCallback`. What is known of them is that they have no `getVersion`. */
function takesInstallOptions({ bridge }: Portal): Promise<boolean> {
  return bridge.call('getVersion').then(
    () => true,
    () => false,
  )
}

/** What newer SDKs do in `_oauthCallback`, in the functions that older ones have too. */
async function sendItself(
  { bridge }: Portal,
  integration: HostIntegration,
  body: { payload: Values; installOptions: Values },
  completedId: string | undefined,
): Promise<void> {
  const path = completedId ? `/sdk/credentials/${completedId}/complete-setup` : '/sdk/credentials'
  const credential = await bridge.call('sendConnectRequest', path, {
    method: 'POST',
    body: JSON.stringify({ integrationId: integration.id, config: {}, ...body }),
  })
  await bridge.call('updateCredentialData', credential, integration.raw)
  const isActive = (credential as { status?: unknown } | undefined)?.status === 'VALID'
  if (!isActive) return
  await bridge.call('triggerSDKEvent', {
    type: 'onIntegrationInstall',
    integrationId: integration.id,
    integrationType: integration.slug,
  })
}

/** The host page's own options, with what the user chose here. An external id names new connections only. */
function installOptions(
  install: InstallOptions,
  { accountTypeId, connectionId }: Pick<Attempt, 'accountTypeId' | 'connectionId'>,
): Values {
  const { selectedCredentialId: _, externalId, ...options } = install
  const target = connectionId ? { selectedCredentialId: connectionId } : externalId ? { externalId } : {}
  return { ...options, accountType: accountTypeId, ...target }
}
