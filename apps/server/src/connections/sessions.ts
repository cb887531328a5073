import { createHash, randomBytes } from 'node:crypto'
import {
  AppError,
  type ConnectedUserId,
  type ConnectionId,
  type ConnectSessionId,
  type ProjectId,
} from '@tenon/core'
import { and, eq, lt } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import type { AssemblyState } from '../assemblies/state.ts'
import type { Services, UserContext } from '../context.ts'
import { connectedUser, connectSession } from '../database/schema.ts'
import { sessionStatePlace } from './sealed.ts'

/** How long a user may take at the provider. */
const SESSION_LIFETIME_MS = 15 * 60_000
/** How long an ended session can still be polled. */
const KEPT_FOR_MS = 24 * 60 * 60_000

export type ConnectSession = typeof connectSession.$inferSelect & { userExternalId: string }

type NewSession = Pick<
  ConnectSession,
  'integrationId' | 'pollKey' | 'openerOrigin' | 'accountType' | 'redirectUri' | 'installOptions'
>

/** A value for the `state` parameter: only its digest is stored, so that a database dump cannot finish a flow. */
export function newOAuthState(): string {
  return randomBytes(32).toString('base64url')
}

/**
 * Keeps how far the assembly has come until the callback arrives. A flow that was started under the same poll key, by a
 * popup that was reloaded, is over.
 */
export async function openSession(
  ctx: UserContext,
  session: NewSession,
  { oauthState, assembly }: { oauthState: string; assembly: AssemblyState },
): Promise<void> {
  const id = uuidv7() as ConnectSessionId
  const now = ctx.now()
  await ctx.db
    .delete(connectSession)
    .where(lt(connectSession.expiresAt, new Date(now.getTime() - KEPT_FOR_MS)))
  const values: typeof connectSession.$inferInsert = {
    ...session,
    id,
    projectId: ctx.project.id,
    userId: ctx.user.id,
    stateDigest: digest(oauthState),
    state: ctx.vault.seal(JSON.stringify(assembly), sessionStatePlace(id)),
    status: 'waiting',
    error: null,
    connectionId: null,
    expiresAt: new Date(now.getTime() + SESSION_LIFETIME_MS),
  }
  await ctx.db
    .insert(connectSession)
    .values(values)
    .onConflictDoUpdate({ target: [connectSession.userId, connectSession.pollKey], set: values })
}

/** Only of a session that still waits: one that goes on has read its state. */
export async function replaceSessionState(
  { db, vault }: Pick<Services, 'db' | 'vault'>,
  id: ConnectSessionId,
  assembly: AssemblyState,
): Promise<void> {
  await db
    .update(connectSession)
    .set({ state: vault.seal(JSON.stringify(assembly), sessionStatePlace(id)) })
    .where(and(eq(connectSession.id, id), eq(connectSession.status, 'waiting')))
}

/** The session that a callback's `state` belongs to, of whatever project: the callback carries nothing else. */
export async function findSessionByState(
  { db }: Pick<Services, 'db'>,
  oauthState: string,
): Promise<ConnectSession | undefined> {
  const [row] = await db
    .select({ session: connectSession, userExternalId: connectedUser.externalId })
    .from(connectSession)
    .innerJoin(connectedUser, eq(connectedUser.id, connectSession.userId))
    .where(eq(connectSession.stateDigest, digest(oauthState)))
  return row && { ...row.session, userExternalId: row.userExternalId }
}

/**
 * Takes a session for its one use.
 *
 * @throws AppError `state_mismatch` when it was used already, `session_expired`
 */
export async function claimSession(
  { db, now }: Pick<Services, 'db' | 'now'>,
  session: ConnectSession,
): Promise<void> {
  if (session.expiresAt <= now()) {
    throw new AppError('session_expired', 'This sign-in took too long. Please connect again')
  }
  const claimed = await db
    .update(connectSession)
    .set({ status: 'exchanging' })
    .where(and(eq(connectSession.id, session.id), eq(connectSession.status, 'waiting')))
    .returning({ id: connectSession.id })
  if (claimed.length > 0) return
  throw new AppError('state_mismatch', 'This sign-in was completed already. Please connect again')
}

type Ending = { connectionId: ConnectionId } | { error: { code: string; message: string } }

/** Ends a session: whoever polls it learns how, and its secrets are gone. */
export async function endSession(
  { db }: Pick<Services, 'db'>,
  id: ConnectSessionId,
  ending: Ending,
): Promise<void> {
  const status = 'error' in ending ? ('failed' as const) : ('completed' as const)
  await db
    .update(connectSession)
    .set({ ...ending, status, state: null })
    .where(eq(connectSession.id, id))
}

export async function findSessionByPollKey(
  ctx: UserContext,
  pollKey: string,
): Promise<Pick<ConnectSession, 'status' | 'error' | 'connectionId' | 'expiresAt'> | undefined> {
  const [row] = await ctx.db
    .select()
    .from(connectSession)
    .where(byPollKey(ctx.project.id, ctx.user.id, pollKey))
  return row
}

/** The client polls no longer. A flow that is still open stays open: its popup may yet come back. */
export async function forgetEndedSession(ctx: UserContext, pollKey: string): Promise<void> {
  const isEnded = eq(connectSession.status, 'completed')
  await ctx.db.delete(connectSession).where(and(byPollKey(ctx.project.id, ctx.user.id, pollKey), isEnded))
}

function byPollKey(projectId: ProjectId, userId: ConnectedUserId, pollKey: string) {
  return and(
    eq(connectSession.projectId, projectId),
    eq(connectSession.userId, userId),
    eq(connectSession.pollKey, pollKey),
  )
}

function digest(oauthState: string): Buffer {
  return createHash('sha256').update(oauthState).digest()
}
