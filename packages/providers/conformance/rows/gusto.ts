import { bearer, redeems, renews } from '../recorded.ts'
import { ABSENT, type Row } from '../row.ts'

const token = { url: 'https://api.gusto.com/oauth/token', client: 'body', as: 'json' } as const
const granted = (n: number) => ({
  json: {
    access_token: `at-${n}`,
    token_type: 'bearer',
    expires_in: 7200,
    refresh_token: `rt-${n}`,
    scope: 'companies:read employees:read',
    created_at: 1_795_000_000,
  },
})
const headers = { ...bearer(), 'x-gusto-api-version': '2025-11-15' }

/** Shapes: https://docs.gusto.com/app-integrations/docs/oauth2 */
export default {
  kinds: {
    oauth: {
      authorize: {
        url: 'https://api.gusto.com/oauth/authorize',
        params: { client_id: 'client-1', response_type: 'code', scope: ABSENT },
      },
      tokens: [redeems(token, granted(1))],
      calls: [
        {
          request: { url: 'https://api.gusto.com/v1/token_info', headers },
          reply: {
            json: {
              scope: 'companies:read employees:read',
              resource: { type: 'Company', uuid: '6bf7807c' },
              resource_owner: { type: 'CompanyAdmin', uuid: '1bf7807c' },
            },
          },
        },
      ],
      account: { id: '6bf7807c', label: '6bf7807c' },
      metadata: { company_uuid: '6bf7807c' },
      proxied: {
        path: 'v1/companies/6bf7807c/employees?per=100',
        request: {
          url: 'https://api.gusto.com/v1/companies/6bf7807c/employees',
          query: { per: '100' },
          headers,
        },
      },
      refresh: renews(token, granted(2)),
      refused: {
        reply: {
          status: 401,
          json: {
            errors: [
              {
                error_key: 'request',
                category: 'invalid_token',
                message: 'The access token expired',
              },
            ],
          },
        },
        says: 'The access token expired',
      },
    },
  },
} satisfies Row
