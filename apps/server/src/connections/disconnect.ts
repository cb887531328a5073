import { AppError, type ConnectionId } from '@tenon/core'
import type { UserContext } from '../context.ts'
import { change } from '../database/change.ts'
import { authKindUsed, getIntegration, type Integration } from '../integrations/integrations.ts'
import { requirePermission } from '../users/permissions.ts'
import { withFreshCredential } from './resolve.ts'
import { mayRevoke, revokeCredential } from './revoke.ts'
import { openCredential } from './sealed.ts'
import { type ConnectionRow, deleteConnection, findConnection } from './store.ts'
import { announce, transitionOf } from './transition.ts'

/**
 * Deletes the connection, from when on every process refuses its calls, then revokes what it held where the provider
 * allows. In this order, since a refresh that goes on elsewhere revokes its own token once the connection is gone.
 */
export async function disconnect(ctx: UserContext, id: ConnectionId): Promise<void> {
  const row = await findConnection(ctx, id)
  if (!row) throw missing()
  const integration = await getIntegration(ctx, row.integrationId)
  requirePermission(ctx, 'credential:write', {
    integration: integration.slug,
    connectionId: id,
    connectionExternalId: row.externalId,
  })
  const auth = authKindUsed(integration, row.accountType)
  // Where the token itself opens the door, an expired one could not be revoked although its grant lives on.
  if (auth.type === 'oauth2' && auth.server.revocation?.auth === 'bearer') await renew(ctx, integration, row)
  const deleted = await change(ctx, [`connection:${id}`, `user:${ctx.user.id}`], async (tx) => {
    const scope = { ...ctx, db: tx }
    const from = await deleteConnection(scope, id)
    if (!from) return undefined
    const event = 'disconnected'
    const { externalId, accountType } = from
    const subject = {
      id,
      integration: integration.slug,
      userExternalId: ctx.user.externalId,
      externalId,
      accountType,
    }
    await announce(scope, { subject, from, event, transition: transitionOf(from, event) })
    return from
  })
  if (!deleted) throw missing()
  if (!deleted.credential || !(await mayRevoke(ctx, { auth, clientId: integration.clientId }, deleted)))
    return
  const credential = openCredential(ctx.vault, id, deleted.credential)
  await revokeCredential(ctx, { integration, auth, credential, metadata: deleted.metadata })
}

async function renew(ctx: UserContext, integration: Integration, row: ConnectionRow): Promise<void> {
  await withFreshCredential(ctx, integration, row).catch((err) =>
    ctx.log.info({ connectionId: row.id, err }, 'a credential could not be renewed to be revoked'),
  )
}

function missing(): AppError {
  return new AppError('connection_missing', 'This connection is not there any more')
}
