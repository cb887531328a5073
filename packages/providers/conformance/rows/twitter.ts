import { signed, threeLegs } from '../oauth1.ts'
import { bearer, redeems, renews } from '../recorded.ts'
import type { KindRow, Row, Text } from '../row.ts'

const TOKEN = { url: 'https://api.x.com/2/oauth2/token', client: 'basic' } as const
const SCOPE = 'tweet.read users.read offline.access'
const granted = { token_type: 'bearer', expires_in: 7200, scope: SCOPE }

const api = (headers: { authorization: Text }) =>
  ({
    calls: [
      {
        request: { url: 'https://api.x.com/2/users/me', headers },
        reply: { json: { data: { id: '2244994945', name: 'Ada', username: 'ada' } } },
      },
    ],
    account: { id: '2244994945', label: 'ada' },
    proxied: {
      path: '2/tweets',
      request: { url: 'https://api.x.com/2/tweets', json: { text: 'Hello' }, headers },
    },
    refused: {
      reply: {
        status: 403,
        json: {
          title: 'Client Forbidden',
          detail: 'You must use keys and tokens from an App that is attached to a Project.',
          required_enrollment: 'Appropriate Level of API Access',
          reason: 'client-not-enrolled',
          type: 'https://api.x.com/2/problems/client-forbidden',
        },
      },
      says: 'You must use keys and tokens from an App that is attached to a Project.',
    },
  }) satisfies KindRow

/** Shapes: https://docs.x.com/fundamentals/authentication/oauth-2-0/user-access-token, …/oauth-1-0a/obtaining-user-access-tokens */
export default {
  kinds: {
    oauth: {
      authorize: {
        url: 'https://x.com/i/oauth2/authorize',
        params: {
          client_id: 'client-1',
          response_type: 'code',
          scope: SCOPE,
          code_challenge_method: 'S256',
        },
      },
      tokens: [
        redeems(
          { ...TOKEN, pkce: true },
          { json: { ...granted, access_token: 'at-1', refresh_token: 'rt-1' } },
        ),
      ],
      ...api(bearer()),
      refresh: renews(TOKEN, { json: { ...granted, access_token: 'at-2', refresh_token: 'rt-2' } }),
    },
    oauth1: {
      ...threeLegs(
        {
          request: 'https://api.x.com/oauth/request_token',
          authorize: 'https://api.x.com/oauth/authorize',
          token: 'https://api.x.com/oauth/access_token',
        },
        { more: { user_id: '2244994945', screen_name: 'ada' } },
      ),
      ...api(signed({ method: 'HMAC-SHA1', token: 'at-1' })),
      metadata: { user_id: '2244994945', screen_name: 'ada' },
    },
  },
} satisfies Row
