import type { IncomingHttpHeaders } from 'node:http'
import { AppError } from '@tenon/core'

/** `X-Tenon-Retry: 3` or `3; max-wait=20`: how often a call may be repeated, and for how many seconds it may wait in all. */
const RETRY_HEADER = 'x-tenon-retry'
const FORM = /^\s*(\d+)\s*(?:;\s*max-wait\s*=\s*(\d+)\s*)?$/

/** The hard caps. Whoever needs more waits for longer than an HTTP call should. */
const MAX_RETRIES = 5
const MAX_WAIT_S = 60
const DEFAULT_WAIT_S = 30

/** What a caller who asked for retries allows. */
export interface RetryBudget {
  retries: number
  waitMs: number
}

/** @throws AppError `invalid_request` */
export function readRetryBudget(headers: IncomingHttpHeaders): RetryBudget | undefined {
  const value = headers[RETRY_HEADER]
  if (value === undefined) return undefined
  const [, retries, seconds] = FORM.exec(String(value)) ?? []
  if (retries === undefined)
    throw new AppError('invalid_request', 'X-Tenon-Retry must look like "3" or "3; max-wait=20"')
  return {
    retries: Math.min(Number(retries), MAX_RETRIES),
    waitMs: Math.min(Number(seconds ?? DEFAULT_WAIT_S), MAX_WAIT_S) * 1000,
  }
}

/** RFC 9110 §9.2.2. Others may have taken effect although their answer says that something failed. */
const IDEMPOTENT = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])
/** Answers that time may heal. */
const PASSING_STATUS = new Set([502, 503, 504])

/** Whether an answer may be repeated that is no throttle; a throttled call was not carried out, whatever its verb. */
export function isPassingFault(method: string, status: number): boolean {
  return PASSING_STATUS.has(status) && IDEMPOTENT.has(method)
}

const FIRST_BACKOFF_MS = 500
const LAST_BACKOFF_MS = 8_000
/** So that callers who were throttled together do not come back together. */
const LONGEST_JITTER_MS = 1_000

/**
 * How long to wait before a call is repeated.
 *
 * @param attempt how often it was repeated already
 * @param untilMs when calls may go on, if the provider said so, in milliseconds since 1970
 * @param random in [0, 1)
 * @returns `undefined` when the caller's budget does not allow it
 */
export function retryDelay(
  { retries, waitMs }: RetryBudget,
  { attempt, waitedMs, untilMs }: { attempt: number; waitedMs: number; untilMs: number | undefined },
  nowMs: number,
  random: number,
): number | undefined {
  if (attempt >= retries) return undefined
  const backoffMs = Math.min(FIRST_BACKOFF_MS * 2 ** attempt, LAST_BACKOFF_MS)
  const delayMs =
    untilMs === undefined
      ? backoffMs * (0.5 + random / 2)
      : Math.max(0, untilMs - nowMs) + random * Math.min(backoffMs, LONGEST_JITTER_MS)
  return waitedMs + delayMs <= waitMs ? delayMs : undefined
}
