import { bearer, redeems, renews } from '../recorded.ts'
import { ANY, type Row } from '../row.ts'

const TOKEN = { url: 'https://api.etsy.com/v3/public/oauth/token', client: 'none', pkce: true } as const
const tokens = (n: number) => ({
  access_token: `12345678.at-${n}`,
  token_type: 'Bearer',
  expires_in: 3600,
  refresh_token: n === 1 ? 'rt-1' : '12345678.rt-2',
})
const headers = { ...bearer('12345678.at-1'), 'x-api-key': 'client-1:secret-1' }

/** Shapes: https://developers.etsy.com/documentation/essentials/authentication/, …/reference/#operation/getMe */
export default {
  kinds: {
    oauth: {
      authorize: {
        url: 'https://www.etsy.com/oauth/connect',
        params: {
          client_id: 'client-1',
          response_type: 'code',
          scope: 'shops_r listings_r transactions_r',
          state: ANY,
          code_challenge: ANY,
          code_challenge_method: 'S256',
        },
      },
      tokens: [redeems(TOKEN, { json: tokens(1) })],
      calls: [
        {
          request: { url: 'https://api.etsy.com/v3/application/users/me', headers },
          reply: { json: { user_id: 12_345_678, shop_id: 87_654_321 } },
        },
      ],
      account: { id: '12345678', label: '87654321' },
      metadata: { user_id: '12345678', shop_id: '87654321' },
      proxied: {
        path: 'v3/application/shops/87654321/receipts?limit=5',
        request: {
          url: 'https://api.etsy.com/v3/application/shops/87654321/receipts',
          query: { limit: '5' },
          headers,
        },
      },
      refresh: renews(TOKEN, { json: tokens(2) }),
      refused: {
        reply: {
          status: 401,
          json: { error: 'invalid_token', error_description: 'access token is expired' },
        },
        says: 'access token is expired',
      },
    },
  },
} satisfies Row
