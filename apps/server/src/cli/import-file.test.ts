import { expect, test } from 'vitest'
import { readRows } from './import-file.ts'

const row = { user: 'u1', integration: 'slack', accountType: 'oauth' }

test('JSON Lines, with objects or with dotted names', () => {
  const text = `${JSON.stringify({ ...row, inputs: { a: '1' }, 'inputs.b': '2', 'metadata.c': '3' })}\n\n${JSON.stringify({ ...row, externalId: null })}\n`
  expect(readRows(text)).toEqual([{ ...row, inputs: { a: '1', b: '2' }, metadata: { c: '3' } }, row])
})

test.each(['{"accessToken": "secret-token"', '["secret-token"]'])(
  'a line such as %s is a row that is none',
  (line) => {
    expect(readRows(`${JSON.stringify(row)}\n${line}\n${JSON.stringify(row)}`)).toEqual([row, null, row])
  },
)

test.each([
  ['line feeds', '\n'],
  ['carriage returns too', '\r\n'],
])('CSV with %s: quotes, commas and lines within quotes, empty cells', (_, end) => {
  const lines = [
    '\uFEFFuser,integration,accountType,accessToken,inputs.key,metadata.host',
    'u1,slack,oauth,"a,""b""",,',
    'u2,slack,api_key,,"-----BEGIN-----\nx",eu',
    '',
  ]
  expect(readRows(lines.join(end))).toEqual([
    { ...row, accessToken: 'a,"b"' },
    {
      ...row,
      user: 'u2',
      accountType: 'api_key',
      inputs: { key: '-----BEGIN-----\nx' },
      metadata: { host: 'eu' },
    },
  ])
})

test('a last line without an end, and a first cell that is empty', () => {
  expect(readRows('externalId,user,integration,accountType\n,u1,slack,oauth')).toEqual([row])
})

test.each([
  ['no heading', 'u1,slack,oauth,secret-token', /first line must name the columns/],
  ['too many cells', 'user,integration,accountType\nu1,slack,oauth,secret-token', /row 1 has more cells/],
  ['a stray quote', 'user,integration,accountType\nu1,sl"ack,secret-token', /row 1 has a quote/],
  ['nothing', ' \n', /first line|no rows/],
])('%s is refused without a word of what it holds', (_, text, message) => {
  expect(() => readRows(text)).toThrow(message)
  expect(() => readRows(text)).not.toThrow(/secret-token/)
})
