import { afterEvent } from '@tenon/core'
import type { TokenReply } from '@tenon/oauth'
import type { AuthKind } from '@tenon/providers'
import { isTrusted, readKeepable } from '../assemblies/read-source.ts'
import type { ProjectContext } from '../context.ts'
import { change } from '../database/change.ts'
import type { Integration } from '../integrations/integrations.ts'
import { keepTrying } from './keep-trying.ts'
import { isRenewable } from './renew.ts'
import { mayRevoke, revokeCredential } from './revoke.ts'
import { credentialPlace, openCredential } from './sealed.ts'
import {
  type Changes,
  type ConnectionRow,
  findConnectionOfProject,
  lockSubject,
  replaceRefreshed,
} from './store.ts'
import { noRefresh, tokenOf } from './token-columns.ts'
import { announce } from './transition.ts'

/** The connection as it was when its refresh token was sent. */
interface Refreshed {
  row: ConnectionRow
  integration: Integration
  auth: AuthKind
}

/**
 * Saves what a refresh obtained, whoever holds the lease by now: the reply may hold the only refresh token that still
 * works. If the user has disconnected meanwhile, it is revoked.
 *
 * @returns the connection as it is afterwards, `undefined` when it is gone
 */
export async function saveReply(
  ctx: ProjectContext,
  { row, integration, auth }: Refreshed,
  reply: TokenReply,
): Promise<ConnectionRow | undefined> {
  if (!row.credential) throw new TypeError('a refreshed connection had a credential')
  const before = openCredential(ctx.vault, row.id, row.credential)
  const credential = { ...before, token: tokenOf(reply, before.token) }
  const values = {
    credential: ctx.vault.seal(JSON.stringify(credential), credentialPlace(row.id)),
    isRenewable: isRenewable(auth, credential.token),
    metadata: { ...row.metadata, ...metadataOf(auth, reply) },
    refreshFailureCount: 0,
    issuedAt: ctx.now(),
    expiresAt: reply.expiresAt,
    ...noRefresh,
  }
  const [isSaved, current] = await keepTrying(ctx, row.id, async () => [
    await saveRefreshed(ctx, row, values),
    await findConnectionOfProject(ctx, row.id),
  ])
  if (isSaved) ctx.metrics.countTokenRefresh(integration.slug, 'refreshed')
  if (!current && (await mayRevoke(ctx, { auth, clientId: integration.clientId }, row)))
    await revokeCredential(ctx, { integration, auth, credential, metadata: row.metadata })
  return current
}

/** @returns false when the user has connected anew or is gone: the reply is not for what is there now */
async function saveRefreshed(ctx: ProjectContext, row: ConnectionRow, values: Changes): Promise<boolean> {
  return change(ctx, [`connection:${row.id}`], async (tx) => {
    const scope = { ...ctx, db: tx }
    const event = 'refreshed'
    const found = await lockSubject(scope, row.id)
    if (!found) return false
    const transition = afterEvent(found.state, event)
    if (!transition?.to) return false
    const isSaved = await replaceRefreshed(scope, row, { ...values, ...transition.to })
    if (isSaved) await announce(scope, { subject: found.subject, from: found.state, event, transition })
    return isSaved
  })
}

/** What a token reply tells of the account may change (Salesforce: the instance URL). What cannot be trusted stays as it was. */
function metadataOf(auth: AuthKind, { raw }: TokenReply): Record<string, string> {
  const fromToken = Object.entries(auth.metadata).filter(([, source]) => source.from === 'token')
  return Object.fromEntries(
    fromToken.flatMap(([name, source]) => {
      const value = readKeepable(raw, source.path)
      return value === undefined || !isTrusted(source, value) ? [] : [[name, value]]
    }),
  )
}
