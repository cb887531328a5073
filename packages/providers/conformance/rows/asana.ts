import { bearer, redeems, renews } from '../recorded.ts'
import type { Row } from '../row.ts'

const TOKEN = { url: 'https://app.asana.com/-/oauth_token', client: 'body', pkce: true } as const
const user = { id: '4673218951', gid: '4673218951', name: 'Ada Lovelace', email: 'ada@acme.test' }
const kept = (token: string) => ({
  calls: [
    {
      request: { url: 'https://app.asana.com/api/1.0/users/me', headers: bearer(token) },
      reply: {
        json: {
          data: {
            gid: '4673218951',
            resource_type: 'user',
            name: 'Ada Lovelace',
            email: 'ada@acme.test',
            photo: null,
            workspaces: [{ gid: '1331', resource_type: 'workspace', name: 'Acme' }],
          },
        },
      },
    },
  ],
  account: { id: '4673218951', label: 'ada@acme.test' },
  proxied: {
    path: 'tasks',
    request: {
      url: 'https://app.asana.com/api/1.0/tasks',
      headers: bearer(token),
      json: { data: { name: 'Write the notes', projects: ['1331'] } },
    },
  },
  refused: {
    reply: {
      status: 401,
      json: { errors: [{ message: 'Not Authorized', help: 'For more information on API status codes' }] },
    },
    says: 'Not Authorized',
  },
})

/** Shapes: https://developers.asana.com/docs/oauth, …/reference/getuser, …/docs/errors */
export default {
  kinds: {
    oauth: {
      authorize: {
        url: 'https://app.asana.com/-/oauth_authorize',
        params: {
          client_id: 'client-1',
          scope: 'default',
          response_type: 'code',
          code_challenge_method: 'S256',
        },
      },
      tokens: [
        redeems(TOKEN, {
          json: {
            access_token: 'at-1',
            expires_in: 3600,
            token_type: 'bearer',
            data: user,
            refresh_token: 'rt-1',
          },
        }),
      ],
      ...kept('at-1'),
      metadata: { user_gid: '4673218951', user_email: 'ada@acme.test' },
      refresh: renews(TOKEN, {
        json: { access_token: 'at-2', expires_in: 3600, token_type: 'bearer', data: user },
      }),
    },
    api_key: { inputs: { api_key: '2/1200/1209:0a1b' }, ...kept('2/1200/1209:0a1b') },
  },
} satisfies Row
