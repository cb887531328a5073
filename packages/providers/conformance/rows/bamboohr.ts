import { bearer, redeems, renews } from '../recorded.ts'
import type { KindRow, Row } from '../row.ts'

const HOST = 'https://acme.bamboohr.com'
const KEY = '0123456789abcdef0123456789abcdef01234567'
const TOKEN = { url: `${HOST}/token.php`, client: 'body', query: { request: 'token' } } as const
const SCOPE = 'offline_access employee openid email employee_directory field'
const tokens = (n: number) => ({
  access_token: `at-${n}`,
  expires_in: 3600,
  token_type: 'Bearer',
  scope: SCOPE,
  refresh_token: `rt-${n}`,
  id_token: 'eyJ0.eyJz.c2ln',
  companyDomain: 'acme',
})
/** @param test path and answer of the test endpoint */
const kept = (
  credential: { headers?: { authorization: string }; basic?: [string, string] },
  test: { path: string; json: unknown },
) =>
  ({
    calls: [
      {
        request: {
          url: `${HOST}/api${test.path}`,
          ...credential,
          headers: { ...credential.headers, accept: 'application/json' },
        },
        reply: { json: test.json },
      },
    ],
    account: { id: 'acme', label: 'acme' },
    proxied: {
      path: 'v1/employees/directory',
      request: {
        url: `${HOST}/api/v1/employees/directory`,
        ...credential,
        headers: { ...credential.headers, accept: 'application/json' },
      },
    },
    refused: {
      reply: { status: 403, headers: { 'x-bamboohr-error-message': 'Insufficient permissions' } },
      says: 'Insufficient permissions',
    },
  }) satisfies KindRow

/** Shapes: https://documentation.bamboohr.com/docs/getting-started, …/reference/get-employee, …/reference/list-fields */
export default {
  kinds: {
    oauth: {
      inputs: { subdomain: 'acme' },
      authorize: {
        url: `${HOST}/authorize.php`,
        params: { request: 'authorize', client_id: 'client-1', scope: SCOPE, response_type: 'code' },
      },
      tokens: [redeems(TOKEN, { json: tokens(1) })],
      ...kept({ headers: bearer() }, { path: '/v1/employees/0', json: { id: '42' } }),
      refresh: renews(TOKEN, { json: tokens(2) }),
    },
    api_key: {
      inputs: { subdomain: 'acme', api_key: KEY },
      ...kept(
        { basic: [KEY, 'x'] },
        {
          path: '/v1/meta/fields',
          json: [{ id: 4097, name: 'First name', type: 'text', alias: 'firstName' }],
        },
      ),
    },
  },
} satisfies Row
