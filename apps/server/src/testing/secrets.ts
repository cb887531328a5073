import { sql } from 'drizzle-orm'
import type { Database } from '../database/open.ts'

/** Cut short, a long secret is still one. */
const PIECE_LENGTH = 16

/** Somewhere a secret could have come to light. */
export interface Place {
  /** Such as `connection.credential`. */
  where: string
  text: string
}

/** Secrets by what they are, gathered while a test goes on. */
export class Secrets {
  readonly #known = new Map<string, string>()

  add(name: string, ...secrets: (string | null | undefined)[]): void {
    for (const secret of secrets) if (secret) this.#known.set(secret, name)
  }

  get size(): number {
    return this.#known.size
  }

  /** What is found where. */
  leaks(places: readonly Place[]): string[] {
    const spelled = Array.from(this.#known, ([secret, name]) => [name, spellings(secret)] as const)
    return places.flatMap(({ where, text }) =>
      spelled.flatMap(([name, all]) => {
        const found = all.find((spelling) => text.includes(spelling))
        return found === undefined ? [] : [`${name} in ${where}: ${around(text, found)}`]
      }),
    )
  }
}

/** As it is, as a piece, and in every encoding that texts and bytes travel in. */
function spellings(secret: string): string[] {
  const form = new URLSearchParams([['', secret]]).toString().slice('='.length)
  const all = [secret, encodeURIComponent(secret), form, JSON.stringify(secret).slice(1, -1)]
  if (secret.length >= 2 * PIECE_LENGTH) all.push(secret.slice(0, PIECE_LENGTH), secret.slice(-PIECE_LENGTH))
  const bytes = Buffer.from(secret)
  for (const before of [0, 1, 2]) {
    const base64 = base64Within(bytes, before)
    all.push(base64, base64.replaceAll('+', '-').replaceAll('/', '_'))
  }
  return [...new Set([...all, bytes.toString('hex')])]
}

/** The base64 that shows wherever the bytes stand in a longer run, `before` of whose bytes share their first three. */
function base64Within(bytes: Buffer, before: number): string {
  const run = Buffer.concat([Buffer.alloc(before), bytes])
  const whole = run.toString('base64').replace(/=+$/, '')
  const isOpenEnded = run.length % 3 !== 0
  return whole.slice(Math.ceil((before * 8) / 6), isOpenEnded ? -1 : undefined)
}

function around(text: string, found: string): string {
  const at = text.indexOf(found)
  return text.slice(Math.max(0, at - 100), at + found.length + 40)
}

/** Every column of every row of every table; bytes in each form in which something in them could be read. */
export async function dump(db: Database): Promise<Place[]> {
  const tables = await db.execute<{ schema: string; name: string }>(
    sql`select table_schema as schema, table_name as name from information_schema.tables
        where table_schema not in ('pg_catalog', 'information_schema')`,
  )
  const places: Place[] = []
  for (const { schema, name } of tables.rows) {
    const { rows } = await db.execute(sql`select * from ${sql.identifier(schema)}.${sql.identifier(name)}`)
    for (const row of rows)
      for (const [column, value] of Object.entries(row))
        places.push({ where: `${name}.${column}`, text: textOf(value) })
  }
  return places
}

function textOf(value: unknown): string {
  if (!(value instanceof Uint8Array)) return typeof value === 'string' ? value : JSON.stringify(value)
  const bytes = Buffer.from(value)
  return (['latin1', 'utf8', 'hex', 'base64', 'base64url'] as const)
    .map((encoding) => bytes.toString(encoding))
    .join(' ')
}
