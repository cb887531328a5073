import type { ConnectApi } from '../shared/connect-api.ts'
import { findConnection, getConnection } from '../shared/connections.ts'
import { TenonError } from '../shared/errors.ts'
import type { TokenKeeper } from '../shared/token.ts'
import type { AccountType, Connection, Integration, IntegrationState } from '../shared/wire.ts'
import { authorize } from './authorize.ts'
import type { Events } from './events.ts'
import { openPopup } from './popup.ts'
import type { Session } from './session.ts'

export interface InstallOptions {
  /** What the user entered: an API key and the like, or what an OAuth provider's URL needs. */
  inputs?: Record<string, unknown> | undefined
  /** Id of the kind of account, where the integration offers several. */
  accountType?: string | undefined
  /** Connect one more account instead of refusing. */
  allowMultipleCredentials?: boolean | undefined
  /** Reconnect this connection: its id or your external id. */
  selectedCredentialId?: string | undefined
  /** Your own name for the new connection. */
  externalId?: string | undefined
  /** A page of yours that the provider sends the user back to, and that forwards to Tenon. */
  overrideRedirectUrl?: string | undefined
  /** How long the user may take to sign in. Default: 10 minutes. */
  oauthTimeoutMs?: number | undefined
  signal?: AbortSignal | undefined
}

export interface Installer {
  /** Connects without the portal. */
  install(slug: string, options?: InstallOptions): Promise<Connection>
  /** Connects an account through a window that is already open. */
  authorizeIn(popup: Window, integration: Integration, options: InstallOptions): Promise<Connection>
  /** Saves what the user entered: as a new connection, or as what a pending one still lacked. */
  submit(integration: Integration, payload: unknown, options: SubmitOptions): Promise<Connection>
  completeSetup(connectionId: string, payload: unknown, signal?: AbortSignal): Promise<Connection>
}

interface SubmitOptions {
  installOptions: Record<string, unknown>
  connectionId?: string | undefined
  signal?: AbortSignal | undefined
}

interface Parts {
  api: ConnectApi
  tokens: TokenKeeper
  session: Session
  events: Events
}

export function createInstaller({ api, tokens, session, events }: Parts): Installer {
  async function finish(
    integration: Integration,
    connectionId: string,
    signal?: AbortSignal,
  ): Promise<Connection> {
    const user = await session.reloadUser({ signal })
    const connection = getConnection(user.integrations[integration.slug], integration.slug, connectionId)
    if (connection.status === 'VALID') {
      const event = { integrationId: integration.id, integrationType: integration.slug }
      events.emit(
        'onIntegrationInstall',
        { ...event, credentialId: connection.id, credential: connection },
        user,
      )
    }
    return connection
  }

  async function authorizeIn(
    popup: Window,
    integration: Integration,
    options: InstallOptions,
  ): Promise<Connection> {
    const { inputs = {}, overrideRedirectUrl, oauthTimeoutMs, signal } = options
    const connectionId = await authorize(api, tokens, popup, {
      integration,
      parameters: oauthParameters(chooseAccountType(integration, options.accountType)),
      inputs,
      installOptions: wireOptions(options),
      overrideRedirectUrl,
      oauthTimeoutMs,
      signal,
    })
    return finish(integration, connectionId, signal)
  }

  async function submit(
    integration: Integration,
    payload: unknown,
    options: SubmitOptions,
  ): Promise<Connection> {
    const { installOptions, connectionId, signal } = options
    const path = `${api.project}/sdk/credentials${connectionId ? `/${connectionId}/complete-setup` : ''}`
    const body = { integrationId: integration.id, config: {}, payload, installOptions }
    const saved = await api.call<Connection>(path, { method: 'POST', body, signal })
    return finish(integration, saved.id, signal)
  }

  return {
    authorizeIn,
    submit,

    async install(slug, options = {}) {
      rejectMisuse(options)
      options.signal?.throwIfAborted()
      const { loaded } = session
      const popup = mayNeedPopup(loaded && session.integration(slug), options) ? openPopup() : undefined
      try {
        const { user } = await session.ensure(options)
        const integration = session.integration(slug)
        const pending = pendingConnection(user.integrations[slug], slug, options)
        if (pending) return pending
        const resolved = resolveChoice(user.integrations[slug], slug, options)
        if (isOAuth(integration, options))
          return await authorizeIn(popup ?? openPopup(), integration, resolved)
        const { inputs = {}, signal } = options
        return await submit(integration, inputs, { installOptions: wireOptions(resolved), signal })
      } finally {
        popup?.close()
      }
    },

    async completeSetup(connectionId, payload, signal) {
      const { user, integrations } = await session.ensure({ signal })
      const slug = Object.keys(user.integrations).find((name) =>
        findConnection(user.integrations[name], connectionId),
      )
      const integration = integrations.find((candidate) => candidate.slug === slug)
      if (!integration)
        throw new TenonError('connection_missing', `The user has no connection "${connectionId}"`)
      const connection = getConnection(user.integrations[integration.slug], integration.slug, connectionId)
      return submit(integration, payload, { installOptions: {}, connectionId: connection.id, signal })
    },
  }
}

