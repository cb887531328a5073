import { type ConnectApi, connectApi } from '../shared/connect-api.ts'
import { getChoice, getConnection } from '../shared/connections.ts'
import { TenonError } from '../shared/errors.ts'
import { normalizeHost } from '../shared/host.ts'
import { keepToken, subjectOf } from '../shared/token.ts'
import {
  type Abortable,
  deleteConnection,
  findIntegration,
  type UserApi,
  userApi,
} from '../shared/user-api.ts'
import type { ConnectedUser, Connection, Integration, Metadata } from '../shared/wire.ts'
import { type DataSources, prepareSources } from './data-sources.ts'
import {
  createEvents,
  installEvent,
  type Listener,
  type PortalCallbacks,
  type TenonEventName,
} from './events.ts'
import { type FieldOptions, type FieldOptionsQuery, fetchFieldOptions } from './field-options.ts'
import { rememberFocus } from './focus.ts'
import { createInstaller } from './install.ts'
import { type InstallOptions, rejectMisuse, resolveChoice, wireOptions } from './install-plan.ts'
import { createPortal, type Portal } from './portal.ts'
import { portalFunctions } from './portal-functions.ts'
import type { Shown } from './portal-messages.ts'
import { createSession } from './session.ts'
import { type SettingsApi, type SettingsOptions, settingsApi } from './settings.ts'

export interface TenonOptions {
  /** Where Tenon lives, such as `https://connect.example.com`. The one origin this SDK talks to and listens to. */
  host: string
  projectId: string
  /** Fetches a user token from your server, which signs it. Called when one is needed and before the last one expires. */
  getUserToken: () => string | Promise<string>
  /** What holds the portal, an element or a selector. Default: it covers the whole page. */
  container?: HTMLElement | string | undefined
  /** Replaces the global `fetch`. */
  fetch?: typeof fetch | undefined
}

export interface ConnectOptions
  extends PortalCallbacks,
    DataSources,
    Omit<InstallOptions, 'inputs' | 'accountType' | 'oauthTimeoutMs'> {
  /** Id of the kind of account to connect, or the ones to choose from. */
  accountType?: string | string[] | undefined
  /** Show this configuration of the connection. */
  selectedConfigurationId?: string | undefined
}

export interface Tenon extends UserApi, SettingsApi {
  /** The user as last read from the server; `undefined` before the first call. */
  readonly user: ConnectedUser | undefined
  /** The project's integrations as last read; empty before the first call. */
  readonly integrations: readonly Integration[]
  /** Loads user and integrations ahead of the first call, and adds to the user's metadata. */
  authenticate(options?: Abortable & { metadata?: Metadata | undefined }): Promise<ConnectedUser>
  /** Forgets token and user. The next call asks for a token again. */
  logout(): void
  /** Reads the user, with all connections, from the server. */
  getUser(options?: Abortable): Promise<ConnectedUser>
  /** Reads what the project's users can connect. */
  getIntegrations(options?: Abortable): Promise<Integration[]>
  setUserMetadata(metadata: Metadata, options?: Abortable): Promise<ConnectedUser>

  /**
   * Opens the Connect Portal. Resolves with the connection as soon as one is made, while the portal stays open for its
   * settings; or when the user closes the portal, with the connection that works already, or `undefined` without one.
   */
  connect(integration: string, options?: ConnectOptions): Promise<Connection | undefined>
  closePortal(): void
  /**
   * Connects without the portal: with `inputs`, or by OAuth in a popup, for which it must be called from within a click.
   * A connection of status `PENDING` still needs `completeSetup()`.
   */
  installIntegration(integration: string, options?: InstallOptions): Promise<Connection>
  /** Finishes a pending connection with what was still to be chosen: its id or your external id, and the choices. */
  completeSetup(
    credentialId: string,
    payload: Record<string, unknown>,
    options?: Abortable,
  ): Promise<Connection>
  /** Disconnects one connection, by default the only or first one. */
  uninstallIntegration(
    integration: string,
    options?: Pick<SettingsOptions, 'selectedCredentialId' | 'signal'>,
  ): Promise<void>

  getFieldOptions(query: FieldOptionsQuery): Promise<FieldOptions>
  /** Connects one of your project's resources, such as your own API. */
  connectAction(
    resourceSlug: string,
    payload: Record<string, unknown>,
    options?: Abortable,
  ): Promise<Connection>
  /** Calls a path of the Connect API that has no method here. */
  call: ConnectApi['call']
  /** Path of the project in the Connect API, for `call`. */
  readonly projectPath: string

  /** Returns the function that ends the subscription. */
  subscribe<Name extends TenonEventName>(event: Name, listener: Listener<Name>): () => void
  /** Removes the portal from the page and stops what is under way. */
  destroy(): void
}

