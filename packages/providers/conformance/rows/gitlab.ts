import { bearer, redeems, renews } from '../recorded.ts'
import { ABSENT, ANY, CLIENT, type ExpectedRequest, type KindRow, type Row } from '../row.ts'

const OWN = 'https://gitlab.acme.test:8443'
const OWN_CLIENT = { id: 'own-1', secret: 'own-secret-1' }
const tokens = (n: number) => ({
  access_token: `at-${n}`,
  token_type: 'Bearer',
  expires_in: 7200,
  refresh_token: `rt-${n}`,
  scope: 'read_user api',
  created_at: 1_795_250_000,
})
const kept = (origin: string, headers: NonNullable<ExpectedRequest['headers']>) =>
  ({
    calls: [
      {
        request: { url: `${origin}/api/v4/user`, headers },
        reply: {
          json: {
            id: 1,
            username: 'ada',
            name: 'Ada Lovelace',
            state: 'active',
            email: 'ada@acme.test',
            web_url: `${origin}/ada`,
          },
        },
      },
    ],
    account: { id: '1', label: 'ada' },
    proxied: {
      path: 'projects/acme%2Fnotes/issues',
      request: {
        url: `${origin}/api/v4/projects/acme%2Fnotes/issues`,
        headers,
        json: { title: 'Found a bug', labels: 'bug' },
      },
    },
  }) satisfies KindRow
const signedIn = (origin: string, owner: typeof CLIENT) => {
  const token = { url: `${origin}/oauth/token`, client: 'body', pkce: true, owner } as const
  return {
    authorize: {
      url: `${origin}/oauth/authorize`,
      params: {
        client_id: owner.id,
        response_type: 'code',
        scope: 'read_user api',
        code_challenge: ANY,
        code_challenge_method: 'S256',
      },
    },
    tokens: [redeems(token, { json: tokens(1) })],
    ...kept(origin, bearer()),
    refresh: renews(token, { json: tokens(2) }),
    refused: {
      reply: {
        status: 403,
        json: {
          error: 'insufficient_scope',
          error_description: 'The request requires higher privileges than provided by the access token.',
          scope: 'api read_user',
        },
      },
      says: 'requires higher privileges',
    },
  } satisfies KindRow
}

/** Shapes: https://docs.gitlab.com/api/oauth2/, …/api/users/#get-the-current-user, …/api/rest/troubleshooting/ */
export default {
  kinds: {
    oauth: signedIn('https://gitlab.com', CLIENT),
    self_managed: {
      inputs: { host: 'gitlab.acme.test:8443', client_id: OWN_CLIENT.id, client_secret: OWN_CLIENT.secret },
      ...signedIn(OWN, OWN_CLIENT),
    },
    api_key: {
      inputs: { host: 'gitlab.acme.test:8443', api_key: 'glpat-1a2b3c4d5e6f7a8b9c0d' },
      ...kept(OWN, { 'private-token': 'glpat-1a2b3c4d5e6f7a8b9c0d', authorization: ABSENT }),
      refused: { reply: { status: 401, json: { message: '401 Unauthorized' } }, says: '401 Unauthorized' },
    },
  },
} satisfies Row
