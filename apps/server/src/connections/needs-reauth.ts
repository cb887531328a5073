import { AppError, type ReauthReason } from '@tenon/core'
import type { ProjectContext } from '../context.ts'
import { change } from '../database/change.ts'
import { type ConnectionRow, updateConnectionIfUnchanged } from './store.ts'
import { noRefresh } from './token-columns.ts'

/**
 * Ends the use of a credential that the provider no longer takes: it is removed, and the user has to sign in again. Does
 * nothing when the credential was replaced meanwhile.
 */
export async function markNeedsReauth(
  ctx: ProjectContext,
  seen: Pick<ConnectionRow, 'id' | 'credentialVersion'>,
  reason: ReauthReason,
): Promise<void> {
  const marked = await change(ctx, [`connection:${seen.id}`], (tx) =>
    updateConnectionIfUnchanged({ ...ctx, db: tx }, seen, {
      status: 'needs_reauth',
      reauthReason: reason,
      credential: null,
      hasRefreshToken: false,
      expiresAt: null,
      ...noRefresh,
    }),
  )
  if (marked)
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