/** Without knowing the integration yet, a window is opened in case: later the browser would not let us. */
function mayNeedPopup(integration: Integration | undefined, options: InstallOptions): boolean {
  return integration ? isOAuth(integration, options) : options.inputs === undefined
}

function isOAuth(integration: Integration, options: InstallOptions): boolean {
  return (
    (chooseAccountType(integration, options.accountType)?.scheme ?? integration.authenticationType) ===
    'oauth'
  )
}

/** `undefined` when the integration knows only one way to connect and gives it no name. */
function chooseAccountType(integration: Integration, wanted: string | undefined): AccountType | undefined {
  const accountTypes = integration.sdkIntegrationConfig?.accountTypes ?? []
  if (wanted === undefined && accountTypes.length <= 1) return accountTypes[0]
  const chosen = accountTypes.find(({ id }) => id === (wanted ?? 'default'))
  if (chosen) return chosen
  const ids = accountTypes.map(({ id }) => id)
  throw new TenonError(
    'account_type_required',
    `Say which accountType of "${integration.slug}": ${ids.join(', ')}`,
    {
      meta: { accountTypes: ids },
    },
  )
}

function oauthParameters(accountType: AccountType | undefined): Record<string, unknown> {
  return Object.fromEntries(
    (accountType?.oauthParameters ?? []).map(({ key, source }) => [key, source.value]),
  )
}

/** A pending connection is given back, so that `completeSetup()` can finish it; a working one is an error. */
function pendingConnection(
  state: IntegrationState | undefined,
  slug: string,
  options: InstallOptions,
): Connection | undefined {
  const connection = findConnection(state)
  const wantsAnother = options.allowMultipleCredentials || options.selectedCredentialId
  if (!connection || wantsAnother || connection.status === 'INVALID') return undefined
  if (connection.status === 'PENDING') return connection
  throw new TenonError(
    'already_installed',
    `The user has connected "${slug}": pass allowMultipleCredentials, or selectedCredentialId to reconnect`,
    { meta: { credentialId: connection.id } },
  )
}

/** The options with the id of the connection they name; what cannot be is refused before the user signs in. */
export function resolveChoice(
  state: IntegrationState | undefined,
  slug: string,
  options: InstallOptions,
): InstallOptions {
  const { externalId, selectedCredentialId } = options
  if (externalId !== undefined && findConnection(state, `ext:${externalId.trim()}`)) {
    throw new TenonError(
      'conflict',
      `The user already has a "${slug}" connection with externalId "${externalId}"`,
    )
  }
  if (!selectedCredentialId) return options
  return { ...options, selectedCredentialId: getConnection(state, slug, selectedCredentialId).id }
}

/** What the server keeps with the flow. Functions and signals stay here. */
export function wireOptions(options: InstallOptions): Record<string, unknown> {
  const { accountType, allowMultipleCredentials, selectedCredentialId, externalId, overrideRedirectUrl } =
    options
  const given = {
    accountType,
    allowMultipleCredentials,
    selectedCredentialId,
    externalId,
    overrideRedirectUrl,
  }
  return JSON.parse(JSON.stringify(given))
}

export function rejectMisuse({ externalId, selectedCredentialId }: InstallOptions): void {
  if (externalId !== undefined && !externalId.trim()) throw new TypeError('externalId must not be empty')
  if (externalId !== undefined && selectedCredentialId) {
    throw new TypeError(
      'externalId names a new connection, selectedCredentialId an existing one: pass one of them',
    )
  }
}
