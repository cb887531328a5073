import { bearer, redeems, renews } from '../recorded.ts'
import { ANY, type KindRow, type Row } from '../row.ts'

const TOKEN = {
  url: 'https://github.com/login/oauth/access_token',
  client: 'body',
  pkce: true,
  headers: { accept: 'application/json', 'user-agent': ANY },
} as const
/** As a GitHub App answers, whose tokens expire; those of OAuth apps do not. */
const tokens = (n: number) => ({
  access_token: `at-${n}`,
  expires_in: 28_800,
  refresh_token: `rt-${n}`,
  refresh_token_expires_in: 15_897_600,
  scope: '',
  token_type: 'bearer',
})
const kept = (token: string) => {
  const headers = {
    ...bearer(token),
    accept: 'application/vnd.github+json',
    'x-github-api-version': '2022-11-28',
    'user-agent': ANY,
  } as const
  return {
    calls: [
      {
        request: { url: 'https://api.github.com/user', headers },
        reply: {
          json: {
            login: 'ada',
            id: 583_231,
            node_id: 'MDQ6VXNlcjE=',
            avatar_url: 'https://avatars.githubusercontent.com/u/583231',
            type: 'User',
            site_admin: false,
            name: 'Ada Lovelace',
            email: null,
          },
        },
      },
    ],
    account: { id: '583231', label: 'ada' },
    proxied: {
      path: 'repos/acme/notes/issues',
      request: {
        url: 'https://api.github.com/repos/acme/notes/issues',
        headers,
        json: { title: 'Found a bug', labels: ['bug'] },
      },
    },
    refused: {
      reply: {
        status: 401,
        json: {
          message: 'Bad credentials',
          documentation_url: 'https://docs.github.com/rest',
          status: '401',
        },
      },
      says: 'Bad credentials',
    },
  } satisfies KindRow
}

/** Shapes: https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/refreshing-user-access-tokens, …/rest/users/users#get-the-authenticated-user */
export default {
  kinds: {
    oauth: {
      authorize: {
        url: 'https://github.com/login/oauth/authorize',
        params: {
          client_id: 'client-1',
          response_type: 'code',
          scope: 'repo read:user',
          code_challenge: ANY,
          code_challenge_method: 'S256',
        },
      },
      tokens: [redeems(TOKEN, { json: tokens(1) })],
      ...kept('at-1'),
      refresh: renews(TOKEN, { json: tokens(2) }),
    },
    api_key: { inputs: { api_key: 'github_pat_11AB_cd' }, ...kept('github_pat_11AB_cd') },
  },
} satisfies Row
