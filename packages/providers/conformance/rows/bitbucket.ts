import { bearer, redeems, renews } from '../recorded.ts'
import { ABSENT, type KindRow, type Row } from '../row.ts'

const API = 'https://api.bitbucket.org/2.0'
const TOKEN = { url: 'https://bitbucket.org/site/oauth2/access_token', client: 'basic' } as const
const tokens = (n: number) => ({
  access_token: `at-${n}`,
  scopes: 'account repository:write',
  expires_in: 7200,
  refresh_token: 'rt-1',
  token_type: 'bearer',
  state: 'authorization_code',
})
const kept = (credential: { headers?: { authorization: string }; basic?: [string, string] }) =>
  ({
    calls: [
      {
        request: { url: `${API}/user`, ...credential },
        reply: {
          json: {
            type: 'user',
            uuid: '{f2f2}',
            account_id: '557058:ab',
            display_name: 'Ada Lovelace',
            nickname: 'ada',
            links: { self: { href: `${API}/users/%7Bf2f2%7D` } },
          },
        },
      },
    ],
    account: { id: '{f2f2}', label: 'Ada Lovelace' },
    proxied: {
      path: 'repositories/acme?pagelen=10',
      request: { url: `${API}/repositories/acme`, query: { pagelen: '10' }, ...credential },
    },
  }) satisfies KindRow

/** Shapes: https://developer.atlassian.com/cloud/bitbucket/oauth-2/, …/rest/intro/#errors */
export default {
  kinds: {
    oauth: {
      authorize: {
        url: 'https://bitbucket.org/site/oauth2/authorize',
        params: { client_id: 'client-1', response_type: 'code', scope: ABSENT, code_challenge: ABSENT },
      },
      tokens: [redeems(TOKEN, { json: tokens(1) })],
      ...kept({ headers: bearer() }),
      refresh: renews(TOKEN, { json: tokens(2) }),
      refused: {
        reply: {
          status: 403,
          json: {
            type: 'error',
            error: {
              message: 'Your credentials lack one or more required privilege scopes.',
              detail: { required: ['account'], granted: ['repository'] },
            },
          },
        },
        says: 'lack one or more required privilege scopes',
      },
    },
    api_token: {
      inputs: { username: 'ada@acme.test', password: 'ATATT-1' },
      ...kept({ basic: ['ada@acme.test', 'ATATT-1'] }),
      refused: {
        reply: { status: 401, json: { type: 'error', error: { message: 'Invalid API token' } } },
        says: 'Invalid API token',
      },
    },
  },
} satisfies Row
