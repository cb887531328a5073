import { readPath, readText } from '@tenon/core'
import type { NextPage } from '@tenon/providers'

/** One page of a list, as far as it tells how to go on. */
interface ListPage {
  body: unknown
  items: readonly unknown[]
  /** The Link header, RFC 8288. */
  link?: string | undefined
  /** What this page was asked with. */
  cursor: string | undefined
}

type Parameter = Extract<NextPage, { param: string }>

/** What the next page is asked with, as the provider's page describes it. `undefined`: this was the last. */
export function nextCursor(next: Parameter, { body, items, link, cursor }: ListPage): string | undefined {
  switch (next.by) {
    case 'cursor': {
      const isLast = next.morePath !== undefined && readPath(body, next.morePath) !== true
      return isLast ? undefined : readText(body, next.path)
    }
    case 'page_number':
      return hasMore(next, body, items) ? String(Number(cursor ?? next.first) + 1) : undefined
    case 'offset':
      return hasMore(next, body, items) ? String(Number(cursor ?? 0) + items.length) : undefined
    case 'last_item':
      return readPath(body, next.morePath) === true ? readText(items.at(-1), next.idPath) : undefined
    case 'link_header':
      return parameterOf(nextLink(link), next.param)
    case 'next_url':
      return parameterOf(readText(body, next.path), next.param)
  }
}

/** An empty page ends a list whatever else it says: its author may have forgotten to. */
function hasMore(
  { morePath }: { morePath?: string | undefined },
  body: unknown,
  items: readonly unknown[],
): boolean {
  return items.length > 0 && (morePath === undefined || readPath(body, morePath) === true)
}

/** The URL of a Link header's rel="next", RFC 8288. */
export function nextLink(link: string | undefined): string | undefined {
  return link && /<([^>]+)>[^,]*;\s*rel="?next"?/.exec(link)?.[1]
}

/** @param url may lack the host, as Confluence's does */
function parameterOf(url: string | undefined, param: string): string | undefined {
  const parsed = url ? URL.parse(url, 'https://localhost') : null
  return parsed?.searchParams.get(param) ?? undefined
}
