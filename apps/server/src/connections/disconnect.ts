import { AppError, type ConnectionId } from '@tenon/core'
import type { UserContext } from '../context.ts'
import { change } from '../database/change.ts'
import { authKindOf, getIntegration } from '../integrations/integrations.ts'
import { requirePermission } from '../users/permissions.ts'
import { revokeCredential } from './revoke.ts'
import { openCredential } from './sealed.ts'
import { deleteConnection, findConnection } from './store.ts'

/**
 * Revokes the credential where the provider allows, then deletes the connection. From then on every process refuses its
 * calls.
 */
export async function disconnect(ctx: UserContext, id: ConnectionId): Promise<void> {
  const row = await findConnection(ctx, id)
  if (!row) throw new AppError('connection_missing', 'This connection is not there any more')
  const integration = await getIntegration(ctx, row.integrationId)
  requirePermission(ctx, 'credential:write', {
    integration: integration.slug,
    connectionId: id,
    connectionExternalId: row.externalId,
  })
  if (row.credential) {
    const auth = authKindOf(integration, row.accountType)
    const credential = openCredential(ctx.vault, id, row.credential)
    await revokeCredential(ctx, { integration, auth, credential, metadata: row.metadata })
  }
  await change(ctx, [`connection:${id}`, `user:${ctx.user.id}`], (tx) =>
    deleteConnection({ ...ctx, db: tx }, id),
  )
}
