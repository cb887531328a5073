import { bearer, redeems, renews } from '../recorded.ts'
import { ANY, type KindRow, type Row } from '../row.ts'

const token = { url: 'https://identity.pagerduty.com/oauth/token', client: 'body' } as const
const granted = (n: number) => ({
  json: {
    client_info: 'prefix_legacy_app',
    id_token: 'none',
    access_token: `at-${n}`,
    refresh_token: `rt-${n}`,
    token_type: 'bearer',
    scope: 'read',
    expires_in: 86_400,
  },
})
const ada = { id: 'PXPGF42', type: 'user', summary: 'Ada', name: 'Ada', email: 'ada@acme.test' }

const api = (authorization: string): Pick<KindRow, 'proxied' | 'refused'> => ({
  proxied: {
    path: 'incidents?limit=25&statuses%5B%5D=triggered',
    request: {
      url: 'https://api.pagerduty.com/incidents',
      query: { limit: '25', 'statuses[]': 'triggered' },
      headers: { authorization, accept: 'application/vnd.pagerduty+json;version=2' },
    },
  },
  refused: {
    reply: { status: 401, json: { error: { message: 'Account Not Found', code: 2006 } } },
    says: 'Account Not Found',
  },
})
const accept = { accept: 'application/vnd.pagerduty+json;version=2' }

/** Shapes: https://developer.pagerduty.com/docs/user-oauth-token-via-code-grant and …/docs/errors */
export default {
  kinds: {
    oauth: {
      authorize: {
        url: 'https://identity.pagerduty.com/oauth/authorize',
        params: {
          client_id: 'client-1',
          response_type: 'code',
          scope: 'read',
          code_challenge: ANY,
          code_challenge_method: 'S256',
        },
      },
      callback: { subdomain: 'acme', service_region: 'us' },
      tokens: [redeems({ ...token, pkce: true }, granted(1))],
      calls: [
        {
          request: { url: 'https://api.pagerduty.com/users/me', headers: { ...bearer(), ...accept } },
          reply: { json: { user: ada } },
        },
      ],
      account: { id: 'PXPGF42', label: 'ada@acme.test' },
      ...api(bearer().authorization),
      refresh: renews(token, granted(2)),
    },
    api_key: {
      inputs: { api_key: 'u+key-1' },
      calls: [
        {
          request: {
            url: 'https://api.pagerduty.com/users',
            query: { limit: '1' },
            headers: { authorization: 'Token token=u+key-1', ...accept },
          },
          reply: { json: { users: [ada], limit: 1, offset: 0, total: null, more: true } },
        },
      ],
      ...api('Token token=u+key-1'),
    },
  },
} satisfies Row
