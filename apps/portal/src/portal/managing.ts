import type { PortalConnection } from '@tenon/core'
import { type Fault, readFault } from '../sdk/fault.ts'
import type { Portal } from './portal.ts'
import { withMoment } from './state.ts'

type Values = Record<string, unknown>

/** Each returns what went wrong, or `undefined` when it is done and the new view is there. */
type Outcome = Promise<Fault | undefined>

export function disconnect(portal: Portal, connection: PortalConnection): Outcome {
  return attempted(portal, async () => {
    const { integration } = portal.state.host ?? {}
    if (!integration) return
    // The SDK closes the portal with the account it was opened for; here the user is told first.
    await portal.bridge.call('setModalState', { selectedCredentialId: undefined }).catch(() => undefined)
    try {
      await portal.bridge.call('uninstallIntegration', integration.slug, {
        selectedCredentialId: connection.id,
      })
    } catch (error) {
      // SDKs before 2.2 refuse to disconnect what does not work any more.
      const isRefusedLocally = readFault(error).code === 'unknown' && connection.status !== 'active'
      if (!isRefusedLocally) throw error
      await disconnectItself(portal, connection.id)
    }
    portal.update(withMoment(portal.state, { kind: 'disconnected', name: connection.account?.label ?? '' }))
  })
}

async function disconnectItself({ bridge, state }: Portal, connectionId: string): Promise<void> {
  const { integration } = state.host ?? {}
  if (!integration) return
  await bridge.call('sendConnectRequest', `/sdk/integrations/${integration.id}`, {
    method: 'DELETE',
    headers: { 'X-Paragon-Credential': connectionId },
  })
  await bridge.call('triggerSDKEvent', {
    type: 'onIntegrationUninstall',
    integrationId: integration.id,
    integrationType: integration.slug,
  })
  await bridge.call('updateLocalState').catch(() => undefined)
}

/** Turns a workflow on or off for one connection, and lets the host page know: the SDK does not by itself. */
export function setWorkflowEnabled(
  portal: Portal,
  connection: PortalConnection,
  workflowId: string,
  enabled: boolean,
): Outcome {
  return attempted(portal, async () => {
    const { integration } = portal.state.host ?? {}
    if (!integration) return
    await portal.bridge.call(enabled ? 'enableWorkflow' : 'disableWorkflow', workflowId, selected(connection))
    await portal.bridge.call('triggerSDKEvent', {
      type: 'onWorkflowChange',
      integrationId: integration.id,
      integrationType: integration.slug,
      workflowId,
      workflowStateChange: { enabled },
    })
  })
}

/** @param workflowId whose settings these are; `null` for those of the integration */
export function saveSettings(
  portal: Portal,
  connection: PortalConnection,
  workflowId: string | null,
  patch: Values,
): Outcome {
  return attempted(portal, async () => {
    const { slug } = portal.state.host?.integration ?? {}
    if (slug === undefined) return
    const answer =
      workflowId === null
        ? await portal.bridge.call('updateIntegrationUserSettings', slug, patch, selected(connection))
        : await portal.bridge.call(
            'updateWorkflowUserSettings',
            slug,
            workflowId,
            patch,
            selected(connection),
          )
    const errors = (answer as { errors?: unknown } | undefined)?.errors
    if (Array.isArray(errors) && errors.length > 0) throw new Error(errors.map(String).join('\n'))
  })
}

function selected({ id, configurationId }: PortalConnection) {
  return { selectedCredentialId: id, selectedConfigurationId: configurationId }
}

async function attempted(portal: Portal, act: () => Promise<void>): Outcome {
  try {
    await act()
  } catch (error) {
    const fault = readFault(error)
    portal.report(fault)
    return fault
  }
  await portal.reload()
  return undefined
}
