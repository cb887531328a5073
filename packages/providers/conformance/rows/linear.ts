import { bearer, redeems, renews } from '../recorded.ts'
import { ABSENT, ANY, type KindRow, type Row } from '../row.ts'

const token = { url: 'https://api.linear.app/oauth/token', client: 'body' } as const
const granted = (n: number) => ({
  json: {
    access_token: `at-${n}`,
    token_type: 'Bearer',
    expires_in: 86_399,
    scope: 'read write',
    refresh_token: `rt-${n}`,
  },
})

const api = (authorization: string): Pick<KindRow, 'calls' | 'proxied' | 'refused'> => {
  const request = { url: 'https://api.linear.app/graphql', headers: { authorization } }
  const teams = '{ teams { nodes { id name } } }'
  return {
    calls: [
      {
        request: { ...request, json: { query: /viewer \{ id email \}/ } },
        reply: {
          json: {
            data: {
              viewer: { id: 'user-1', email: 'ada@acme.test' },
              organization: { id: 'org-1', name: 'Acme' },
            },
          },
        },
      },
    ],
    proxied: { path: 'graphql', request: { ...request, json: { query: teams } } },
    refused: {
      reply: {
        status: 401,
        json: {
          errors: [
            {
              message: 'Authentication required, not authenticated',
              extensions: {
                type: 'authentication error',
                code: 'AUTHENTICATION_ERROR',
                statusCode: 401,
                userError: true,
                userPresentableMessage: 'You need to authenticate to access this operation.',
              },
            },
          ],
        },
      },
      says: 'You need to authenticate',
    },
  }
}
const oauth = (actor: string | typeof ABSENT): KindRow => ({
  authorize: {
    url: 'https://linear.app/oauth/authorize',
    params: {
      client_id: 'client-1',
      response_type: 'code',
      scope: 'read,write',
      prompt: 'consent',
      actor,
      code_challenge: ANY,
      code_challenge_method: 'S256',
    },
  },
  tokens: [redeems({ ...token, pkce: true }, granted(1))],
  ...api(bearer().authorization),
  refresh: renews(token, granted(2)),
})
const person = { id: 'user-1', label: 'ada@acme.test' }

/** Shapes: https://linear.app/developers/oauth-2-0-authentication, …/oauth-actor-authorization, …/graphql */
export default {
  kinds: {
    oauth: { ...oauth(ABSENT), account: person },
    app: { ...oauth('app'), account: { id: 'org-1', label: 'Acme' } },
    api_key: { inputs: { api_key: 'lin_api_9f2c' }, ...api('lin_api_9f2c'), account: person },
  },
} satisfies Row
