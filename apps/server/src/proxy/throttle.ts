import type { IncomingHttpHeaders } from 'node:http'
import { readPath } from '@tenon/core'
import type { Provider } from '@tenon/providers'
import { LRUCache } from 'lru-cache'

type RateLimit = NonNullable<Provider['api']['rateLimit']>

/** RFC 6585 §4: what says "too many requests" wherever no page says otherwise. */
const TOO_MANY_REQUESTS = 429

const HEADER = 'header:'

/** Whether the head of an answer says that there were too many calls; `perhaps` when its body has to be looked at. */
export function throttleVerdict(
  { status, headers }: { status: number; headers: IncomingHttpHeaders },
  limit: RateLimit | undefined,
): 'yes' | 'perhaps' | 'no' {
  if (status === TOO_MANY_REQUESTS) return 'yes'
  if (!limit?.status.includes(status)) return 'no'
  const { when } = limit
  if (!when?.path.startsWith(HEADER)) return when ? 'perhaps' : 'yes'
  const found = headers[when.path.slice(HEADER.length).toLowerCase()]
  return when.is.some((expected) => String(expected) === found) ? 'yes' : 'no'
}

/** What `perhaps` turns out to be. @param body the answer's, as text */
export function bodySaysThrottled(body: string, { when }: Pick<RateLimit, 'when'>): boolean {
  if (!when) return true
  const found = readPath(parse(body), when.path)
  return when.is.some((expected) => expected === found)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * When calls may go on, as the answer says: by `Retry-After`, or the header that the provider's page names.
 *
 * @returns milliseconds since 1970; `undefined` when it does not say
 */
export function throttledUntil(
  headers: IncomingHttpHeaders,
  limit: RateLimit | undefined,
  nowMs: number,
): number | undefined {
  const after = readRetryAfter(headers['retry-after'], nowMs)
  if (after !== undefined || !limit?.reset) return after
  const value = headers[limit.reset.header.toLowerCase()]
  return typeof value === 'string' ? resets[limit.reset.as](value, nowMs) : undefined
}

/** RFC 9110 §10.2.3: seconds, or an HTTP date. */
export function readRetryAfter(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) return undefined
  if (/^\s*\d+(?:\.\d+)?\s*$/.test(value)) return nowMs + Number(value) * 1000
  return readDate(value)
}

type ResetFormat = NonNullable<RateLimit['reset']>['as']

const resets: Record<ResetFormat, (value: string, nowMs: number) => number | undefined> = {
  seconds: (value, nowMs) => plus(nowMs, readNumber(value), 1000),
  milliseconds: (value, nowMs) => plus(nowMs, readNumber(value), 1),
  epoch_seconds: (value) => plus(0, readNumber(value), 1000),
  epoch_milliseconds: (value) => plus(0, readNumber(value), 1),
  iso: readDate,
}

function plus(startMs: number, number: number | undefined, unitMs: number): number | undefined {
  return number === undefined ? undefined : startMs + number * unitMs
}

function readNumber(value: string): number | undefined {
  const number = Number(value)
  return value.trim() !== '' && Number.isFinite(number) && number >= 0 ? number : undefined
}

/** An HTTP date or ISO 8601; `Date.parse` would find a date in much else. */
const DATE = /GMT\s*$|^\s*\d{4}-\d\d-\d\dT/i

function readDate(value: string): number | undefined {
  const date = DATE.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(date) ? undefined : date
}

/** Until when each connection is throttled, as its provider said last. Of this process, and bounded. */
export class Throttles {
  readonly #until = new LRUCache<string, number>({ max: 10_000 })

  remember(connectionId: string, untilMs: number): void {
    this.#until.set(connectionId, untilMs)
  }

  size(): number {
    return this.#until.size
  }

  /** @returns milliseconds since 1970; `undefined` when calls may go out */
  until(connectionId: string, nowMs: number): number | undefined {
    const untilMs = this.#until.get(connectionId)
    if (untilMs === undefined || untilMs > nowMs) return untilMs
    this.#until.delete(connectionId)
    return undefined
  }
}
