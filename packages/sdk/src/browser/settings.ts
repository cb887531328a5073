import type { ConnectApi, ConnectionChoice } from '../shared/connect-api.ts'
import { getAnyConnection, getChoice, getConfiguration } from '../shared/connections.ts'
import { TenonError } from '../shared/errors.ts'
import type { Abortable } from '../shared/user-api.ts'
import type { Configuration, Connection, Settings } from '../shared/wire.ts'
import type { Session } from './session.ts'

export type SettingsOptions = ConnectionChoice & Abortable

export interface SettingsResult {
  connection: Connection
  /** What the server did not like about the values; the rest is saved. */
  errors: string[]
}

export interface ConfigurationOptions extends Abortable {
  /** The connection it belongs to: its id or your external id. */
  credentialId: string
}

/** What a user sets on a connection: settings, which workflows are on, further configurations. */
export interface SettingsApi {
  updateIntegrationUserSettings(
    integration: string,
    changes: Settings,
    options?: SettingsOptions,
  ): Promise<SettingsResult>
  updateWorkflowUserSettings(
    integration: string,
    workflowId: string,
    changes: Settings,
    options?: SettingsOptions,
  ): Promise<SettingsResult>
  enableWorkflow(workflowId: string, options?: SettingsOptions): Promise<void>
  disableWorkflow(workflowId: string, options?: SettingsOptions): Promise<void>
  createConfiguration(
    options: ConfigurationOptions & { externalId?: string | undefined },
  ): Promise<Configuration>
  updateConfiguration(options: ConfigurationOptions & { id: string; meta: Settings }): Promise<Configuration>
  destroyConfiguration(options: ConfigurationOptions & { id: string }): Promise<void>
}

export function settingsApi(api: ConnectApi, session: Session): SettingsApi {
  async function choose(name: string, options?: SettingsOptions) {
    const { user } = await session.ensure(options)
    const { slug } = session.integration(name)
    return getChoice(user.integrations[slug], slug, options)
  }

  async function save(chosen: Awaited<ReturnType<typeof choose>>, config: object, options?: Abortable) {
    const { errors = [] } = await api.call<Connection & { errors?: string[] }>(
      `${api.project}/sdk/credentials/${chosen.connection.id}`,
      { ...options, ...headersFor(chosen), method: 'PATCH', body: { config } },
    )
    const user = await session.reloadUser(options)
    return { connection: getAnyConnection(user, chosen.connection.id).connection, errors }
  }

  async function switchWorkflow(method: 'POST' | 'DELETE', workflowId: string, options?: SettingsOptions) {
    const { integrations } = await session.ensure(options)
    const owner = integrations.find(({ configs }) => workflowId in (configs[0]?.values.workflowMeta ?? {}))
    if (!owner)
      throw new TenonError('not_found', `No integration of this project has a workflow "${workflowId}"`)
    const chosen = await choose(owner.slug, options)
    await api.call(`${api.project}/sdk/workflows/${workflowId}`, {
      ...options,
      ...headersFor(chosen),
      method,
    })
    await session.reloadUser(options)
  }

  async function ofConfiguration(options: ConfigurationOptions & { id?: string | undefined }) {
    const { user } = await session.ensure(options)
    const { connection } = getAnyConnection(user, options.credentialId)
    const path = `${api.project}/sdk/credentials/${connection.id}/configurations`
    return { path, connection, configuration: getConfiguration(connection, options.id) }
  }

  return {
    async updateIntegrationUserSettings(integration, changes, options) {
      const chosen = await choose(integration, options)
      return save(chosen, { sharedSettings: { ...chosen.configuration.sharedSettings, ...changes } }, options)
    },

    async updateWorkflowUserSettings(integration, workflowId, changes, options) {
      const chosen = await choose(integration, options)
      const { workflowSettings } = chosen.configuration
      const present = workflowSettings[workflowId] ?? { enabled: false, settings: {} }
      const changed = { ...present, settings: { ...present.settings, ...changes } }
      return save(chosen, { workflowSettings: { ...workflowSettings, [workflowId]: changed } }, options)
    },

    enableWorkflow: (workflowId, options) => switchWorkflow('POST', workflowId, options),
    disableWorkflow: (workflowId, options) => switchWorkflow('DELETE', workflowId, options),

    async createConfiguration(options) {
      const { path } = await ofConfiguration({ ...options, id: undefined })
      const body = options.externalId === undefined ? {} : { externalId: options.externalId }
      const { configurations } = await api.call<Connection>(path, {
        signal: options.signal,
        method: 'POST',
        body,
      })
      await session.reloadUser(options)
      return newest(configurations)
    },

    async updateConfiguration(options) {
      const { path, ...chosen } = await ofConfiguration(options)
      const body = { meta: options.meta }
      const saved = await api.call<Connection>(path, {
        ...headersFor(chosen),
        signal: options.signal,
        method: 'PATCH',
        body,
      })
      await session.reloadUser(options)
      return getConfiguration(saved, chosen.configuration.id)
    },

    async destroyConfiguration(options) {
      const { path, ...chosen } = await ofConfiguration(options)
      if (chosen.configuration.isDefault) {
        throw new TenonError('invalid_request', 'The default configuration cannot be deleted')
      }
      await api.call(path, { ...headersFor(chosen), signal: options.signal, method: 'DELETE' })
      await session.reloadUser(options)
    },
  }
}

function headersFor({ connection, configuration }: { connection: Connection; configuration: Configuration }) {
  return { selectedCredentialId: connection.id, selectedConfigurationId: configuration.id }
}

function newest(configurations: Configuration[]): Configuration {
  return configurations.reduce((a, b) => (Date.parse(b.dateCreated) > Date.parse(a.dateCreated) ? b : a))
}
