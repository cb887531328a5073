import { bearer, redeems } from '../recorded.ts'
import type { KindRow, Row } from '../row.ts'

const API = 'https://api.todoist.com/api/v1'
const KEY = '0123456789abcdef0123456789abcdef01234567'

const api = (token: string) =>
  ({
    calls: [
      {
        request: { url: `${API}/user`, headers: bearer(token) },
        reply: {
          json: { id: '2671355', email: 'ada@acme.example', full_name: 'Ada', lang: 'en', is_premium: false },
        },
      },
    ],
    account: { id: '2671355', label: 'ada@acme.example' },
    proxied: {
      path: 'tasks',
      request: { url: `${API}/tasks`, json: { content: 'Buy milk' }, headers: bearer(token) },
    },
    refused: {
      reply: {
        status: 401,
        json: {
          error: 'Invalid token',
          error_code: 14,
          error_extra: { event_id: 'e1', retry_after: 2 },
          error_tag: 'AUTH_INVALID_TOKEN',
          http_code: 401,
        },
      },
      says: 'Invalid token',
    },
  }) satisfies KindRow

/** Shapes: https://developer.todoist.com/api/v1/#tag/Authorization, #tag/User */
export default {
  kinds: {
    oauth: {
      authorize: {
        url: 'https://todoist.com/oauth/authorize',
        params: { client_id: 'client-1', scope: 'data:read' },
      },
      tokens: [
        redeems(
          { url: 'https://todoist.com/oauth/access_token', client: 'body' },
          { json: { access_token: 'at-1', token_type: 'Bearer' } },
        ),
      ],
      ...api('at-1'),
    },
    api_key: { inputs: { api_key: KEY }, ...api(KEY) },
  },
} satisfies Row
