import { AppError, type ConnectionId, inputProblems } from '@tenon/core'
import type { UserContext } from '../context.ts'
import { getIntegration } from '../integrations/integrations.ts'
import { requirePermission } from '../users/permissions.ts'
import { newConfigurationId } from './ids.ts'
import { type ConfiguredConnection, withConfigurations } from './list.ts'
import {
  type ConfigurationRow,
  deleteConfiguration,
  findConnection,
  insertConfiguration,
  updateConfiguration,
} from './store.ts'

type Settings = Record<string, unknown>
type WorkflowSettings = Record<string, { enabled: boolean; settings: Settings }>

/** @throws AppError `connection_missing` */
export async function getConfiguredConnection(
  ctx: UserContext,
  id: ConnectionId,
): Promise<ConfiguredConnection> {
  const row = await findConnection(ctx, id)
  const [found] = row ? await withConfigurations(ctx, [row]) : []
  if (!found) throw new AppError('connection_missing', 'This connection is not there any more')
  const { slug } = await getIntegration(ctx, found.connection.integrationId)
  requirePermission(ctx, 'credential:read', target(slug, found))
  return found
}

/** A second set of settings on the same connection. @throws AppError `conflict` when the external id is taken */
export async function createConfiguration(
  ctx: UserContext,
  id: ConnectionId,
  externalId?: string,
): Promise<ConfiguredConnection> {
  const { configurations } = await writable(ctx, id)
  if (
    externalId !== undefined &&
    configurations.some((configuration) => configuration.externalId === externalId)
  ) {
    throw new AppError(
      'conflict',
      `This connection has a configuration with the external id "${externalId}" already`,
    )
  }
  await insertConfiguration(ctx, {
    id: newConfigurationId(),
    connectionId: id,
    isDefault: false,
    externalId: externalId ?? null,
  })
  return getConfiguredConnection(ctx, id)
}

/**
 * Saves settings: whole maps, as clients send them. Values that do not fit their input are not saved, and named.
 *
 * @param selector a configuration's id or `ext:<externalId>`; absent: the default one
 */
export async function saveSettings(
  ctx: UserContext,
  id: ConnectionId,
  selector: string | undefined,
  changes: { sharedSettings?: Settings | undefined; workflowSettings?: WorkflowSettings | undefined },
): Promise<ConfiguredConnection & { errors: string[] }> {
  const found = await writable(ctx, id)
  const configuration = selectConfiguration(found, selector)
  const { inputs } = await getIntegration(ctx, found.connection.integrationId)
  const { sharedSettings, workflowSettings } = changes
  const given = inputs.filter(({ id: inputId }) => sharedSettings && Object.hasOwn(sharedSettings, inputId))
  const problems = inputProblems(given, sharedSettings ?? {})
  const kept = Object.entries(sharedSettings ?? {}).filter(([inputId]) => !problems[inputId])
  await updateConfiguration(ctx, configuration.id, {
    ...(sharedSettings && {
      sharedSettings: { ...configuration.sharedSettings, ...Object.fromEntries(kept) },
    }),
    ...(workflowSettings && { workflowSettings }),
  })
  const errors = given
    .filter(({ id: inputId }) => problems[inputId])
    .map(({ title }) => `"${title}" was not saved: its value does not fit`)
  return { ...(await getConfiguredConnection(ctx, id)), errors }
}

export async function saveConfigurationMeta(
  ctx: UserContext,
  id: ConnectionId,
  selector: string | undefined,
  meta: Settings,
): Promise<ConfiguredConnection> {
  const configuration = selectConfiguration(await writable(ctx, id), selector)
  await updateConfiguration(ctx, configuration.id, { meta: { ...configuration.meta, ...meta } })
  return getConfiguredConnection(ctx, id)
}

/** @throws AppError `conflict` for the default one, which lives as long as its connection */
export async function removeConfiguration(
  ctx: UserContext,
  id: ConnectionId,
  selector: string | undefined,
): Promise<void> {
  const configuration = selectConfiguration(await writable(ctx, id), selector)
  if (configuration.isDefault)
    throw new AppError('conflict', 'The default configuration cannot be removed: disconnect instead')
  await deleteConfiguration(ctx, configuration.id)
}

async function writable(ctx: UserContext, id: ConnectionId): Promise<ConfiguredConnection> {
  const found = await getConfiguredConnection(ctx, id)
  const { slug } = await getIntegration(ctx, found.connection.integrationId)
  requirePermission(ctx, 'credential:write', target(slug, found))
  return found
}

function target(integration: string, { connection }: ConfiguredConnection) {
  return { integration, connectionId: connection.id, connectionExternalId: connection.externalId }
}

function selectConfiguration(
  { configurations }: ConfiguredConnection,
  selector: string | undefined,
): ConfigurationRow {
  const externalId = selector?.replace(/^ext:/, '')
  const found =
    selector === undefined
      ? configurations.find(({ isDefault }) => isDefault)
      : (configurations.find(({ id }) => id === selector) ??
        configurations.find((one) => one.externalId === externalId))
  if (found) return found
  throw new AppError('not_found', `This connection has no configuration "${selector}"`)
}
