import type { TenonError } from '../shared/errors.ts'
import type { ConnectedUser, Connection, Integration, WorkflowState } from '../shared/wire.ts'

export interface PortalEvent {
  integrationId: string
  /** Slug of the integration. */
  integrationType: string
}

export interface InstallEvent extends PortalEvent {
  credentialId: string
  credential?: Connection
}

export function portalEvent({ id, slug }: Integration): PortalEvent {
  return { integrationId: id, integrationType: slug }
}

export function installEvent(integration: Integration, connection: Connection): InstallEvent {
  return { ...portalEvent(integration), credentialId: connection.id, credential: connection }
}

export interface WorkflowChangeEvent extends PortalEvent {
  workflowId: string
  workflowStateChange: Partial<WorkflowState>
}

/** What can be subscribed to, and what the listener is told. */
export interface TenonEvents {
  onIntegrationInstall: InstallEvent
  onIntegrationUninstall: InstallEvent
  onWorkflowChange: WorkflowChangeEvent
  onPortalOpen: PortalEvent
  onPortalClose: PortalEvent
}

/** Called for as long as the portal is open. */
export interface PortalCallbacks {
  onOpen?: ((event: PortalEvent) => void) | undefined
  onClose?: ((event: PortalEvent) => void) | undefined
  onInstall?: ((event: InstallEvent) => void) | undefined
  onUninstall?: ((event: InstallEvent) => void) | undefined
  onWorkflowChange?: ((event: WorkflowChangeEvent) => void) | undefined
  /** An attempt failed. The portal shows why and lets the user try again. */
  onError?: ((error: TenonError) => void) | undefined
}

export type TenonEventName = keyof TenonEvents
export type Listener<Name extends TenonEventName> = (event: TenonEvents[Name], user: ConnectedUser) => void

export interface Events {
  subscribe<Name extends TenonEventName>(name: Name, listener: Listener<Name>): () => void
  emit<Name extends TenonEventName>(name: Name, event: TenonEvents[Name], user: ConnectedUser): void
}

export function createEvents(): Events {
  const listeners = new Map<TenonEventName, Set<(event: never, user: ConnectedUser) => void>>()
  return {
    subscribe(name, listener) {
      const known = listeners.get(name) ?? new Set()
      listeners.set(name, known.add(listener))
      return () => void known.delete(listener)
    },
    emit(name, event, user) {
      for (const listener of [...(listeners.get(name) ?? [])]) {
        callSafely(() => listener(event as never, user))
      }
    },
  }
}

/** A listener that throws must stop neither the others nor what it is told about. */
export function callSafely(listener: () => void): void {
  try {
    listener()
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}
