import { bearer, redeems, renews } from '../recorded.ts'
import type { KindRow, Row } from '../row.ts'

const TOKEN = { url: 'https://connect.stripe.com/oauth/token', client: 'body' } as const
const KEY = 'rk_live_51Nx'
const granted = (token: string) => ({
  json: {
    access_token: token,
    livemode: true,
    refresh_token: 'rt-1',
    token_type: 'bearer',
    stripe_publishable_key: 'pk_live_1',
    stripe_user_id: 'acct_1',
    scope: 'read_write',
  },
})

const api = (token: string) =>
  ({
    calls: [
      {
        request: { url: 'https://api.stripe.com/v1/account', headers: bearer(token) },
        reply: {
          json: {
            id: 'acct_1',
            object: 'account',
            country: 'DE',
            email: 'ada@acme.example',
            settings: { dashboard: { display_name: 'Acme', timezone: 'Europe/Berlin' } },
            type: 'standard',
          },
        },
      },
    ],
    account: { id: 'acct_1', label: 'Acme' },
    proxied: {
      path: 'v1/customers',
      request: {
        url: 'https://api.stripe.com/v1/customers',
        form: { email: 'grace@acme.example', 'metadata[plan]': 'free' },
        headers: { ...bearer(token), 'content-type': /^application\/x-www-form-urlencoded/ },
      },
    },
    refused: {
      reply: {
        status: 401,
        json: {
          error: { message: 'Invalid API Key provided: rk_live_****', type: 'invalid_request_error' },
        },
      },
      says: 'Invalid API Key provided',
    },
  }) satisfies KindRow

/** Shapes: https://docs.stripe.com/connect/oauth-reference, https://docs.stripe.com/api/accounts/retrieve */
export default {
  kinds: {
    api_key: { inputs: { api_key: KEY }, ...api(KEY) },
    oauth: {
      authorize: {
        url: 'https://connect.stripe.com/oauth/authorize',
        params: { client_id: 'client-1', response_type: 'code', scope: 'read_write' },
      },
      tokens: [redeems(TOKEN, granted('at-1'))],
      ...api('at-1'),
      metadata: { stripe_user_id: 'acct_1', livemode: 'true' },
      refresh: renews(TOKEN, granted('at-2')),
    },
  },
} satisfies Row
