import { expect, test } from 'vitest'
import { fakePage } from '../testing/pages.ts'
import { upstreamAccess, upstreamCredential } from './access.ts'

const page = fakePage('http://127.0.0.1')

function headersFor(apiKey: string) {
  const auth = page.auth.find(({ id }) => id === 'api_key')
  if (!auth) throw new Error('the page takes no API keys')
  return upstreamCredential(page, auth, { inputs: { api_key: apiKey } }).headers
}

test('a host that calls may name is filled like a URL, or left out while it cannot be', () => {
  const [auth] = page.auth
  if (!auth) throw new Error('the page has no kinds')
  const allowedHosts = ['files.acme.example', 'localhost:8080', '{{metadata.account}}.acme.example']
  const provider = { ...page, api: { ...page.api, baseUrl: 'https://acme.example', allowedHosts } }
  const hosts = (metadata: Record<string, string>) =>
    upstreamAccess(provider, { ...auth, placement: { headers: {}, query: {}, body: {} } }, { metadata })
      .allowedHosts
  expect(hosts({})).toEqual(['files.acme.example', 'localhost:8080'])
  expect(hosts({ account: 'TSTDRV1-sb1' })).toContain('tstdrv1-sb1.acme.example')
  expect(() => hosts({ account: 'evil.example/' })).toThrow('must be one part of a host name')
})

test.each(['plain', 'with a space\tand a tab', 'caf\u00e9'])('%j goes into a header as it is', (apiKey) => {
  expect(headersFor(apiKey)).toEqual([['x-api-key', apiKey]])
})

test.each(['hunter2\r\nx: y', 'hunter2\u0000', 'hunter2\u007f', 'hunter2€', 'hunter2\u{1f600}'])(
  '%j is refused, without a word of it',
  (apiKey) => {
    const refusal = { code: 'invalid_credentials', message: '"X-Api-Key" has characters that cannot be sent' }
    expect(() => headersFor(apiKey)).toThrow(expect.objectContaining(refusal))
  },
)
