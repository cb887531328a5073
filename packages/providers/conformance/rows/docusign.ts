import { bearer, redeems, renews } from '../recorded.ts'
import { ANY, type Row } from '../row.ts'

const AUTH = 'https://account-d.docusign.com'
const API = 'https://eu.docusign.net/restapi/v2.1/accounts/624e3e00'
const TOKEN = { url: `${AUTH}/oauth/token`, client: 'basic', pkce: true } as const
const tokens = (n: number) => ({
  access_token: `at-${n}`,
  token_type: 'Bearer',
  refresh_token: `rt-${n}`,
  expires_in: 28_800,
  scope: 'extended signature',
})

/** Shapes: https://developers.docusign.com/platform/auth/reference/, …/reference/user-info/ */
export default {
  variables: { auth_host: 'account-d.docusign.com' },
  kinds: {
    oauth: {
      authorize: {
        url: `${AUTH}/oauth/auth`,
        params: {
          client_id: 'client-1',
          response_type: 'code',
          scope: 'extended signature',
          code_challenge: ANY,
          code_challenge_method: 'S256',
        },
      },
      tokens: [redeems(TOKEN, { json: tokens(1) })],
      calls: [
        {
          request: { url: `${AUTH}/oauth/userinfo`, headers: bearer() },
          reply: {
            json: {
              sub: '564f7988',
              name: 'Ada Lovelace',
              given_name: 'Ada',
              family_name: 'Lovelace',
              created: '2015-08-13T22:03:03.45',
              email: 'ada@acme.test',
              accounts: [
                {
                  account_id: 'fe0b61a3',
                  is_default: true,
                  account_name: 'Acme',
                  base_uri: 'https://demo.docusign.net',
                },
                {
                  account_id: '624e3e00',
                  is_default: false,
                  account_name: 'Acme Europe',
                  base_uri: 'https://eu.docusign.net',
                },
              ],
            },
          },
        },
        {
          request: { url: API, headers: bearer() },
          reply: {
            json: { accountIdGuid: '624e3e00', accountName: 'Acme Europe', planName: 'Business Pro' },
          },
        },
      ],
      choice: { input: 'userinfo', value: '624e3e00' },
      account: { id: '624e3e00', label: 'Acme Europe' },
      metadata: {
        account_id: '624e3e00',
        account_name: 'Acme Europe',
        base_uri: 'https://eu.docusign.net',
        user_id: '564f7988',
      },
      proxied: {
        path: 'v2.1/accounts/624e3e00/envelopes?from_date=2026-11-01',
        request: { url: `${API}/envelopes`, query: { from_date: '2026-11-01' }, headers: bearer() },
      },
      refresh: renews(TOKEN, { json: tokens(2) }),
      refused: {
        reply: {
          status: 401,
          json: {
            errorCode: 'USER_AUTHENTICATION_FAILED',
            message: 'One or both of Username and Password are invalid. Invalid access token',
          },
        },
        says: 'Invalid access token',
      },
    },
  },
} satisfies Row
