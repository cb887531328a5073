import { describe, expect, test } from 'vitest'
import { afterUnauthorized, freshness, mayForceRefresh, retryRefreshAt, staleFrom } from './connection.ts'

const MINUTE_MS = 60_000
const issuedAt = new Date('2026-01-01T00:00:00Z')
const after = (ms: number) => new Date(issuedAt.getTime() + ms)
const policy = {
  marginMs: MINUTE_MS,
  minIntervalMs: 15 * MINUTE_MS,
  defaultLifetimeMs: null,
  reuseGraceMs: null,
}
const anHour = { issuedAt, expiresAt: after(60 * MINUTE_MS), forcedAt: null, failures: null }

describe('freshness', () => {
  test.each([
    [0, 'fresh'],
    [58 * MINUTE_MS, 'fresh'],
    [59 * MINUTE_MS, 'stale'],
    [60 * MINUTE_MS, 'expired'],
  ])('%i ms after an hour’s token was issued: %s', (ms, expected) => {
    expect(freshness(anHour, policy, after(ms))).toBe(expected)
  })

  test('a token without an end is fresh for ever', () => {
    expect(freshness({ ...anHour, expiresAt: null }, policy, after(1e12))).toBe('fresh')
  })

  test('the margin takes no more than half of a short life', () => {
    expect(staleFrom({ ...anHour, expiresAt: after(5_000) }, policy)).toEqual(after(2_500))
  })
})

describe('a refresh forced by a 401', () => {
  test('may break the minimum interval once', () => {
    expect(mayForceRefresh(anHour, policy, after(MINUTE_MS))).toBe(true)
    const forced = { ...anHour, forcedAt: after(MINUTE_MS) }
    expect(mayForceRefresh(forced, policy, after(2 * MINUTE_MS))).toBe(false)
    expect(mayForceRefresh(forced, policy, after(16 * MINUTE_MS))).toBe(true)
  })

  test('the interval is shorter for shorter lives', () => {
    const short = { issuedAt, expiresAt: after(10_000), forcedAt: issuedAt, failures: null }
    expect(mayForceRefresh(short, policy, after(4_000))).toBe(false)
    expect(mayForceRefresh(short, policy, after(5_000))).toBe(true)
  })
})

describe('after a refresh that failed', () => {
  const failing = (count: number) => ({ ...anHour, failures: { count, lastAt: issuedAt } })

  test.each([
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
    [7, 60_000],
    [5_000, 60_000],
  ])('%i times in a row, the next attempt is due after %i ms', (count, ms) => {
    expect(retryRefreshAt(failing(count))).toEqual(after(ms))
  })

  test('a 401 forces none before, whatever the token’s age', () => {
    const old = { ...anHour, failures: { count: 3, lastAt: after(30 * MINUTE_MS) } }
    expect(mayForceRefresh(old, policy, after(30 * MINUTE_MS + 3_999))).toBe(false)
    expect(mayForceRefresh(old, policy, after(30 * MINUTE_MS + 4_000))).toBe(true)
  })
})

describe('after a provider’s 401', () => {
  const facts = {
    canRefresh: true,
    isRefreshFailing: false,
    wasRefreshed: false,
    testStatus: undefined,
    hasTestEndpoint: true,
  }

  test.each([
    [{}, 'refresh'],
    [{ canRefresh: false }, 'ask_test_endpoint'],
    [{ wasRefreshed: true }, 'ask_test_endpoint'],
    [{ canRefresh: false, isRefreshFailing: true }, 'keep'],
    [{ isRefreshFailing: true }, 'refresh'],
    [{ wasRefreshed: true, testStatus: 200 }, 'keep'],
    [{ wasRefreshed: true, testStatus: 401 }, 'needs_reauth'],
    [{ wasRefreshed: true, testStatus: 503 }, 'keep'],
    [{ wasRefreshed: true, testStatus: null }, 'keep'],
    [{ wasRefreshed: true, hasTestEndpoint: false }, 'needs_reauth'],
    [{ canRefresh: false, hasTestEndpoint: false }, 'needs_reauth'],
  ])('%j: %s', (more, step) => expect(afterUnauthorized({ ...facts, ...more })).toBe(step))
})
