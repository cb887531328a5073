import type { AppError, ConnectionId, ErrorCode } from '@tenon/core'
import { z } from 'zod'
import type { ConnectedUser, ProjectContext, UserContext } from '../../context.ts'
import { change } from '../../database/change.ts'
import { toAppError } from '../../http/errors.ts'
import { getActiveIntegration, type Integration } from '../../integrations/integrations.ts'
import { onBehalfOf } from '../../users/connections.ts'
import { ensureUser, findUserNamed } from '../../users/users.ts'
import { writeConnection } from '../save.ts'
import { type ConnectionRow, listConnections, lockUser } from '../store.ts'
import { askProvider } from './ask.ts'
import { checkCalls, type Prepared, prepare, withToken } from './prepare.ts'
import { ImportRow, readRow } from './row.ts'

export const MAX_ROWS = 1_000
/** Calls to providers at a time. */
const CONCURRENCY = 8

export const ImportInput = z.object({
  rows: z
    .array(z.unknown())
    .min(1)
    .max(MAX_ROWS)
    .describe('one for each connection; each is judged on its own'),
  isDryRun: z.boolean().default(false).describe('nothing is saved and nobody asked'),
  replaces: z.boolean().default(false).describe('credentials of connections that are there are replaced'),
  checks: z.boolean().default(false).describe('providers are asked whether the credentials are good'),
})
export type ImportInput = z.input<typeof ImportInput>

/** What became of a row, or would: `skipped` when the user has that connection already. */
export const ImportOutcome = z.enum(['created', 'replaced', 'skipped', 'failed'])
export type ImportOutcome = z.infer<typeof ImportOutcome>

/** Never a secret. */
export interface ImportedRow {
  /** The first is 1. */
  row: number
  user: string | null
  integration: string | null
  externalId: string | null
  outcome: ImportOutcome
  /** Null in a dry run, unless it was there before. */
  connectionId: ConnectionId | null
  code: ErrorCode | null
  reason: string | null
}

export type ImportReport = Record<ImportOutcome, number> & { items: ImportedRow[] }

/**
 * Brings connections along: users with the credentials that they gave to another system. Each row is saved on its own,
 * and one that is there already by user, integration and external id is left as it is, so that the same rows can be sent
 * again.
 */
export async function importConnections(ctx: ProjectContext, input: ImportInput): Promise<ImportReport> {
  const { rows, ...options } = ImportInput.parse(input)
  const items: ImportedRow[] = []
  const planned = new Set<string>()
  const integrations = new Map<string, Promise<Integration>>()
  const integrationOf = (name: string) => {
    const found = integrations.get(name) ?? getActiveIntegration(ctx, name)
    integrations.set(name, found)
    return found
  }
  for (let from = 0; from < rows.length; from += CONCURRENCY) {
    const group = rows.slice(from, from + CONCURRENCY)
    const judged = await Promise.all(group.map((raw) => settled(judge(ctx, raw, options, integrationOf))))
    for (const [index, one] of judged.entries()) {
      const saved = one.error ? one : await settled(save(ctx, one.value, options, planned))
      if (saved.error?.code === 'internal')
        ctx.log.error({ err: saved.error.cause }, 'a row was not imported')
      items.push(toItem(from + index + 1, group[index], saved))
    }
  }
  const count = (outcome: ImportOutcome) => items.filter((item) => item.outcome === outcome).length
  return {
    items,
    created: count('created'),
    replaced: count('replaced'),
    skipped: count('skipped'),
    failed: count('failed'),
  }
}

type Options = Omit<z.output<typeof ImportInput>, 'rows'>

/** All that takes time; what is skipped later is not asked about. */
async function judge(
  ctx: ProjectContext,
  raw: unknown,
  options: Options,
  integrationOf: (name: string) => Promise<Integration>,
): Promise<Prepared> {
  const row = readRow(raw)
  const prepared = prepare(ctx, row, await integrationOf(row.integration))
  await checkCalls(ctx, prepared)
  if (options.isDryRun || (!options.replaces && (await findExisting(ctx, prepared)))) return prepared
  const granted = await withToken(ctx, prepared)
  return options.checks ? askProvider(ctx, granted) : granted
}

interface Saved {
  outcome: ImportOutcome
  connectionId: ConnectionId | null
}

/** @param planned what a dry run would have saved so far */
async function save(
  ctx: ProjectContext,
  prepared: Prepared,
  { isDryRun, replaces }: Options,
  planned: Set<string>,
): Promise<Saved> {
  const { row, integration } = prepared
  const key = JSON.stringify([row.user, integration.id, row.externalId])
  const existing = await findExisting(ctx, prepared)
  const outcome = existing || planned.has(key) ? (replaces ? 'replaced' : 'skipped') : 'created'
  if (isDryRun) planned.add(key)
  if (isDryRun || outcome === 'skipped') return { outcome, connectionId: existing?.id ?? null }
  const user = await ensureUser(ctx, row.user)
  return change(ctx, [`user:${user.id}`], async (tx) => {
    const scope = { ...onBehalfOf(ctx, user), db: tx }
    await lockUser(scope)
    return write(scope, prepared, replaces)
  })
}

/** Looks again: the same row may have come by another call meanwhile. @param scope whose transaction has the user's lock */
async function write(scope: UserContext, prepared: Prepared, replaces: boolean): Promise<Saved> {
  const { row, integration, auth, state } = prepared
  const existing = await findExisting(scope, prepared)
  if (existing && !replaces) return { outcome: 'skipped', connectionId: existing.id }
  const connectionId = await writeConnection(scope, {
    integration,
    auth,
    options: existing
      ? { selectedCredentialId: existing.id }
      : { allowMultipleCredentials: true, ...(row.externalId && { externalId: row.externalId }) },
    obtained: { kind: 'done', state },
    isImport: true,
  })
  return { outcome: existing ? 'replaced' : 'created', connectionId }
}

async function findExisting(
  ctx: ProjectContext,
  { row, integration }: Prepared,
): Promise<ConnectionRow | undefined> {
  const user: ConnectedUser | undefined = await findUserNamed(ctx, row.user)
  if (!user) return undefined
  const connections = await listConnections({ ...ctx, user }, integration.id)
  return connections.find(({ externalId }) => externalId === (row.externalId ?? null))
}

type Settled<Value> = { value: Value; error?: never } | { value?: never; error: AppError }

async function settled<Value>(work: Promise<Value>): Promise<Settled<Value>> {
  return work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error: toAppError(error) }),
  )
}

function toItem(row: number, raw: unknown, { value, error }: Settled<Saved>): ImportedRow {
  const named = ImportRow.pick({ user: true, integration: true, externalId: true }).strip().safeParse(raw)
  const { user = null, integration = null, externalId = null } = named.data ?? {}
  const result = value ?? { outcome: 'failed' as const, connectionId: null }
  return {
    row,
    user,
    integration,
    externalId,
    ...result,
    code: error?.code ?? null,
    reason: error?.message ?? null,
  }
}
