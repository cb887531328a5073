import { redeems } from '../recorded.ts'
import { ABSENT, type Row } from '../row.ts'

const API = 'https://api.clickup.com/api/v2'
const kept = (authorization: string) => ({
  calls: [
    {
      request: { url: `${API}/user`, headers: { authorization } },
      reply: {
        json: {
          user: {
            id: 123,
            username: 'Ada Lovelace',
            email: 'ada@acme.test',
            color: '#000000',
            profilePicture: null,
            initials: 'AL',
            week_start_day: 1,
            timezone: 'Europe/London',
          },
        },
      },
    },
  ],
  account: { id: '123', label: 'ada@acme.test' },
  proxied: {
    path: 'list/901/task',
    request: { url: `${API}/list/901/task`, headers: { authorization }, json: { name: 'Write the notes' } },
  },
  refused: {
    reply: { status: 401, json: { err: 'Token invalid', ECODE: 'OAUTH_025' } },
    says: 'Token invalid',
  },
})

/** Shapes: https://developer.clickup.com/docs/authentication, …/reference/getauthorizeduser */
export default {
  kinds: {
    oauth: {
      authorize: {
        url: 'https://app.clickup.com/api',
        params: { client_id: 'client-1', redirect_uri: /^http/, scope: ABSENT },
      },
      tokens: [
        redeems(
          { url: `${API}/oauth/token`, client: 'body' },
          { json: { access_token: 'at-1', token_type: 'Bearer' } },
        ),
      ],
      ...kept('Bearer at-1'),
    },
    // Personal tokens go without a scheme.
    api_key: { inputs: { api_key: 'pk_4753994_A' }, ...kept('pk_4753994_A') },
  },
} satisfies Row
