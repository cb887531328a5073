import { type ConnectionId, ReauthReason } from '@tenon/core'
import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import type { ProjectContext } from '../context.ts'
import type { Executor } from '../database/open.ts'
import { type Page, PageInput, toPage } from '../users/page.ts'
import { type Actor, AuditAction, type AuditDetail } from './entry.ts'
import * as store from './store.ts'

/** One line of the audit trail. */
export interface AuditEntry {
  id: string
  at: Date
  actor: Actor
  action: AuditAction
  connectionId: ConnectionId | null
  /** Slug. */
  integration: string | null
  userExternalId: string | null
  reason: ReauthReason | null
  detail: AuditDetail
}

/** A day begins at midnight UTC. */
const Moment = z.union([z.iso.datetime({ offset: true }), z.iso.date()])

export const ListAuditInput = PageInput.extend({
  connectionId: z.uuid().toLowerCase().optional(),
  userExternalId: z.string().max(256).optional().describe('your own id of the user'),
  action: AuditAction.optional(),
  since: Moment.optional().describe('ISO 8601; entries of then and later'),
  until: Moment.optional().describe('ISO 8601; entries before then'),
})

/** Writes an entry, in the transaction of what it tells of. */
export async function record(
  ctx: ProjectContext & { db: Executor },
  entry: Omit<AuditEntry, 'id' | 'at'>,
): Promise<void> {
  const { actor, ...values } = entry
  await store.insertEntry(ctx, {
    ...values,
    id: uuidv7(),
    at: ctx.now(),
    actorKind: actor.kind,
    actorId: actor.id,
  })
}

/** The newest first. */
export async function listAudit(
  ctx: ProjectContext,
  input: z.input<typeof ListAuditInput>,
): Promise<Page<AuditEntry>> {
  const { limit, cursor, connectionId, action, since, until, ...filter } = ListAuditInput.parse(input)
  const rows = await store.listEntries(ctx, {
    ...filter,
    connectionId: connectionId as ConnectionId | undefined,
    actions: action && [action],
    since: since === undefined ? undefined : new Date(since),
    until: until === undefined ? undefined : new Date(until),
    before: cursor,
    limit: limit + 1,
  })
  return toPage(rows.map(toEntry), limit)
}

/** Which connections came to need their users within a window, the newest first. */
export async function listLostConnections(
  scope: Pick<ProjectContext, 'db' | 'project'>,
  within: { since: Date; until: Date; userExternalId?: string | undefined; limit: number },
): Promise<AuditEntry[]> {
  const actions = ReauthReason.options.map((reason) => `connection.${reason}` as const)
  return (await store.listEntries(scope, { ...within, actions })).map(toEntry)
}

function toEntry({ actorKind, actorId, projectId: _projectId, ...row }: store.AuditRow): AuditEntry {
  return { ...row, actor: { kind: actorKind, id: actorId } }
}
