import { AppError, type ConnectionId } from '@tenon/core'
import type { UserContext } from '../context.ts'
import { change } from '../database/change.ts'
import { authKindUsed, getIntegration, type Integration } from '../integrations/integrations.ts'
import { requirePermission } from '../users/permissions.ts'
import { withFreshCredential } from './resolve.ts'
import { mayRevoke, revokeCredential } from './revoke.ts'
import { openCredential } from './sealed.ts'
import { type ConnectionRow, deleteConnection, findConnection } from './store.ts'

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
  await revokeIfPossible(ctx, integration, row)
  await change(ctx, [`connection:${id}`, `user:${ctx.user.id}`], (tx) =>
    deleteConnection({ ...ctx, db: tx }, id),
  )
}

async function revokeIfPossible(
  ctx: UserContext,
  integration: Integration,
  row: ConnectionRow,
): Promise<void> {
  const auth = authKindUsed(integration, row.accountType)
  if (!row.credential || !(await mayRevoke(ctx, auth, row))) return
  const isOpenedByToken = auth.type === 'oauth2' && auth.server.revocation?.auth === 'bearer'
  const current = isOpenedByToken ? await renewed(ctx, integration, row) : row
  if (!current?.credential) return
  const credential = openCredential(ctx.vault, row.id, current.credential)
  await revokeCredential(ctx, { integration, auth, credential, metadata: current.metadata })
}

/** Where the token itself opens the door, an expired one could not be revoked although its grant lives on. */
async function renewed(
  ctx: UserContext,
  integration: Integration,
  row: ConnectionRow,
): Promise<ConnectionRow | undefined> {
  return withFreshCredential(ctx, integration, row).then(
    ({ row: current }) => current,
    (err) => {
      ctx.log.info({ connectionId: row.id, err }, 'a credential could not be renewed to be revoked')
      return row
    },
  )
}
