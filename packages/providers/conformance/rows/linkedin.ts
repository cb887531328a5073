import { bearer, idToken, redeems, renews } from '../recorded.ts'
import { ABSENT, type Row } from '../row.ts'

const token = { url: 'https://www.linkedin.com/oauth/v2/accessToken', client: 'body' } as const
const granted = (n: number) => ({
  access_token: `at-${n}`,
  expires_in: 5_184_000,
  refresh_token: 'rt-1',
  refresh_token_expires_in: 31_536_059,
  scope: 'email,openid,profile',
  token_type: 'Bearer',
})
const headers = {
  ...bearer(),
  'x-restli-protocol-version': '2.0.0',
  'linkedin-version': /^20\d{4}$/,
}
const member = { sub: '782bbtaQ', name: 'Ada Lovelace', email: 'ada@acme.test', email_verified: true }

/** Shapes: https://learn.microsoft.com/en-us/linkedin/shared/authentication/authorization-code-flow, and OpenID Connect’s. */
export default {
  kinds: {
    oauth: {
      authorize: {
        url: 'https://www.linkedin.com/oauth/v2/authorization',
        params: {
          client_id: 'client-1',
          response_type: 'code',
          scope: 'openid profile email',
          code_challenge: ABSENT,
        },
      },
      tokens: [
        redeems(token, {
          json: { ...granted(1), id_token: idToken('https://www.linkedin.com/oauth', member) },
        }),
      ],
      calls: [
        {
          request: { url: 'https://api.linkedin.com/v2/userinfo', headers },
          reply: {
            json: {
              ...member,
              given_name: 'Ada',
              family_name: 'Lovelace',
              picture: 'https://media.licdn.com/ada',
              locale: { country: 'US', language: 'en' },
            },
          },
        },
      ],
      account: { id: '782bbtaQ', label: 'Ada Lovelace' },
      proxied: {
        path: 'rest/adAccounts?q=search',
        request: { url: 'https://api.linkedin.com/rest/adAccounts', query: { q: 'search' }, headers },
      },
      refresh: renews(token, { json: granted(2) }),
      refused: {
        reply: {
          status: 401,
          json: {
            status: 401,
            serviceErrorCode: 65_600,
            code: 'INVALID_ACCESS_TOKEN',
            message: 'Invalid access token',
          },
        },
        says: 'Invalid access token',
      },
    },
  },
} satisfies Row
