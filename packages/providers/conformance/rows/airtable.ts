import { bearer, redeems, renews } from '../recorded.ts'
import type { RecordedCall, Row } from '../row.ts'

const TOKEN = { url: 'https://airtable.com/oauth2/v1/token', client: 'basic', pkce: true } as const
const SCOPE = 'data.records:read data.records:write schema.bases:read user.email:read'
const tokens = (n: number) => ({
  access_token: `at-${n}`,
  refresh_token: `rt-${n}`,
  token_type: 'Bearer',
  scope: SCOPE,
  expires_in: 3600,
  refresh_expires_in: 5_184_000,
})
const whoami = (token: string): RecordedCall => ({
  request: { url: 'https://api.airtable.com/v0/meta/whoami', headers: bearer(token) },
  reply: { json: { id: 'usrL2PNC5o3H4lBEi', email: 'ada@acme.test', scopes: SCOPE.split(' ') } },
})
const kept = (token: string) => ({
  calls: [whoami(token)],
  account: { id: 'usrL2PNC5o3H4lBEi', label: 'ada@acme.test' },
  proxied: {
    path: 'v0/appABC/Contacts?pageSize=10',
    request: {
      url: 'https://api.airtable.com/v0/appABC/Contacts',
      query: { pageSize: '10' },
      headers: bearer(token),
    },
  },
  refused: {
    reply: {
      status: 401,
      json: { error: { type: 'AUTHENTICATION_REQUIRED', message: 'Authentication required' } },
    },
    says: 'Authentication required',
  },
})

/** Shapes: https://airtable.com/developers/web/api/oauth-reference, …/get-user-id-scopes, …/errors */
export default {
  kinds: {
    oauth: {
      authorize: {
        url: 'https://airtable.com/oauth2/v1/authorize',
        params: {
          client_id: 'client-1',
          scope: SCOPE,
          response_type: 'code',
          state: /^.{16,1024}$/,
          code_challenge: /^[\w-]{43}$/,
          code_challenge_method: 'S256',
        },
      },
      tokens: [redeems(TOKEN, { json: tokens(1) })],
      ...kept('at-1'),
      refresh: renews(TOKEN, { json: tokens(2) }),
    },
    api_key: { inputs: { api_key: 'patA1b2C3.0a1b2c' }, ...kept('patA1b2C3.0a1b2c') },
  },
} satisfies Row
