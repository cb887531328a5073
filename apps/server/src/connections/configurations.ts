import { AppError, type ConnectionId, inputProblems } from '@tenon/core'
import type { UserContext } from '../context.ts'
import type { Transaction } from '../database/open.ts'
import { getIntegration, type Integration } from '../integrations/integrations.ts'
import { requirePermission } from '../users/permissions.ts'
import { matchesInTime } from './bounded-pattern.ts'
import { newConfigurationId } from './ids.ts'
import { type ConfiguredConnection, withConfigurations } from './list.ts'
import {
  type ConfigurationRow,
  deleteConfiguration,
  findConnection,
  insertConfiguration,
  listConfigurations,
  lockConnection,
  updateConfiguration,
} from './store.ts'

/** Of settings or metadata: for choices and flags; larger things belong to the product. */
const MAX_COLUMN_BYTES = 32_768
const MAX_CONFIGURATIONS = 100

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

/**
 * A second set of settings on the same connection.
 *
 * @throws AppError `conflict` when the external id is taken or there are too many
 */
export async function createConfiguration(
  ctx: UserContext,
  id: ConnectionId,
  externalId?: string,
): Promise<ConfiguredConnection> {
  await changing(ctx, id, async (scope, { connection, configurations }, { slug }) => {
    requirePermission(ctx, 'credential:write', {
      ...target(slug, { connection }),
      configurationExternalId: externalId,
    })
    if (externalId !== undefined && configurations.some((one) => one.externalId === externalId)) {
      throw new AppError(
        'conflict',
        `This connection has a configuration with the external id "${externalId}" already`,
      )
    }
    if (configurations.length >= MAX_CONFIGURATIONS) {
      throw new AppError(
        'conflict',
        `This connection has ${MAX_CONFIGURATIONS} configurations: remove one first`,
      )
    }
    await insertConfiguration(scope, {
      id: newConfigurationId(),
      connectionId: id,
      isDefault: false,
      externalId: externalId ?? null,
    })
  })
  return getConfiguredConnection(ctx, id)
}

/**
 * Saves settings: whole maps, as clients send them, of inputs that the integration declares; other keys are left out.
 * Values that do not fit their input are not saved, and named.
 *
 * @param selector a configuration's id or `ext:<externalId>`; absent: the default one
 * @throws AppError `invalid_request` when they become too large
 */
export async function saveSettings(
  ctx: UserContext,
  id: ConnectionId,
  selector: string | undefined,
  changes: { sharedSettings?: Settings | undefined; workflowSettings?: WorkflowSettings | undefined },
): Promise<ConfiguredConnection & { errors: string[] }> {
  const errors = await changing(ctx, id, async (scope, found, integration) => {
    const { inputs } = integration
    const configuration = writable(ctx, integration, found, selector)
    const { sharedSettings, workflowSettings } = changes
    const given = inputs.filter(({ id: inputId }) => sharedSettings && Object.hasOwn(sharedSettings, inputId))
    const problems = inputProblems(given, sharedSettings ?? {}, matchesInTime)
    const kept = Object.entries(sharedSettings ?? {}).filter(([inputId]) => !problems[inputId])
    const merged = { ...configuration.sharedSettings, ...Object.fromEntries(kept) }
    const declared = Object.entries(merged).filter(([key]) =>
      inputs.some(({ id: inputId }) => inputId === key),
    )
    await updateConfiguration(scope, configuration.id, {
      ...(sharedSettings && { sharedSettings: sized('settings', Object.fromEntries(declared)) }),
      ...(workflowSettings && { workflowSettings: sized('workflow settings', workflowSettings) }),
    })
    return given
      .filter(({ id: inputId }) => problems[inputId])
      .map(({ title }) => `"${title}" was not saved: its value does not fit`)
  })
  return { ...(await getConfiguredConnection(ctx, id)), errors }
}

/** Merges the metadata of a configuration, key by key. @throws AppError `invalid_request` when it becomes too large */
export async function saveConfigurationMeta(
  ctx: UserContext,
  id: ConnectionId,
  selector: string | undefined,
  meta: Settings,
): Promise<ConfiguredConnection> {
  await changing(ctx, id, async (scope, found, integration) => {
    const configuration = writable(ctx, integration, found, selector)
    await updateConfiguration(scope, configuration.id, {
      meta: sized('metadata', { ...configuration.meta, ...meta }),
    })
  })
  return getConfiguredConnection(ctx, id)
}

/** @throws AppError `conflict` for the default one, which lives as long as its connection */
export async function removeConfiguration(
  ctx: UserContext,
  id: ConnectionId,
  selector: string | undefined,
): Promise<void> {
  await changing(ctx, id, async (scope, found, integration) => {
    const configuration = writable(ctx, integration, found, selector)
    if (configuration.isDefault)
      throw new AppError('conflict', 'The default configuration cannot be removed: disconnect instead')
    await deleteConfiguration(scope, configuration.id)
  })
}

type Scope = Pick<UserContext, 'project'> & { db: Transaction }

/**
 * Changes configurations as they are now, not as they were before another call's change. `write` asks the database
 * through its scope only: calls that held one connection and waited for a second would wait for each other.
 */
async function changing<Result>(
  ctx: UserContext,
  id: ConnectionId,
  write: (scope: Scope, found: ConfiguredConnection, integration: Integration) => Promise<Result>,
): Promise<Result> {
  const { connection } = await getConfiguredConnection(ctx, id)
  const integration = await getIntegration(ctx, connection.integrationId)
  return ctx.db.transaction(async (tx) => {
    const scope = { project: ctx.project, db: tx }
    await lockConnection(scope, id)
    return write(scope, { connection, configurations: await listConfigurations(scope, [id]) }, integration)
  })
}

function sized<Column extends object>(name: string, column: Column): Column {
  if (Buffer.byteLength(JSON.stringify(column)) <= MAX_COLUMN_BYTES) return column
  throw new AppError(
    'invalid_request',
    `The ${name} of a configuration must not exceed ${MAX_COLUMN_BYTES} bytes`,
  )
}

function target(integration: string, { connection }: Pick<ConfiguredConnection, 'connection'>) {
  return { integration, connectionId: connection.id, connectionExternalId: connection.externalId }
}

/** The configuration that is named, if the user token allows changing it. */
function writable(
  ctx: UserContext,
  { slug }: Integration,
  found: ConfiguredConnection,
  selector: string | undefined,
): ConfigurationRow {
  const configuration = selectConfiguration(found, selector)
  requirePermission(ctx, 'credential:write', {
    ...target(slug, found),
    configurationId: configuration.id,
    configurationExternalId: configuration.externalId,
  })
  return configuration
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
