import { bearer, redeems, renews } from '../recorded.ts'
import { ABSENT, type Row } from '../row.ts'

const HOST = 'https://connect.squareup.com'
const TOKEN = { url: `${HOST}/oauth2/token`, client: 'body', as: 'json' } as const
const granted = (token: string) => ({
  json: {
    access_token: token,
    token_type: 'bearer',
    expires_at: '2099-01-01T00:00:00Z',
    merchant_id: 'MLB1',
    refresh_token: 'rt-1',
    short_lived: false,
  },
})

/** Shapes: https://developer.squareup.com/reference/square/o-auth-api/obtain-token, …/merchants-api/retrieve-merchant */
export default {
  kinds: {
    oauth: {
      authorize: {
        url: `${HOST}/oauth2/authorize`,
        params: {
          client_id: 'client-1',
          response_type: 'code',
          scope: 'MERCHANT_PROFILE_READ PAYMENTS_READ',
          session: 'false',
          // With PKCE a refresh token would be good for one use only.
          code_challenge: ABSENT,
        },
      },
      tokens: [redeems(TOKEN, granted('at-1'))],
      calls: [
        {
          request: { url: `${HOST}/v2/merchants/me`, headers: bearer() },
          reply: {
            json: {
              merchant: {
                id: 'MLB1',
                business_name: 'Acme Coffee',
                country: 'US',
                language_code: 'en-US',
                currency: 'USD',
                status: 'ACTIVE',
                main_location_id: 'L1',
              },
            },
          },
        },
      ],
      account: { id: 'MLB1', label: 'Acme Coffee' },
      metadata: { merchant_id: 'MLB1' },
      proxied: {
        path: 'v2/payments?limit=2',
        request: { url: `${HOST}/v2/payments`, query: { limit: '2' }, headers: bearer() },
      },
      refresh: renews(TOKEN, granted('at-2')),
      refused: {
        reply: {
          status: 403,
          json: {
            errors: [
              {
                category: 'AUTHENTICATION_ERROR',
                code: 'INSUFFICIENT_SCOPES',
                detail: 'The merchant has not given your application sufficient permissions',
              },
            ],
          },
        },
        says: 'The merchant has not given your application sufficient permissions',
      },
    },
  },
} satisfies Row
