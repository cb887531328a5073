import { type ConnectionChoice, reference } from './connect-api.ts'
import { TenonError } from './errors.ts'
import type { Configuration, ConnectedUser, Connection, IntegrationState } from './wire.ts'

/** The connection meant by an id or external id; without one, the default. */
export function findConnection(state: IntegrationState | undefined, choice?: string): Connection | undefined {
  const wanted = choice ? reference(choice) : state?.credentialId
  return wanted
    ? state?.allCredentials.find(({ id, externalId }) => wanted === id || wanted === `ext:${externalId}`)
    : state?.allCredentials[0]
}

export function getConnection(
  state: IntegrationState | undefined,
  slug: string,
  choice?: string,
): Connection {
  const connection = findConnection(state, choice)
  if (connection) return connection
  throw new TenonError(
    'connection_missing',
    choice ? `The user has no "${slug}" connection "${choice}"` : `The user has not connected "${slug}"`,
  )
}

/** The connection meant by an id or external id, whichever integration it is of. */
export function getAnyConnection(
  user: ConnectedUser,
  choice: string,
): { slug: string; connection: Connection } {
  for (const [slug, state] of Object.entries(user.integrations)) {
    const connection = findConnection(state, choice)
    if (connection) return { slug, connection }
  }
  throw new TenonError('connection_missing', `The user has no connection "${choice}"`)
}

/** The configuration meant by an id or external id; without one, the default. */
export function getConfiguration(connection: Connection, choice?: string): Configuration {
  const found = findConfiguration(connection, choice)
  if (found) return found
  throw new TenonError(
    'not_found',
    `Connection ${connection.id} has no configuration "${choice ?? 'default'}"`,
  )
}

function findConfiguration({ configurations }: Connection, choice?: string): Configuration | undefined {
  const wanted = choice && reference(choice)
  return configurations.find(({ id, externalId, isDefault }) =>
    wanted ? wanted === id || wanted === `ext:${externalId}` : isDefault,
  )
}

/** The connection and configuration that a call is about; a configuration alone names its connection too. */
export function getChoice(state: IntegrationState | undefined, slug: string, choice: ConnectionChoice = {}) {
  const { selectedCredentialId, selectedConfigurationId } = choice
  const wanted = selectedConfigurationId && reference(selectedConfigurationId)
  const owner =
    !selectedCredentialId && wanted
      ? state?.allConfigurations.find(({ id, externalId }) => wanted === id || wanted === `ext:${externalId}`)
      : undefined
  const connection = getConnection(state, slug, owner?.connectCredentialId ?? selectedCredentialId)
  return { connection, configuration: getConfiguration(connection, selectedConfigurationId) }
}

/** The state of an integration seen through another than the default connection. */
export function seenThrough(
  state: IntegrationState,
  connectionId: string,
  configurationId?: string,
): IntegrationState {
  const connection = findConnection(state, connectionId)
  // a configuration may be removed while it is shown
  const configuration =
    connection && (findConfiguration(connection, configurationId) ?? findConfiguration(connection))
  if (!configuration) return state
  const { workflowSettings } = configuration
  return {
    ...state,
    enabled: connection.status === 'VALID',
    credentialId: connection.id,
    credentialStatus: connection.status,
    credentialConfigId: configuration.id,
    providerId: connection.providerId,
    providerData: connection.providerData,
    externalId: configuration.externalId,
    sharedSettings: configuration.sharedSettings,
    workflowSettings,
    configMeta: configuration.configMeta,
    configuredWorkflows: workflowSettings,
  }
}
