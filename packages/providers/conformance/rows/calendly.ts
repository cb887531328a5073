import { bearer, redeems, renews } from '../recorded.ts'
import { ANY, type Row } from '../row.ts'

const TOKEN = { url: 'https://auth.calendly.com/oauth/token', client: 'basic', pkce: true } as const
const USER = 'https://api.calendly.com/users/AAAA'
const ORGANIZATION = 'https://api.calendly.com/organizations/BBBB'
const SCOPE = 'users:read event_types:read scheduled_events:read'
const tokens = (n: number) => ({
  token_type: 'Bearer',
  access_token: `at-${n}`,
  refresh_token: `rt-${n}`,
  scope: SCOPE,
  created_at: 1_795_250_000,
  expires_in: 7200,
  owner: USER,
  organization: ORGANIZATION,
})
const kept = (token: string) => ({
  calls: [
    {
      request: { url: 'https://api.calendly.com/users/me', headers: bearer(token) },
      reply: {
        json: {
          resource: {
            uri: USER,
            name: 'Ada Lovelace',
            slug: 'ada',
            email: 'ada@acme.test',
            scheduling_url: 'https://calendly.com/ada',
            timezone: 'Europe/London',
            avatar_url: null,
            created_at: '2019-01-02T03:04:05.678123Z',
            updated_at: '2019-08-07T06:05:04.321123Z',
            current_organization: ORGANIZATION,
          },
        },
      },
    },
  ],
  account: { id: USER, label: 'ada@acme.test' },
  metadata: { user_uri: USER, organization_uri: ORGANIZATION },
  proxied: {
    path: `event_types?user=${encodeURIComponent(USER)}`,
    request: {
      url: 'https://api.calendly.com/event_types',
      query: { user: USER },
      headers: bearer(token),
    },
  },
  refused: {
    reply: { status: 401, json: { title: 'Unauthenticated', message: 'The access token is invalid' } },
    says: 'The access token is invalid',
  },
})

/** Shapes: https://developer.calendly.com/api-docs, “Get access token” and “Get current user” */
export default {
  kinds: {
    oauth: {
      authorize: {
        url: 'https://auth.calendly.com/oauth/authorize',
        params: {
          client_id: 'client-1',
          response_type: 'code',
          scope: SCOPE,
          code_challenge: ANY,
          code_challenge_method: 'S256',
        },
      },
      tokens: [redeems(TOKEN, { json: tokens(1) })],
      ...kept('at-1'),
      refresh: renews(TOKEN, { json: tokens(2) }),
    },
    api_key: { inputs: { api_key: 'eyJ.key-1' }, ...kept('eyJ.key-1') },
  },
} satisfies Row
