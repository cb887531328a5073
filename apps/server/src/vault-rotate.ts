import { sql } from 'drizzle-orm'
import type { Services } from './context.ts'
import { type Place, type Vault, VaultError } from './vault.ts'
import { keyIdOf, type SealedColumn, sealedColumns } from './vault-columns.ts'

const BATCH = 200

/** What changes all the time is tried again that often, then left for the next rotation. */
const MAX_PASSES = 10

/** What became of one column. */
export interface RotationReport {
  /** Such as `connection.credential`. */
  column: string
  reencrypted: number
  /** Changed, or was locked, between our reading and writing; tried again. */
  retried: number
  /** Still not sealed with the first key, since they changed at every try. */
  left: number
  /** Sealed with a key that is not there. */
  unknownKey: number
  /** Opens with no key. */
  damaged: number
}

type Parts = Pick<Services, 'db' | 'vault'>

/**
 * Seals with the first key whatever is sealed with another, while servers go on. Only an unchanged ciphertext is
 * swapped, so what a server writes meanwhile stays. Interrupted, it goes on where it was when it is run again: what is
 * done is told by the key ids of the rows themselves.
 */
export async function rotateKeys(parts: Parts): Promise<RotationReport[]> {
  const reports: RotationReport[] = []
  for (const column of sealedColumns) reports.push(await rotateColumn(parts, column))
  return reports
}

async function rotateColumn(parts: Parts, column: SealedColumn): Promise<RotationReport> {
  const report = {
    column: `${column.table}.${column.column}`,
    reencrypted: 0,
    retried: 0,
    left: 0,
    unknownKey: 0,
    damaged: 0,
  }
  for (let pass = 1; pass <= MAX_PASSES; pass++) {
    const seen = await rotateOnce(parts, column)
    report.reencrypted += seen.reencrypted
    Object.assign(report, { left: seen.changed, unknownKey: seen.unknown_key, damaged: seen.damaged })
    if (seen.changed === 0) break
    report.retried += seen.changed
  }
  return report
}

type Outcome = 'unknown_key' | 'damaged'

interface DueRow extends Record<string, unknown> {
  id: string
  sealed: Buffer
  isMoved: boolean
}

/** One walk along the ids. */
async function rotateOnce(parts: Parts, column: SealedColumn) {
  const seen = { reencrypted: 0, changed: 0, unknown_key: 0, damaged: 0 }
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const rows = await listDue(parts, column, after)
    const swaps: Swap[] = []
    for (const row of rows) {
      const resealed = reseal(parts.vault, row, column)
      if (typeof resealed === 'string') seen[resealed]++
      else swaps.push({ id: row.id, before: row.sealed, after: resealed })
    }
    const swapped = await swap(parts, column, swaps)
    seen.reencrypted += swapped
    seen.changed += swaps.length - swapped
    const last = rows.at(-1)
    if (!last || rows.length < BATCH) return seen
    after = last.id
  }
}

/** The next rows that are not sealed with the first key, by id. */
async function listDue({ db, vault }: Parts, { table, column, moved }: SealedColumn, after: string) {
  const [first = ''] = vault.keyIds()
  const flag = moved ? sql.identifier(moved.flag) : sql`false`
  const { rows } = await db.execute<DueRow>(sql`
    select id, ${sql.identifier(column)} as sealed, ${flag} as "isMoved" from ${sql.identifier(table)}
    where ${sql.identifier(column)} is not null and id > ${after}::uuid
      and (${keyIdOf(column)} is distinct from ${Buffer.from(first, 'ascii')}::bytea or ${flag})
    order by id limit ${BATCH}`)
  return rows
}

function reseal(vault: Vault, { id, sealed, isMoved }: DueRow, { table, column, moved }: SealedColumn) {
  const place: Place = { table, column, rowId: id }
  const from = isMoved && moved ? { ...moved.from, rowId: id } : place
  try {
    return vault.seal(vault.open(sealed, from), place)
  } catch (error) {
    if (!(error instanceof VaultError)) throw error
    const outcome: Outcome = error.code === 'unknown_key' ? 'unknown_key' : 'damaged'
    return outcome
  }
}

interface Swap {
  id: string
  before: Buffer
  after: Buffer
}

/** Waits for no row, so that it can be part of no deadlock: what is locked counts as changed. */
async function swap({ db }: Parts, { table, column, moved }: SealedColumn, swaps: Swap[]): Promise<number> {
  if (swaps.length === 0) return 0
  const [ids, before, after] = [
    swaps.map(({ id }) => id),
    swaps.map((one) => one.before),
    swaps.map((one) => one.after),
  ]
  const name = sql.identifier(table)
  const value = sql.identifier(column)
  const ended = moved ? sql`, ${sql.identifier(moved.flag)} = false` : sql``
  const { rowCount } = await db.execute(sql`
    with swap as (
      select * from unnest(${sql.param(ids)}::uuid[], ${sql.param(before)}::bytea[], ${sql.param(after)}::bytea[])
        as swap (id, before, after)
    ), free as (
      select ${name}.id from ${name} join swap on ${name}.id = swap.id and ${name}.${value} = swap.before
      for update of ${name} skip locked
    )
    update ${name} set ${value} = swap.after${ended} from swap join free on free.id = swap.id
    where ${name}.id = swap.id and ${name}.${value} = swap.before`)
  return rowCount ?? 0
}

/** How many values each key has sealed, by key id. */
export async function countKeyUses({ db }: Pick<Services, 'db'>): Promise<Map<string, number>> {
  const uses = new Map<string, number>()
  for (const { table, column } of sealedColumns) {
    const { rows } = await db.execute<{ keyId: Buffer | null; count: number }>(sql`
      select ${keyIdOf(column)} as "keyId", count(*)::int as count from ${sql.identifier(table)}
      where ${sql.identifier(column)} is not null group by 1`)
    for (const { keyId, count } of rows) {
      const id = keyId?.toString('ascii') ?? '?'
      uses.set(id, (uses.get(id) ?? 0) + count)
    }
  }
  return uses
}
