import type { ConnectApi } from '../shared/connect-api.ts'
import { asTenonError, TenonError } from '../shared/errors.ts'
import type { ConnectedUser, Integration, Settings } from '../shared/wire.ts'
import type { FieldsQuery, PreparedSources } from './data-sources.ts'
import { callSafely, type Events, installEvent, type WorkflowChangeEvent } from './events.ts'
import { type FieldOptionsQuery, fetchFieldOptions, sourceKey } from './field-options.ts'
import type { Installer } from './install.ts'
import type { InstallOptions } from './install-plan.ts'
import { openPopup, whenClosed } from './popup.ts'
import type { Portal } from './portal.ts'
import { connectionError, type Invocation, type Shown } from './portal-messages.ts'
import type { Session } from './session.ts'
import type { SettingsApi, SettingsOptions, SettingsResult } from './settings.ts'

export interface PortalFunctionParts {
  api: ConnectApi
  session: Session
  events: Events
  installer: Installer
  settings: SettingsApi
  portal: () => Portal
  uninstall: (slug: string, options: SettingsOptions) => Promise<void>
}

/**
 * All that the page in the frame may ask for, by the names that Paragon's SDK gives its portal. Names that begin with an
 * underscore are theirs.
 */
export function portalFunctions(parts: PortalFunctionParts) {
  const { api, session, events, installer, settings } = parts
  let attempt: AbortController | undefined

  function shown(): Shown {
    const opening = parts.portal().opening
    if (opening) return opening.shown
    throw new TenonError('conflict', 'The portal is closed')
  }

  /** The connection the portal is about, unless the page names another. */
  function choice(options: SettingsOptions = {}): SettingsOptions {
    if (options.selectedCredentialId) return options
    const { connectionId, configurationId } = shown()
    return { selectedConfigurationId: configurationId, ...options, selectedCredentialId: connectionId }
  }

  /** A failure to connect is part of what the portal shows, and the caller of connect() is told. */
  function fail(integration: Integration, error: unknown): void {
    const portal = parts.portal()
    portal.patch({ connectionError: connectionError(error, integration.id) })
    callSafely(() => portal.opening?.callbacks.onError?.(asTenonError(error, 'internal')))
  }

  /** One attempt at a time: a new one ends the last, its window included. */
  function startAttempt(): AbortSignal {
    attempt?.abort(new TenonError('popup_closed', 'Another was started'))
    attempt = new AbortController()
    parts.portal().patch({ connectionError: undefined, isWindowClosed: undefined })
    return attempt.signal
  }

  function forPortal({ errors }: SettingsResult) {
    return { userState: session.loaded?.user, errors }
  }

  const functions = {
    updateContainerStyle: ({ isModalShown }: { isModalShown: boolean }) =>
      parts.portal().setVisible(isModalShown),
    onOpen: () => parts.portal().onOpen(),
    onClose: () => parts.portal().close(),
    /** Portal pages tell by it that `_oauthCallback` takes options. */
    getVersion: () => '2.4.0',

    setModalState(changes: object): void {
      if ('connectionError' in changes) parts.portal().patch({ connectionError: undefined })
    },
    updateLocalState: async () => void (await session.reloadUser()),

    sendConnectRequest(path: string, init: PortalRequest = {}, isBelowProject = true) {
      const { method, body, headers, skipDefaultCredentialIdHeader } = init
      const names = Object.keys(headers ?? {}).map((name) => name.toLowerCase())
      const isChosen = skipDefaultCredentialIdHeader || names.includes('x-paragon-credential')
      return api.call((isBelowProject ? api.project : '') + path, {
        method,
        body: body === undefined ? undefined : JSON.parse(body),
        headers,
        selectedCredentialId: isChosen ? undefined : presentConnectionId(),
      })
    },

    /** Not waited for: how it ends, the page is told by its state. */
    startOAuthFlow(slug: string, options: PortalInstallOptions = {}) {
      const integration = session.integration(slug)
      const popup = openPopup()
      const signal = startAttempt()
      const { overrideRedirectUrl } = shown()
      const stop = whenClosed(popup, () => parts.portal().patch({ isWindowClosed: true }))
      const { endUserSuppliedValues: inputs, ...given } = options
      installer
        .authorizeIn(popup, integration, { overrideRedirectUrl, ...given, inputs, signal })
        .then(({ id }) => parts.portal().patch({ connectionId: id }))
        .catch((error) => signal === attempt?.signal && fail(integration, error))
        .finally(() => {
          stop()
          popup.close()
        })
    },

    async _oauthCallback(
      { integrationId, payload }: { integrationId: string; payload: unknown },
      connectionId?: string,
      { installOptions = {} }: { installOptions?: Record<string, unknown> } = {},
    ) {
      const integration = session.loaded?.integrations.find(({ id }) => id === integrationId)
      if (!integration) return undefined
      startAttempt()
      try {
        const connection = await installer.submit(integration, payload, { installOptions, connectionId })
        parts.portal().patch({ connectionId: connection.id })
        return installEvent(integration, connection)
      } catch (error) {
        fail(integration, error)
        return undefined
      }
    },

    async uninstallIntegration(slug: string, options?: SettingsOptions) {
      await parts.uninstall(slug, choice(options))
      parts.portal().patch({ connectionId: undefined, configurationId: undefined })
    },

    enableWorkflow: (id: string, options?: SettingsOptions) => settings.enableWorkflow(id, choice(options)),
    disableWorkflow: (id: string, options?: SettingsOptions) => settings.disableWorkflow(id, choice(options)),

    updateIntegrationUserSettings: async (slug: string, changes: Settings, options?: SettingsOptions) =>
      forPortal(await settings.updateIntegrationUserSettings(slug, changes, choice(options))),

    updateWorkflowUserSettings: async (
      slug: string,
      id: string,
      changes: Settings,
      options?: SettingsOptions,
    ) => forPortal(await settings.updateWorkflowUserSettings(slug, id, changes, choice(options))),

    async getFieldOptions(query: FieldOptionsQuery) {
      const { sources } = shown()
      const key = sourceKey(query)
      if (!sources.hasOptions(key)) {
        return fetchFieldOptions(api, { selectedCredentialId: presentConnectionId(), ...query })
      }
      const { options, nextPageCursor } = await sources.loadOptions(key, cursorOf(query), query.search)
      return { data: options, nestedData: [], nextPageCursor }
    },

    _loadCustomDropdownOptions: (...parameters: Parameters<PreparedSources['loadOptions']>) =>
      shown().sources.loadOptions(...parameters),

    _fetchBYOFieldMappingOptions: (_slug: string, kind: string, key: string, query?: FieldsQuery) =>
      shown().sources.loadFields(kind, key, query),

    /** The other events are raised here, where what they tell of happens. */
    triggerSDKEvent({ type, ...event }: WorkflowChangeEvent & { type: string }) {
      if (type === 'onWorkflowChange' && session.loaded) events.emit(type, event, session.loaded.user)
    },

    updateAuthenticatedUser({ integrations, meta, resources }: Partial<ConnectedUser>) {
      session.patchUser({
        ...(integrations && { integrations }),
        ...(meta && { meta }),
        ...(resources && { resources }),
      })
    },
  }

  function presentConnectionId(): string | undefined {
    const { connectionId, integration } = shown()
    return connectionId ?? session.loaded?.user.integrations[integration.slug]?.credentialId
  }

  return {
    /** Calls a function on the page's behalf. What is not listed above does not exist for it. */
    invoke({ type, parameters }: Invocation): unknown {
      if (!Object.hasOwn(functions, type))
        throw new TenonError('forbidden', `The portal may not call ${type}()`)
      const call = functions[type as keyof typeof functions] as (...parameters: unknown[]) => unknown
      return call(...parameters)
    },
    /** Ends an attempt to connect that is under way. */
    stop: () => attempt?.abort(new TenonError('popup_closed', 'The SDK was stopped')),
  }
}

interface PortalRequest {
  method?: string
  /** JSON. */
  body?: string
  headers?: Record<string, string>
  skipDefaultCredentialIdHeader?: boolean
}

interface PortalInstallOptions
  extends Pick<InstallOptions, 'accountType' | 'selectedCredentialId' | 'externalId'> {
  allowMultipleCredentials?: boolean
  endUserSuppliedValues?: Record<string, unknown>
}

function cursorOf({ cursor }: FieldOptionsQuery): string | undefined {
  return typeof cursor === 'string' ? cursor : undefined
}
