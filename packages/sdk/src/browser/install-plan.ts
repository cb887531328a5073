import { findConnection, getConnection } from '../shared/connections.ts'
import { TenonError } from '../shared/errors.ts'
import { findIntegration } from '../shared/user-api.ts'
import type { AccountType, Connection, Integration, IntegrationState } from '../shared/wire.ts'
import type { Loaded } from './session.ts'

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

/** What is to be done to install: let the user sign in, send what they entered, or finish what was begun. */
export type InstallPlan =
  | { by: 'popup' | 'inputs'; integration: Integration; options: InstallOptions }
  | { by: 'completing'; connection: Connection }

export function planInstall(
  { user, integrations }: Pick<Loaded, 'user' | 'integrations'>,
  name: string,
  options: InstallOptions,
): InstallPlan {
  const integration = findIntegration(integrations, name)
  const { slug } = integration
  const state = user.integrations[slug]
  const connection = pendingConnection(state, slug, options)
  if (connection) return { by: 'completing', connection }
  const by = isOAuth(integration, options) ? 'popup' : 'inputs'
  return { by, integration, options: resolveChoice(state, slug, options) }
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
    `"${slug}" is connected: pass allowMultipleCredentials, or selectedCredentialId`,
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
    throw new TenonError('conflict', `There is a "${slug}" connection with externalId "${externalId}"`)
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
