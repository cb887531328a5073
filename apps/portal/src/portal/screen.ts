import type { PortalAccountType, PortalConnection, PortalView } from '@tenon/core'
import type { HostState, InstallOptions } from '../sdk/messages.ts'
import type { PortalState } from './state.ts'

export type Screen = { name: 'connect' } | { name: 'accounts' } | { name: 'account'; id: string }

/** Where the portal opens: at the account the host page named, at the only one, at the list, or at connecting. */
export function firstScreen({ connections }: PortalView, host: HostState | null): Screen {
  const wanted = selectedConnection(connections, host?.selectedCredentialId)
  if (wanted) return { name: 'account', id: wanted.id }
  const [first, second] = connections
  const asksForNew = host?.install.externalId && host.install.allowMultipleCredentials
  if (!first || asksForNew) return { name: 'connect' }
  return second ? { name: 'accounts' } : { name: 'account', id: first.id }
}

/** @param selected a connection's id, an external id, or `ext:` and an external id */
function selectedConnection(connections: readonly PortalConnection[], selected: string | null | undefined) {
  if (!selected) return undefined
  const externalId = selected.replace(/^ext:/, '')
  return connections.find((connection) => connection.id === selected || connection.externalId === externalId)
}

/**
 * The ways to connect that the host page leaves open; an unknown account type is ignored, as the SDK does. What the team
 * has not finished setting up is offered only where there is nothing else.
 */
export function offeredTypes(view: PortalView, { accountType }: InstallOptions): PortalAccountType[] {
  const wanted = accountType ? [accountType].flat() : []
  const matching = view.accountTypes.filter(({ id }) => wanted.includes(id))
  const open = matching.length > 0 ? matching : view.accountTypes
  const ready = open.filter(({ isReady }) => isReady)
  return ready.length > 0 ? ready : open
}

/**
 * The connection that an attempt brought about: the one it was for, or any that is new or different.
 *
 * @param connectionId the connection that was renewed or completed, `null` when a new one was wanted
 */
export function changedConnection(
  before: readonly PortalConnection[],
  after: readonly PortalConnection[],
  connectionId: string | null,
): PortalConnection | undefined {
  const known = new Map(before.map((connection) => [connection.id, JSON.stringify(connection)]))
  const changed = after.filter(
    (connection) =>
      connection.status !== 'needs_reauth' && known.get(connection.id) !== JSON.stringify(connection),
  )
  return (
    changed.find(({ id }) => id === connectionId) ?? changed.find(({ id }) => !known.has(id)) ?? changed[0]
  )
}

/** Whether the user has anything to set, so that it is worth a word that it was kept. */
export function hasSettings({ settings, workflows }: PortalView): boolean {
  return workflows.length > 0 || settings.some(({ hidden }) => !hidden)
}

/**
 * Whether the iframe is to be seen. `installIntegration` asks for no portal: then it shows only what the user must
 * answer, and the result if `showPortalAfterInstall` says so.
 */
export function isShown({ host, view, loadFault, openedWith }: PortalState): boolean {
  if (!host?.integration) return false
  if (!host.install.isApiInstallation || host.shouldShowPortalAfterInstall) return true
  if (!view || !openedWith) return loadFault !== null
  const { showPortalAfterInstall, bypassPostOAuthPrompt } = host.install
  if (view.connections.some(({ status }) => status === 'pending')) return !bypassPostOAuthPrompt
  if (isInstalled({ view, openedWith })) return showPortalAfterInstall ?? false
  return asksFirst(offeredTypes(view, host.install))
}

/** An installation without a portal has come to its end, but the portal had to be shown for it. */
export function isFinishedInstall(state: PortalState): boolean {
  const { host, view, openedWith } = state
  if (!host?.install.isApiInstallation || !view || !openedWith) return false
  return isInstalled({ view, openedWith }) && !isShown(state)
}

function isInstalled({ view, openedWith }: { view: PortalView; openedWith: readonly PortalConnection[] }) {
  return changedConnection(openedWith, view.connections, null)?.status === 'active'
}

/** The SDK opens the provider's window by itself when there is one way and nothing to enter. */
function asksFirst(types: readonly PortalAccountType[]): boolean {
  return types.length > 1 || types.some(({ kind, inputs }) => kind !== 'redirect' || inputs.length > 0)
}
