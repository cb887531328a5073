import { AppError, isPermitted } from '@tenon/core'
import type { UserContext } from '../context.ts'
import { type Integration, listIntegrations } from '../integrations/integrations.ts'
import { defaultConnection, selectConnection } from './select.ts'
import { type ConfigurationRow, type ConnectionRow, listConfigurations, listConnections } from './store.ts'

/** A connection with its configurations, the default one first. */
export interface ConfiguredConnection {
  connection: ConnectionRow
  configurations: ConfigurationRow[]
}

export interface UserIntegration {
  integration: Integration
  /** The user's, the oldest first; those that the user token may see. */
  connections: ConfiguredConnection[]
}

/** Every integration that is switched on, with what the user has connected. */
export async function listUserIntegrations(ctx: UserContext): Promise<UserIntegration[]> {
  const [integrations, rows] = await Promise.all([listIntegrations(ctx), listConnections(ctx)])
  const configured = await withConfigurations(ctx, rows)
  return integrations
    .filter(({ isActive }) => isActive)
    .map((integration) => ({
      integration,
      connections: configured.filter(({ connection }) => isVisible(ctx, integration, connection)),
    }))
}

/** The user's connections to one integration. */
export async function listConfiguredConnections(
  ctx: UserContext,
  integration: Integration,
): Promise<ConfiguredConnection[]> {
  const rows = await listConnections(ctx, integration.id)
  return withConfigurations(
    ctx,
    rows.filter((row) => isVisible(ctx, integration, row)),
  )
}

export async function withConfigurations(
  ctx: UserContext,
  rows: readonly ConnectionRow[],
): Promise<ConfiguredConnection[]> {
  const configurations = await listConfigurations(
    ctx,
    rows.map(({ id }) => id),
  )
  return rows.map((connection) => ({
    connection,
    configurations: configurations.filter(({ connectionId }) => connectionId === connection.id),
  }))
}

/** The connection a call names, or the user's default one. @throws AppError `connection_missing` */
export async function pickConnection(
  ctx: UserContext,
  integration: Integration,
  selector: string | undefined,
): Promise<ConnectionRow> {
  const rows = (await listConnections(ctx, integration.id)).filter((row) => isVisible(ctx, integration, row))
  const found = selector === undefined ? defaultConnection(rows) : selectConnection(rows, selector)
  if (found) return found
  throw new AppError('connection_missing', `This user has not connected ${integration.provider.name}`)
}

function isVisible({ permissions }: UserContext, { id, slug }: Integration, row: ConnectionRow): boolean {
  if (row.integrationId !== id) return false
  return isPermitted(permissions, 'credential:read', {
    integration: slug,
    connectionId: row.id,
    connectionExternalId: row.externalId,
  })
}
