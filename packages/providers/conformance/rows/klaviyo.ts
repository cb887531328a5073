import { bearer, redeems, renews } from '../recorded.ts'
import { ANY, type KindRow, type Row } from '../row.ts'

const token = { url: 'https://a.klaviyo.com/oauth/token', client: 'basic' } as const
const granted = (n: number) => ({
  json: {
    access_token: `at-${n}`,
    refresh_token: 'rt-1',
    expires_in: 3600,
    token_type: 'Bearer',
    scope: 'accounts:read profiles:read',
  },
})

const api = (authorization: string): Pick<KindRow, 'calls' | 'account' | 'proxied' | 'refused'> => {
  const headers = {
    authorization,
    accept: 'application/vnd.api+json',
    revision: /^20\d\d-\d\d-15$/,
  }
  return {
    calls: [
      {
        request: { url: 'https://a.klaviyo.com/api/accounts', headers },
        reply: {
          json: {
            data: [
              {
                type: 'account',
                id: 'AbC123',
                attributes: {
                  test_account: false,
                  contact_information: {
                    default_sender_name: 'Ada',
                    default_sender_email: 'ada@acme.test',
                    organization_name: 'Acme',
                  },
                  timezone: 'US/Eastern',
                  public_api_key: 'AbC123',
                },
              },
            ],
            links: { self: 'https://a.klaviyo.com/api/accounts', next: null, prev: null },
          },
        },
      },
    ],
    account: { id: 'AbC123', label: 'Acme' },
    proxied: {
      path: 'api/profiles?page%5Bsize%5D=20',
      request: { url: 'https://a.klaviyo.com/api/profiles', query: { 'page[size]': '20' }, headers },
    },
    refused: {
      reply: {
        status: 401,
        json: {
          errors: [
            {
              id: 'e1',
              status: 401,
              code: 'not_authenticated',
              title: 'Authentication credentials were not provided.',
              detail: 'Missing or invalid private key.',
              source: { pointer: '/data/' },
            },
          ],
        },
      },
      says: 'Missing or invalid private key',
    },
  }
}

/** Shapes: https://developers.klaviyo.com/en/docs/set_up_oauth and …/reference/get_accounts */
export default {
  kinds: {
    oauth: {
      authorize: {
        url: 'https://www.klaviyo.com/oauth/authorize',
        params: {
          client_id: 'client-1',
          response_type: 'code',
          scope: 'accounts:read profiles:read',
          code_challenge: ANY,
          code_challenge_method: 'S256',
        },
      },
      tokens: [redeems({ ...token, pkce: true }, granted(1))],
      ...api(bearer().authorization),
      refresh: renews(token, granted(2)),
    },
    api_key: { inputs: { api_key: 'pk_12ab' }, ...api('Klaviyo-API-Key pk_12ab') },
  },
} satisfies Row
