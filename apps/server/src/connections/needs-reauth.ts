import { AppError, afterEvent, type ReauthReason } from '@tenon/core'
import type { ProjectContext } from '../context.ts'
import { change } from '../database/change.ts'
import { type ConnectionRow, lockSubject, updateConnectionIfUnchanged } from './store.ts'
import { noRefresh } from './token-columns.ts'
import { announce } from './transition.ts'

/**
 * Ends the use of a credential that the provider no longer takes: it is removed, and the user has to sign in again. Does
 * nothing when the credential was replaced meanwhile.
 */
export async function markNeedsReauth(
  ctx: ProjectContext,
  seen: Pick<ConnectionRow, 'id' | 'credentialVersion'>,
  reason: ReauthReason,
): Promise<void> {
  const isMarked = await change(ctx, [`connection:${seen.id}`], async (tx) => {
    const scope = { ...ctx, db: tx }
    const found = await lockSubject(scope, seen.id)
    if (!found) return false
    const transition = afterEvent(found.state, reason)
    if (!transition?.to) return false
    const isOurs = await updateConnectionIfUnchanged(scope, seen, {
      ...transition.to,
      credential: null,
      isRenewable: false,
      expiresAt: null,
      ...noRefresh,
    })
    if (isOurs)
      await announce(scope, { subject: found.subject, from: found.state, event: reason, transition })
    return isOurs
  })
  if (isMarked)
    ctx.log.info(
      { projectId: ctx.project.id, connectionId: seen.id, reason },
      'a connection needs its user to sign in again',
    )
}

export function needsReauthError(provider: { name: string }): AppError {
  return new AppError(
    'connection_needs_reauth',
    `${provider.name} asks this user to sign in again: show them the Connect Portal`,
  )
}
