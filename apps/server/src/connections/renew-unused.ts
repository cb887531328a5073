import { AppError, type ConnectionId, unusedRenewalAt } from '@tenon/core'
import type { Provider } from '@tenon/providers'
import { record } from '../audit/audit.ts'
import type { ProjectContext, Services } from '../context.ts'
import { authKindUsed, getIntegration, type Integration } from '../integrations/integrations.ts'
import { getProject } from '../projects/projects.ts'
import { defineJob } from '../queue/job.ts'
import { refresh } from './refresh.ts'
import { type ConnectionRow, findConnectionOfProject, lockSubject } from './store.ts'
import { type DueConnection, listDueUnused, type UnusedKind } from './unused-store.ts'

/** Connections renewed at the same time: a provider's limits are for all of a client's users together. */
const AT_ONCE = 5
const PIECE = 50
/** Of one kind in one pass; what is left waits for the next, so that a long pause is not made up for in a burst. */
const MAX_PER_PASS = 1_000

/** What a pass has done. */
export interface Renewed {
  renewed: number
  failed: number
}

/** At most one process renews, every ten minutes. */
export const unusedRenewalJob = defineJob({
  name: 'unused-renewals',
  concurrency: 1,
  expireInSeconds: 3_600,
  pollEverySeconds: 30,
  cron: '*/10 * * * *',
  work: async (services, _data, stop) => {
    const { renewed, failed } = await renewUnused(services, stop)
    if (renewed + failed > 0)
      services.log.info({ count: renewed }, `renewed unused credentials; ${failed} could not be`)
  },
})

/** Renews the credentials whose refresh tokens would die of disuse, in every project. */
export async function renewUnused(services: Services, stop: AbortSignal): Promise<Renewed> {
  const done: Renewed = { renewed: 0, failed: 0 }
  for (const kind of unusedKinds(services.providers)) await renewKind(services, kind, done, stop)
  return done
}

/** What dies when it is not used, by the catalog. A token renewed with itself dies when it expires. */
export function unusedKinds(providers: ReadonlyMap<string, Provider>): UnusedKind[] {
  return [...providers.values()].flatMap(({ id, auth }) =>
    auth.flatMap((kind) => {
      if (kind.type !== 'oauth2' || !kind.server.refresh) return []
      const { unusedLifetimeMs, defaultLifetimeMs, with: means } = kind.server.refresh
      const lifetimeMs = unusedLifetimeMs ?? (means === 'access_token' ? defaultLifetimeMs : null)
      return lifetimeMs === null ? [] : [{ integration: id, accountType: kind.id, lifetimeMs }]
    }),
  )
}

async function renewKind(services: Services, kind: UnusedKind, done: Renewed, stop: AbortSignal) {
  let after: ConnectionId | undefined
  for (let seen = 0; seen < MAX_PER_PASS && !stop.aborted; ) {
    const piece = await listDueUnused(services.db, kind, { now: services.now(), after, limit: PIECE })
    for (let at = 0; at < piece.length && !stop.aborted; at += AT_ONCE) {
      const outcomes = piece.slice(at, at + AT_ONCE).map((due) => renewOne(services, kind, due))
      for (const outcome of await Promise.all(outcomes)) if (outcome) done[outcome]++
    }
    if (piece.length < PIECE) return
    seen += piece.length
    after = piece.at(-1)?.id
  }
}

/** @returns `undefined` when there was nothing left to do */
async function renewOne(
  services: Services,
  kind: UnusedKind,
  { id, projectId }: DueConnection,
): Promise<keyof Renewed | undefined> {
  const { log, metrics } = services
  try {
    const ctx: ProjectContext = { ...services, project: await getProject(services, projectId) }
    const row = await findConnectionOfProject(ctx, id)
    const isDue = row && unusedRenewalAt(row, kind.lifetimeMs) <= services.now()
    if (!isDue) return undefined // disconnected or used meanwhile, or renewed by another process
    const integration = await getIntegration(ctx, row.integrationId)
    const code = await tryRefresh(ctx, row, integration)
    metrics.countUnusedRenewal(kind.integration, code ?? 'renewed')
    if (code === undefined) return 'renewed'
    log.warn(
      { projectId, connectionId: id, integration: kind.integration, code },
      'an unused credential could not be renewed',
    )
    if (code !== 'connection_needs_reauth' && row.refreshFailureCount === 0)
      await report(ctx, { row, kind, code })
  } catch (err) {
    // One that cannot be read must not keep the others from being renewed.
    log.error({ projectId, connectionId: id, err }, 'an unused credential could not be looked at')
  }
  return 'failed'
}

/** @returns why it failed; undefined when it did not */
async function tryRefresh(
  ctx: ProjectContext,
  row: ConnectionRow,
  integration: Integration,
): Promise<string | undefined> {
  const auth = authKindUsed(integration, row.accountType)
  try {
    const current = await refresh(ctx, { row, integration, auth, isForced: false })
    // A refresh that fails while the access token still works throws nothing.
    return current.credentialVersion === row.credentialVersion ? 'upstream_refused' : undefined
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}

/** Once for a row of failures: the next pass tries again, until the provider says that it is over. */
async function report(
  ctx: ProjectContext,
  { row, kind, code }: { row: ConnectionRow; kind: UnusedKind; code: string },
): Promise<void> {
  const diesAt = new Date(row.issuedAt.getTime() + kind.lifetimeMs).toISOString()
  await ctx.db.transaction(async (tx) => {
    const scope = { ...ctx, db: tx }
    const found = await lockSubject(scope, row.id)
    if (!found) return
    const { id: connectionId, integration, userExternalId, accountType } = found.subject
    await record(scope, {
      actor: { kind: 'system', id: null },
      action: 'connection.renewal_failed',
      connectionId,
      integration,
      userExternalId,
      reason: null,
      detail: { code, diesAt, accountType },
    })
  })
}
