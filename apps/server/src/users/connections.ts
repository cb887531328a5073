import { AppError, type ConnectedUserId, type ConnectionId, ConnectionStatus } from '@tenon/core'
import { z } from 'zod'
import { disconnect } from '../connections/disconnect.ts'
import type { ConnectedUser, ProjectContext, UserContext } from '../context.ts'
import { type ConnectionSummary, findSummary, listSummaries } from './connections-store.ts'
import { type Page, PageInput, toPage } from './page.ts'

export type { ConnectionSummary } from './connections-store.ts'

export const ListConnectionsInput = PageInput.extend({
  userId: z.uuid().toLowerCase().optional().describe('our id of the connected user'),
  integration: z.string().optional().describe('such as slack'),
  status: ConnectionStatus.optional(),
})

/** Connections of the whole project, the newest first. */
export async function listConnections(
  ctx: ProjectContext,
  input: z.input<typeof ListConnectionsInput>,
): Promise<Page<ConnectionSummary>> {
  const { limit, cursor, userId, ...filter } = ListConnectionsInput.parse(input)
  const rows = await listSummaries(ctx, {
    ...filter,
    userId: userId as ConnectedUserId | undefined,
    before: cursor as ConnectionId | undefined,
    limit: limit + 1,
  })
  return toPage(rows, limit)
}

/** @throws AppError `connection_missing` */
export async function getConnection(ctx: ProjectContext, id: ConnectionId): Promise<ConnectionSummary> {
  const found = await findSummary(ctx, id)
  if (found) return found
  throw new AppError('connection_missing', 'This project has no connection with this id')
}

/** The team disconnects for its user: revoked at the provider where that is possible, then deleted. */
export async function disconnectForTeam(ctx: ProjectContext, id: ConnectionId): Promise<void> {
  const { userId, userExternalId } = await getConnection(ctx, id)
  await disconnect(onBehalfOf(ctx, { id: userId, externalId: userExternalId }), id)
}

/** The team may do whatever its user may. */
export function onBehalfOf(ctx: ProjectContext, user: ConnectedUser): UserContext {
  return { ...ctx, user, permissions: undefined }
}
