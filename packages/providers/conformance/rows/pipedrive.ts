import { bearer, redeems, renews } from '../recorded.ts'
import { ABSENT, type KindRow, type Row } from '../row.ts'

const KEY = '0123456789abcdef0123456789abcdef01234567'
const token = { url: 'https://oauth.pipedrive.com/oauth/token', client: 'basic' } as const
const granted = (n: number) => ({
  json: {
    access_token: `at-${n}`,
    token_type: 'bearer',
    refresh_token: 'rt-1',
    scope: 'deals:full,contacts:read',
    expires_in: 3599,
    api_domain: 'https://acme.pipedrive.com',
  },
})

const api = (
  host: string,
  headers: Record<string, string>,
): Pick<KindRow, 'calls' | 'account' | 'proxied' | 'refused'> => ({
  calls: [
    {
      request: { url: `${host}/api/v1/users/me`, headers },
      reply: {
        json: {
          success: true,
          data: {
            id: 8877,
            name: 'Ada',
            email: 'ada@acme.test',
            company_id: 1122,
            company_name: 'Acme',
            company_domain: 'acme',
            active_flag: true,
          },
        },
      },
    },
  ],
  account: { id: '1122', label: 'Acme' },
  proxied: {
    path: 'api/v2/deals?limit=100',
    request: { url: `${host}/api/v2/deals`, query: { limit: '100' }, headers },
  },
  refused: {
    reply: {
      status: 401,
      json: {
        success: false,
        error: 'unauthorized access',
        errorCode: 401,
        error_info: 'Please check developers.pipedrive.com for more information about Pipedrive API.',
      },
    },
    says: 'unauthorized access',
  },
})

/** Shapes: https://pipedrive.readme.io/docs/marketplace-oauth-authorization and …/docs/how-to-get-the-company-domain */
export default {
  kinds: {
    oauth: {
      authorize: {
        url: 'https://oauth.pipedrive.com/oauth/authorize',
        params: { client_id: 'client-1', scope: ABSENT },
      },
      tokens: [redeems(token, granted(1))],
      ...api('https://acme.pipedrive.com', bearer()),
      metadata: { api_domain: 'https://acme.pipedrive.com' },
      refresh: renews(token, granted(2)),
    },
    api_key: { inputs: { api_key: KEY }, ...api('https://api.pipedrive.com', { 'x-api-token': KEY }) },
  },
} satisfies Row
