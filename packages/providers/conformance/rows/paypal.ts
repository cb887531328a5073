import { bearer, grantsClient, redeems, renews } from '../recorded.ts'
import { ABSENT, OWN_CLIENT, type Row } from '../row.ts'

const API = 'https://api-m.sandbox.paypal.com'
const token = { url: `${API}/v1/oauth2/token`, client: 'basic' } as const
const app = { ...token, owner: OWN_CLIENT }
const grantedApp = (n: number) => ({
  json: {
    scope: 'https://uri.paypal.com/services/invoicing',
    access_token: `at-${n}`,
    token_type: 'Bearer',
    app_id: 'APP-80W284485P519543T',
    expires_in: 31_668,
    nonce: '2026-11-21T08:01:03Z1',
  },
})
// The lifetime comes as text here.
const grantedUser = (n: number) => ({ token_type: 'Bearer', expires_in: '28800', access_token: `at-${n}` })
const USER = 'https://www.paypal.com/webapps/auth/identity/user/mWq6'

const proxied = {
  path: 'v2/invoicing/invoices?page_size=20',
  request: { url: `${API}/v2/invoicing/invoices`, query: { page_size: '20' }, headers: bearer() },
}
const refused = {
  reply: {
    status: 401,
    json: {
      error: 'invalid_token',
      error_description: 'Token signature verification failed',
    },
  },
  says: 'Token signature verification failed',
}

/** Shapes: https://developer.paypal.com/api/rest/authentication/ and …/docs/log-in-with-paypal/integrate/ */
export default {
  variables: { domain: 'sandbox.paypal.com' },
  kinds: {
    client_credentials: {
      inputs: { client_id: OWN_CLIENT.id, client_secret: OWN_CLIENT.secret },
      tokens: [grantsClient(app, grantedApp(1))],
      calls: [
        {
          request: { url: `${API}/v1/notifications/webhooks-event-types`, headers: bearer() },
          reply: {
            json: { event_types: [{ name: 'PAYMENT.SALE.COMPLETED', description: 'A sale completes.' }] },
          },
        },
      ],
      account: { id: OWN_CLIENT.id, label: OWN_CLIENT.id },
      metadata: { app_id: 'APP-80W284485P519543T' },
      proxied,
      refresh: grantsClient(app, grantedApp(2)),
      refused,
    },
    oauth: {
      authorize: {
        url: 'https://www.sandbox.paypal.com/signin/authorize',
        params: {
          client_id: 'client-1',
          response_type: 'code',
          scope: 'openid email',
          code_challenge: ABSENT,
        },
      },
      callback: { scope: 'openid email' },
      tokens: [redeems(token, { json: { ...grantedUser(1), refresh_token: 'rt-1', nonce: '2026Z1' } })],
      calls: [
        {
          request: {
            url: `${API}/v1/identity/oauth2/userinfo`,
            query: { schema: 'paypalv1.1' },
            headers: bearer(),
          },
          reply: {
            json: {
              user_id: USER,
              sub: USER,
              name: 'Ada',
              payer_id: 'WDJJHEBZ4X2LY',
              emails: [{ value: 'ada@acme.test', primary: true, confirmed: true }],
            },
          },
        },
      ],
      account: { id: USER, label: 'ada@acme.test' },
      proxied,
      refresh: renews(token, { json: grantedUser(2) }),
      refused,
    },
  },
} satisfies Row
