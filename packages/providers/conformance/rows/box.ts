import { bearer, redeems, renews } from '../recorded.ts'
import { ABSENT, type Row } from '../row.ts'

const TOKEN = { url: 'https://api.box.com/oauth2/token', client: 'body' } as const
const tokens = (n: number) => ({
  access_token: `at-${n}`,
  expires_in: 3600,
  restricted_to: [],
  refresh_token: `rt-${n}`,
  token_type: 'bearer',
})

/** Shapes: https://developer.box.com/reference/post-oauth2-token/, …/get-users-me/, …/guides/api-calls/permissions-and-errors/common-errors/ */
export default {
  kinds: {
    oauth: {
      authorize: {
        url: 'https://account.box.com/api/oauth2/authorize',
        params: { client_id: 'client-1', response_type: 'code', scope: ABSENT },
      },
      tokens: [redeems(TOKEN, { json: tokens(1) })],
      calls: [
        {
          request: { url: 'https://api.box.com/2.0/users/me', headers: bearer() },
          reply: {
            json: {
              type: 'user',
              id: '11446498',
              name: 'Ada Lovelace',
              login: 'ada@acme.test',
              language: 'en',
              space_amount: 11_345_156_112,
              status: 'active',
            },
          },
        },
      ],
      account: { id: '11446498', label: 'ada@acme.test' },
      proxied: {
        path: '2.0/folders',
        request: {
          url: 'https://api.box.com/2.0/folders',
          headers: bearer(),
          json: { name: 'Notes', parent: { id: '0' } },
        },
      },
      refresh: renews(TOKEN, { json: tokens(2) }),
      refused: {
        reply: {
          status: 403,
          json: {
            type: 'error',
            status: 403,
            code: 'access_denied_insufficient_permissions',
            help_url: 'http://developers.box.com/docs/#errors',
            message: 'Access denied - insufficient permission',
            request_id: 'abcdef123456',
          },
        },
        says: 'insufficient permission',
      },
    },
  },
} satisfies Row
