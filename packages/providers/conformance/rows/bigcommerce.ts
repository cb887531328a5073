import { redeems } from '../recorded.ts'
import { ABSENT, type KindRow, type Row } from '../row.ts'

const SCOPE = 'store_v2_information_read_only'
const STORE = 'https://api.bigcommerce.com/stores/abc123xyz'
const kept = (token: string) => {
  const headers = { 'x-auth-token': token, accept: 'application/json', authorization: ABSENT } as const
  return {
    calls: [
      {
        request: { url: `${STORE}/v2/store`, headers },
        reply: {
          json: {
            id: 'abc123xyz',
            domain: 'acme.mybigcommerce.com',
            secure_url: 'https://acme.mybigcommerce.com',
            status: 'live',
            name: 'Acme',
            admin_email: 'ada@acme.test',
          },
        },
      },
    ],
    account: { id: 'abc123xyz', label: 'Acme' },
    proxied: {
      path: 'v3/catalog/products?limit=5',
      request: { url: `${STORE}/v3/catalog/products`, query: { limit: '5' }, headers },
    },
  } satisfies Partial<KindRow>
}

/** Shapes: https://developer.bigcommerce.com/docs/integrations/apps/guide/auth, …/docs/rest-management/store-information */
export default {
  kinds: {
    oauth: {
      inputs: { store_hash: 'abc123xyz' },
      authorize: {
        url: 'https://login.bigcommerce.com/oauth2/authorize',
        params: {
          client_id: 'client-1',
          scope: SCOPE,
          response_type: 'code',
          context: 'stores/abc123xyz',
        },
      },
      callback: { scope: SCOPE, context: 'stores/abc123xyz', account_uuid: 'u-1' },
      tokens: [
        redeems(
          {
            url: 'https://login.bigcommerce.com/oauth2/token',
            client: 'body',
            also: { scope: SCOPE, context: 'stores/abc123xyz' },
          },
          {
            json: {
              access_token: 'at-1',
              scope: SCOPE,
              user: { id: 24_654, username: 'ada@acme.test', email: 'ada@acme.test' },
              context: 'stores/abc123xyz',
              account_uuid: 'u-1',
            },
          },
        ),
      ],
      ...kept('at-1'),
      metadata: { context: 'stores/abc123xyz', user_email: 'ada@acme.test' },
      refused: {
        reply: {
          status: 401,
          json: {
            status: 401,
            title: 'X-Auth-Token header is required',
            type: 'https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes',
            instance: '',
          },
        },
        says: 'X-Auth-Token header is required',
      },
    },
    api_key: {
      inputs: { store_hash: 'abc123xyz', api_key: 'key-1' },
      ...kept('key-1'),
      refused: {
        // v2's errors are a list.
        reply: {
          status: 403,
          json: [{ status: 403, message: 'You don’t have a required scope to access the endpoint' }],
        },
        says: 'a required scope',
      },
    },
  },
} satisfies Row
