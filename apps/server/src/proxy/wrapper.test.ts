import { expect, test } from 'vitest'
import { OutputWrapper } from './wrapper.ts'

/** Wraps a body in chunks of every size, and expects the same each time. */
function wrap(body: Buffer | string, contentType?: string): string {
  const bytes = Buffer.from(body)
  const results = new Set<string>()
  for (const size of [1, 2, 3, 5, bytes.length]) {
    const wrapper = new OutputWrapper(contentType)
    let result = ''
    for (let at = 0; at < bytes.length; at += size) result += wrapper.write(bytes.subarray(at, at + size))
    results.add(result + wrapper.end())
  }
  expect(results.size).toBe(1)
  return [...results][0] ?? ''
}

test('JSON is wrapped as it is, numbers and spacing included', () => {
  const body = '{"id": 12345678901234567890, "ratio": 1.0, "name":"Zoë \\u00e9 🎉"}\n'
  expect(wrap(body, 'application/json; charset=utf-8')).toBe(`{"output":${body}}`)
  expect(wrap('[]', 'application/vnd.api+json')).toBe('{"output":[]}')
  expect(wrap('null', 'Application/JSON')).toBe('{"output":null}')
})

test('anything else becomes a JSON string, characters split over chunks included', () => {
  const body = 'a "quote", a \\ and a\nline, \u0000\u001f, \u2028, Zoë €, 🎉'
  expect(JSON.parse(wrap(body, 'text/plain'))).toEqual({ output: body })
  expect(JSON.parse(wrap('<a/>', 'application/xml'))).toEqual({ output: '<a/>' })
  expect(JSON.parse(wrap('{"a":1}\n{"a":2}', 'application/x-ndjson'))).toEqual({ output: '{"a":1}\n{"a":2}' })
  expect(JSON.parse(wrap('untyped'))).toEqual({ output: 'untyped' })
})

test('a byte order mark would not be JSON inside of it, and is left out', () => {
  expect(wrap('\uFEFF{"a":1}', 'application/json')).toBe('{"output":{"a":1}}')
  expect(wrap('\uFEFFtext', 'text/plain')).toBe('{"output":"text"}')
})

test('the declared charset is decoded', () => {
  expect(JSON.parse(wrap(Buffer.from('caf\xe9', 'latin1'), 'text/plain; charset=ISO-8859-1'))).toEqual({
    output: 'café',
  })
  expect(JSON.parse(wrap(Buffer.from('"é"', 'utf16le'), 'application/json; charset="utf-16le"'))).toEqual({
    output: 'é',
  })
  expect(JSON.parse(wrap('é', 'text/plain; charset=nonsense'))).toEqual({ output: 'é' })
})

test('bytes that are no text still give JSON', () => {
  expect(JSON.parse(wrap(Buffer.from([0xff, 0xfe, 0x80, 0x41]), 'image/png')).output).toContain('A')
  expect(JSON.parse(wrap(Buffer.from([0xe2, 0x82]), 'text/plain')).output).toBe('\uFFFD')
})

test('a JSON answer of nothing but white space is wrapped as null', () => {
  expect(JSON.parse(wrap(' \n', 'application/json'))).toEqual({ output: null })
})
