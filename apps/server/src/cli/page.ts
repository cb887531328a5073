import type { Page } from '../users/page.ts'

/** The options of a command that lists page by page. */
export const pageOptions = {
  limit: { type: 'string', help: 'at most so many, 50 unless you say' },
  cursor: { type: 'string', help: 'nextCursor of the page before' },
} as const

/** The table of one page, and how to see the next. */
export function pageLines({ nextCursor }: Page<unknown>, lines: string[]): string[] {
  return nextCursor === null ? lines : [...lines, '', `There are more: --cursor ${nextCursor}`]
}
