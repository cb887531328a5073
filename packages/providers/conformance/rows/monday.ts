import { bearer, redeems } from '../recorded.ts'
import type { KindRow, Row } from '../row.ts'

const api = (authorization: string): Pick<KindRow, 'calls' | 'account' | 'proxied' | 'refused'> => {
  const request = { url: 'https://api.monday.com/v2', headers: { authorization } }
  return {
    calls: [
      {
        request: { ...request, json: { query: /\{ me \{ id email \} \}/ } },
        reply: { json: { data: { me: { id: '4012689', email: 'ada@acme.test' } }, account_id: 17 } },
      },
    ],
    account: { id: '4012689', label: 'ada@acme.test' },
    proxied: { path: 'v2', request: { ...request, json: { query: '{ boards { id name } }' } } },
    refused: {
      reply: { status: 401, json: { errors: ['Not Authenticated'] } },
      says: 'Not Authenticated',
    },
  }
}

/** Shapes: https://developer.monday.com/apps/docs/oauth and …/api-reference/docs/error-handling */
export default {
  kinds: {
    oauth: {
      authorize: {
        url: 'https://auth.monday.com/oauth2/authorize',
        params: {
          client_id: 'client-1',
          response_type: 'code',
          scope: 'me:read boards:read',
          force_install_if_needed: 'true',
        },
      },
      tokens: [
        redeems(
          { url: 'https://auth.monday.com/oauth2/token', client: 'body' },
          { json: { access_token: 'at-1', token_type: 'Bearer', scope: 'me:read boards:read' } },
        ),
      ],
      ...api(bearer().authorization),
    },
    api_key: { inputs: { api_key: 'eyJhbGci' }, ...api('eyJhbGci') },
  },
} satisfies Row
