import { bearer, redeems, renews } from '../recorded.ts'
import type { Row } from '../row.ts'

const AGENT = { 'user-agent': 'web:com.acme:v2 (by /u/acme)' }
const TOKEN = {
  url: 'https://www.reddit.com/api/v1/access_token',
  client: 'basic',
  headers: AGENT,
} as const
const granted = { token_type: 'bearer', expires_in: 86_400, scope: 'identity read' }

/** Shapes: https://github.com/reddit-archive/reddit/wiki/OAuth2, https://www.reddit.com/dev/api/#GET_api_v1_me */
export default {
  variables: { user_agent: AGENT['user-agent'] },
  kinds: {
    oauth: {
      authorize: {
        url: 'https://www.reddit.com/api/v1/authorize',
        params: {
          client_id: 'client-1',
          response_type: 'code',
          duration: 'permanent',
          scope: 'identity read',
        },
      },
      tokens: [redeems(TOKEN, { json: { ...granted, access_token: 'at-1', refresh_token: 'rt-1' } })],
      calls: [
        {
          request: {
            url: 'https://oauth.reddit.com/api/v1/me',
            headers: { ...bearer(), ...AGENT },
          },
          reply: { json: { id: '1w72', name: 'ada', created_utc: 1_134_104_400, verified: true } },
        },
      ],
      account: { id: '1w72', label: 'ada' },
      proxied: {
        path: 'r/news/new?limit=2',
        request: {
          url: 'https://oauth.reddit.com/r/news/new',
          query: { limit: '2' },
          headers: { ...bearer(), ...AGENT },
        },
      },
      // The refresh token stays the one it was.
      refresh: renews(TOKEN, { json: { ...granted, access_token: 'at-2' } }),
      refused: { reply: { status: 403, json: { message: 'Forbidden', error: 403 } }, says: 'Forbidden' },
    },
  },
} satisfies Row
