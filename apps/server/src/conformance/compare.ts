import { ABSENT, ANY, type ExpectedRequest, type Jwt } from '@tenon/providers/conformance'
import { decodeJwt } from 'jose'
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
  expectAtLeast(received.headers, headers)
  if (basic) expect(received.headers.authorization).toBe(`Basic ${btoa(basic.join(':'))}`)
  if (form) {
    const fields = Object.fromEntries(new URLSearchParams(received.body))
    expect(withClaims(fields, form)).toEqual(matching(form))
  }
  if (json) expect(JSON.parse(received.body)).toEqual(matching(json))
}

/** Holds names and values against those that must be there, or must not; others are none of the row's business. */
export function expectAtLeast(received: object, expected: Record<string, unknown>): void {
  const entries = Object.entries(expected)
  const present = entries.filter(([, text]) => text !== ABSENT)
  expect(received).toMatchObject(matching(Object.fromEntries(present)))
  const absent = entries.filter(([, text]) => text === ABSENT).map(([name]) => name)
  expect(absent.filter((name) => name in received)).toEqual([])
}

/** The expected texts as vitest compares them. */
function matching(expected: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(expected).map(([name, text]) => [name, matcher(text)]))
}

function matcher(text: unknown): unknown {
  if (text === ANY) return expect.stringMatching(/./)
  if (isJwt(text)) return expect.objectContaining(text.claims)
  return text instanceof RegExp ? expect.stringMatching(text) : text
}

/** The fields, JWTs being shown as their claims. */
function withClaims(fields: Record<string, string>, expected: Record<string, unknown>): object {
  const shown = Object.entries(fields).map(([name, text]) => [
    name,
    isJwt(expected[name]) ? decodeJwt(text) : text,
  ])
  return Object.fromEntries(shown)
}

function isJwt(text: unknown): text is Jwt {
  return typeof text === 'object' && text !== null && 'claims' in text
}
