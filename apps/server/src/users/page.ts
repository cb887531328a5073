import { z } from 'zod'

const MAX_LIMIT = 200

/** How a list is asked for piece by piece. */
export const PageInput = z.object({
  limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(50),
  cursor: z.uuid().toLowerCase().optional().describe('`nextCursor` of the page before'),
})

/** One piece of a list whose newest item comes first. */
export interface Page<Item> {
  items: Item[]
  /** Null on the last page. */
  nextCursor: string | null
}

/** @param rows one more than the limit, if there are more: UUIDv7 ids are the order */
export function toPage<Item extends { id: string }>(rows: readonly Item[], limit: number): Page<Item> {
  const items = rows.slice(0, limit)
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}
