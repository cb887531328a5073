import { bearer, redeems } from '../recorded.ts'
import { ABSENT, type KindRow, type Row } from '../row.ts'

const api = (token: string): Pick<KindRow, 'calls' | 'account' | 'metadata' | 'proxied' | 'refused'> => {
  const headers = { ...bearer(token), accept: 'application/json' }
  return {
    calls: [
      {
        request: { url: 'https://api.intercom.io/me', headers },
        reply: {
          json: {
            type: 'admin',
            id: '991267459',
            email: 'ada@acme.test',
            name: 'Ada',
            email_verified: true,
            app: { type: 'app', id_code: 'abc123', name: 'Acme', region: 'EU', timezone: 'Europe/Dublin' },
            has_inbox_seat: true,
          },
        },
      },
    ],
    account: { id: 'abc123', label: 'Acme' },
    metadata: { region: 'EU' },
    proxied: {
      path: 'contacts/search',
      request: {
        url: 'https://api.intercom.io/contacts/search',
        headers,
        json: { query: { field: 'email', operator: '=', value: 'ada@acme.test' } },
      },
    },
    refused: {
      reply: {
        status: 401,
        json: {
          type: 'error.list',
          request_id: 'b68959ea',
          errors: [{ code: 'unauthorized', message: 'Access Token Invalid' }],
        },
      },
      says: 'Access Token Invalid',
    },
  }
}

/** Shapes: https://developers.intercom.com/docs/build-an-integration/learn-more/authentication/setting-up-oauth */
export default {
  kinds: {
    oauth: {
      authorize: {
        url: 'https://app.intercom.com/oauth',
        params: { client_id: 'client-1', response_type: 'code', scope: ABSENT },
      },
      tokens: [
        redeems(
          { url: 'https://api.intercom.io/auth/eagle/token', client: 'body' },
          { json: { token_type: 'Bearer', token: 'at-1', access_token: 'at-1' } },
        ),
      ],
      ...api('at-1'),
    },
    api_key: { inputs: { api_key: 'dG9rOmFi' }, ...api('dG9rOmFi') },
  },
} satisfies Row
