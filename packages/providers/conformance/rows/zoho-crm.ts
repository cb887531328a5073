import { redeems, renews } from '../recorded.ts'
import type { RecordedReply, Row } from '../row.ts'

const TOKEN = { url: 'https://accounts.zoho.eu/oauth/v2/token', client: 'body' } as const
const API = 'https://www.zohoapis.eu'
const headers = { authorization: 'Zoho-oauthtoken at-1' }
const granted = (token: string, more: Record<string, string> = {}): RecordedReply => ({
  json: {
    access_token: token,
    scope: 'ZohoCRM.users.READ ZohoCRM.modules.ALL',
    api_domain: API,
    token_type: 'Bearer',
    expires_in: 3600,
    ...more,
  },
})

/** Shapes: https://www.zoho.com/crm/developer/docs/api/v8/access-refresh.html, …/multi-dc.html, …/get-users.html */
export default {
  kinds: {
    oauth: {
      authorize: {
        url: 'https://accounts.zoho.com/oauth/v2/auth',
        params: {
          client_id: 'client-1',
          response_type: 'code',
          scope: 'ZohoCRM.users.READ,ZohoCRM.modules.ALL',
          access_type: 'offline',
          prompt: 'consent',
        },
      },
      // The user is in another data centre than the client.
      callback: { location: 'eu', 'accounts-server': 'https://accounts.zoho.eu' },
      tokens: [redeems(TOKEN, granted('at-1', { refresh_token: 'rt-1' }))],
      calls: [
        {
          request: { url: `${API}/crm/v8/users`, query: { type: 'CurrentUser' }, headers },
          reply: {
            json: {
              users: [
                {
                  id: '111111000000076001',
                  email: 'ada@acme.example',
                  full_name: 'Ada',
                  role: { name: 'CEO', id: '1' },
                  status: 'active',
                },
              ],
              info: { per_page: 200, count: 1, page: 1, more_records: false },
            },
          },
        },
      ],
      account: { id: '111111000000076001', label: 'ada@acme.example' },
      metadata: { api_domain: API, accounts_server: 'https://accounts.zoho.eu', location: 'eu' },
      proxied: {
        path: 'crm/v8/Leads',
        request: { url: `${API}/crm/v8/Leads`, json: { data: [{ Last_Name: 'L' }] }, headers },
      },
      refresh: renews(TOKEN, granted('at-2')),
      refused: {
        reply: {
          status: 401,
          json: {
            code: 'OAUTH_SCOPE_MISMATCH',
            details: {},
            message: 'invalid oauth scope to access this URL',
            status: 'error',
          },
        },
        says: 'invalid oauth scope to access this URL',
      },
    },
  },
} satisfies Row