/**
 * @example
 * const tenon = createTenon({
 *   host: 'https://connect.example.com',
 *   projectId,
 *   getUserToken: () => fetch('/tenon-token').then((response) => response.text()),
 * })
 */
export function createTenon(options: TenonOptions): Tenon {
  const { projectId, getUserToken, container } = options
  const host = normalizeHost(options.host)
  if (!projectId) throw new TypeError('projectId is missing')

  let token = ''
  const tokens = keepToken({ getUserToken, onToken })
  const api = connectApi({ host, projectId, tokens, fetch: options.fetch ?? ((...call) => fetch(...call)) })
  const events = createEvents()
  const session = createSession(api, tokens, () => portal.render())
  const installer = createInstaller({ api, session, events })
  const settings = settingsApi(api, session)
  const functions = portalFunctions({
    api,
    session,
    events,
    installer,
    settings,
    uninstall,
    portal: () => portal,
  })
  const portal: Portal = createPortal({
    api,
    session,
    events,
    container,
    token: () => token,
    refreshToken: tokens.get,
    invoke: functions.invoke,
  })

  /** A token for another user means that everything known is about somebody else. */
  function onToken(next: string): void {
    const isSameUser = !token || subjectOf(token) === subjectOf(next)
    token = next
    if (isSameUser) portal.render()
    else session.forget()
  }

  async function connect(name: string, options: ConnectOptions = {}): Promise<Connection | undefined> {
    const restoreFocus = rememberFocus()
    rejectMisuse({ ...options, accountType: undefined })
    options.signal?.throwIfAborted()
    portal.prepare()
    const shown = await toShow(name, options).catch((error) => {
      portal.discard()
      throw error
    })
    return portal.open({ shown, callbacks: options, restoreFocus, signal: options.signal })
  }

  async function toShow(name: string, options: ConnectOptions): Promise<Shown> {
    const { user, integrations, project } = await session.ensure(options)
    if (project?.pageRefusal) throw new TenonError('origin_not_allowed', project.pageRefusal)
    const integration = findIntegration(integrations, name)
    const { slug } = integration
    const state = user.integrations[slug]
    const { accountType, ...given } = options
    const resolved = resolveChoice(state, slug, given)
    const isChosen = options.selectedCredentialId || options.selectedConfigurationId
    const chosen = isChosen ? getChoice(state, slug, options) : undefined
    return {
      integration,
      sources: prepareSources(integration.configs[0]?.values ?? {}, options),
      installOptions: wireOptions({
        ...resolved,
        accountType: typeof accountType === 'string' ? accountType : undefined,
      }),
      accountType,
      overrideRedirectUrl: options.overrideRedirectUrl,
      connectionId: chosen?.connection.id,
      configurationId: chosen?.configuration.id,
    }
  }

  async function uninstall(name: string, options: SettingsOptions = {}): Promise<void> {
    const { user, integrations } = await session.ensure(options)
    const integration = findIntegration(integrations, name)
    const { slug } = integration
    const connection = getConnection(user.integrations[slug], slug, options.selectedCredentialId)
    await deleteConnection(api, integration.id, connection.id, options)
    const remaining = await session.reloadUser(options)
    events.emit('onIntegrationUninstall', installEvent(integration, connection), remaining)
  }

  return {
    ...userApi(api),
    ...settings,
    get user() {
      return session.loaded?.user
    },
    get integrations() {
      return session.loaded?.integrations ?? []
    },
    projectPath: api.project,
    call: api.call,
    subscribe: events.subscribe,
    connect,
    closePortal: portal.close,
    installIntegration: installer.install,
    completeSetup: (credentialId, payload, { signal } = {}) =>
      installer.completeSetup(credentialId, payload, signal),
    uninstallIntegration: uninstall,
    getFieldOptions: (query) => fetchFieldOptions(api, query),

    authenticate: ({ metadata = {}, signal } = {}) => session.addMetadata(metadata, { signal }),

    logout() {
      portal.close()
      tokens.forget()
      token = ''
      session.forget()
    },

    getUser: (options) => session.reloadUser(options),
    getIntegrations: async (options) =>
      (await (session.loaded ? session.reload(options) : session.ensure(options))).integrations,
    setUserMetadata: (metadata, options) => session.addMetadata(metadata, options),

    async connectAction(resourceSlug, payload, options) {
      const { user } = await session.ensure(options)
      const resource = user.resources.find(({ slug }) => slug === resourceSlug)
      if (!resource) throw new TenonError('not_found', `The project has no resource "${resourceSlug}"`)
      const path = `${api.project}/sdk/resources/${resource.id}/connect`
      return api.call<Connection>(path, { ...options, method: 'POST', body: payload })
    },

    destroy() {
      functions.stop()
      portal.destroy()
      session.forget()
    },
  }
}
