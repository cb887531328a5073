import { ANY, type ExpectedRequest } from '@tenon/providers/conformance'
import { expect } from 'vitest'
import type { ReceivedRequest } from './stand-in.ts'

/** Holds a request against what the row expects, the unexpected included. */
export function expectRequest(received: ReceivedRequest | undefined, expected: ExpectedRequest): void {
  if (!received) throw new Error(`no request came; ${expected.url} was expected`)
  const { form, json, basic, headers = {}, query = {} } = expected
  const method = expected.method ?? (form || json ? 'POST' : 'GET')
  expect(`${received.method} ${received.url.origin}${received.url.pathname}`).toBe(
    `${method} ${expected.url}`,
  )
  expect(Object.fromEntries(received.url.searchParams)).toEqual(matching(query))
  expect(received.headers).toMatchObject(matching(headers))
  if (basic) expect(received.headers.authorization).toBe(`Basic ${btoa(basic.join(':'))}`)
  if (form) expect(Object.fromEntries(new URLSearchParams(received.body))).toEqual(matching(form))
  if (json) expect(JSON.parse(received.body)).toEqual(matching(json))
}

/** The expected texts as vitest compares them. */
export function matching(expected: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(expected).map(([name, text]) => [name, matcher(text)]))
}

function matcher(text: unknown): unknown {
  if (text === ANY) return expect.stringMatching(/./)
  return text instanceof RegExp ? expect.stringMatching(text) : text
}
