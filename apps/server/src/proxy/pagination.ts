import type { IncomingHttpHeaders } from 'node:http'
import { AppError, readPath, readText } from '@tenon/core'
import type { NextPage, Provider } from '@tenon/providers'
import { nextCursor, nextLink } from '../connections/next-cursor.ts'
import { encodeComponent } from './encode-component.ts'
import { itemTexts } from './item-texts.ts'

/** `X-Tenon-Paginate: json`, `ndjson`, or with `; items=data.list` and `; max-pages=20`: all pages of a list as one answer. */
const PAGINATE_HEADER = 'x-tenon-paginate'
/** Nothing in it can be matched in two ways: a header, read before anybody is known, must not cost more than its length. */
const FORM = /^\s*(json|ndjson)\s*((?:;\s*[a-z-]+\s*=[^;]*)*)$/i
/** Of a list that does not end we have to stop somewhere. */
const MAX_PAGES = 10_000

export interface PaginationWish {
  format: 'json' | 'ndjson'
  /** Where an answer keeps its items, when the provider's page does not say. */
  itemsPath: string | undefined
  maxPages: number
}

/** @throws AppError `invalid_request` */
export function readPaginationWish(headers: IncomingHttpHeaders): PaginationWish | undefined {
  const value = headers[PAGINATE_HEADER]
  if (value === undefined) return undefined
  const [, format, rest = ''] = FORM.exec(String(value)) ?? []
  const options = new Map(rest.split(';').slice(1).map(toOption))
  const maxPages = Number(options.get('max-pages') ?? MAX_PAGES)
  if (format === undefined || !Number.isInteger(maxPages) || maxPages < 1)
    throw new AppError(
      'invalid_request',
      'X-Tenon-Paginate must look like "json", "ndjson" or "json; items=data.list; max-pages=20"',
    )
  return {
    format: format.toLowerCase() as PaginationWish['format'],
    itemsPath: options.get('items'),
    maxPages: Math.min(maxPages, MAX_PAGES),
  }
}

function toOption(text: string): [name: string, value: string] {
  const [name = '', value = ''] = text.split('=', 2)
  return [name.trim().toLowerCase(), value.trim()]
}

/** A page of a list, read. */
export interface ReadPage {
  /** Each as JSON on one line. */
  items: string[]
  /** What the next page is asked with; `undefined` after the last. */
  next: NextRequest | undefined
}

/** A parameter of the call's own URL, or the provider's URL in its place. */
export type NextRequest = { kind: 'parameter'; name: string; value: string } | { kind: 'url'; url: string }

/** Where a list keeps its items, and how it goes on. */
export interface ListShape {
  next: NextPage
  itemsPath: string | undefined
}

/** @throws AppError `invalid_request` when the provider's page does not say how its lists go on */
export function listShape({ name, api }: Provider, wish: PaginationWish): ListShape {
  const { pagination } = api
  if (!pagination || pagination.next.by === 'query_language')
    throw new AppError('invalid_request', `How lists of ${name} go on is not described: ask for each page`)
  return { next: pagination.next, itemsPath: wish.itemsPath ?? pagination.itemsPath }
}

/**
 * @param text the answer's JSON
 * @param asked the parameter's value in this page's own request, if it had one
 * @throws AppError `invalid_request` when there is no list where it should be
 */
export function readListPage(
  { next, itemsPath }: ListShape,
  { text, link, asked }: { text: string; link: string | undefined; asked: string | undefined },
): ReadPage {
  const body = parse(text)
  const path = itemsPath ?? onlyList(body)
  const items = path === undefined ? undefined : readPath(body, path)
  if (!Array.isArray(items)) throw noList(body, itemsPath)
  return { items: itemTexts(text, path ?? ''), next: nextRequest(next, { body, items, link, cursor: asked }) }
}

function nextRequest(next: NextPage, page: Parameters<typeof nextCursor>[1]): NextRequest | undefined {
  if (next.by === 'query_language') return undefined
  if (next.by === 'url') return toUrl(readText(page.body, next.path))
  if (next.by === 'link_header') return toUrl(nextLink(page.link))
  const value = nextCursor(next, page)
  return value ? { kind: 'parameter', name: next.param, value } : undefined
}

function toUrl(url: string | undefined): NextRequest | undefined {
  return url ? { kind: 'url', url } : undefined
}

/** The list's place when there is only one it can be: the whole answer, or the one list among its fields. */
function onlyList(body: unknown): string | undefined {
  if (Array.isArray(body)) return ''
  if (typeof body !== 'object' || body === null) return undefined
  const lists = Object.entries(body).filter(([, value]) => Array.isArray(value))
  return lists.length === 1 ? lists[0]?.[0] : undefined
}

function noList(body: unknown, path: string | undefined): AppError {
  const fields = typeof body === 'object' && body !== null ? Object.keys(body).slice(0, 20) : []
  const where = path === undefined ? 'in this answer' : `at "${path}"`
  return new AppError(
    'invalid_request',
    `There is no list ${where}: say where with X-Tenon-Paginate: json; items=…`,
    { meta: { fields } },
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new AppError('upstream_protocol_error', 'A page of the list is not JSON')
  }
}

/** The same path and query with one parameter set; the rest stays as sent. */
export function withParameter(pathAndQuery: string, name: string, value: string): string {
  const queryAt = pathAndQuery.indexOf('?')
  const path = queryAt < 0 ? pathAndQuery : pathAndQuery.slice(0, queryAt)
  const kept = queryAt < 0 ? [] : pathAndQuery.slice(queryAt + 1).split('&')
  const others = kept.filter((parameter) => parameter !== '' && nameOf(parameter) !== name.toWellFormed())
  return `${path}?${[...others, `${encodeComponent(name)}=${encodeComponent(value)}`].join('&')}`
}

/** The parameter's value in a path and query, if it is there. */
export function parameterIn(pathAndQuery: string, name: string): string | undefined {
  const [, query = ''] = pathAndQuery.split('?', 2)
  return new URLSearchParams(query).get(name) ?? undefined
}

function nameOf(parameter: string): string | undefined {
  return [...new URLSearchParams(parameter).keys()][0]
}
