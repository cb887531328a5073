import { bearer, redeems, renews } from '../recorded.ts'
import type { Row } from '../row.ts'

const COMPANY = 'https://quickbooks.api.intuit.com/v3/company/9130'
const token = {
  url: 'https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer',
  client: 'basic',
  headers: { accept: 'application/json' },
} as const
const granted = (n: number) => ({
  json: {
    token_type: 'bearer',
    expires_in: 3600,
    refresh_token: `rt-${n}`,
    x_refresh_token_expires_in: 8_726_400,
    access_token: `at-${n}`,
  },
})
const headers = { ...bearer(), accept: 'application/json' }

/** Shapes: https://developer.intuit.com/app/developer/qbo/docs/develop/authentication-and-authorization/oauth-2.0 */
export default {
  kinds: {
    oauth: {
      authorize: {
        url: 'https://appcenter.intuit.com/connect/oauth2',
        params: {
          client_id: 'client-1',
          response_type: 'code',
          scope: 'com.intuit.quickbooks.accounting',
        },
      },
      callback: { realmId: '9130' },
      tokens: [redeems(token, granted(1))],
      calls: [
        {
          request: { url: `${COMPANY}/companyinfo/9130`, headers },
          reply: {
            json: {
              CompanyInfo: { CompanyName: 'Acme', LegalName: 'Acme Inc', Country: 'US', Id: '1' },
              time: '2026-11-20T09:00:00.000-08:00',
            },
          },
        },
      ],
      account: { id: '9130', label: 'Acme' },
      metadata: { realm_id: '9130' },
      proxied: {
        path: 'v3/company/9130/query?query=select%20*%20from%20Invoice',
        request: { url: `${COMPANY}/query`, query: { query: 'select * from Invoice' }, headers },
      },
      refresh: renews(token, granted(2)),
      refused: {
        reply: {
          status: 401,
          json: {
            warnings: null,
            fault: {
              error: [
                {
                  message: 'message=AuthenticationFailed; errorCode=003200; statusCode=401',
                  detail: 'Token expired: AB01',
                  code: '3200',
                  element: null,
                },
              ],
              type: 'AUTHENTICATION',
            },
            time: 1_795_000_000_000,
          },
        },
        says: 'Token expired',
      },
    },
  },
} satisfies Row
