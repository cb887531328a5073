import { bearer, grantsClient, redeems, renews } from '../recorded.ts'
import type { Row } from '../row.ts'

const TOKEN = { url: 'https://accounts.spotify.com/api/token', client: 'basic' } as const
const granted = { token_type: 'Bearer', expires_in: 3600 }
const proxied = {
  path: 'v1/search?q=miles&type=album',
  request: {
    url: 'https://api.spotify.com/v1/search',
    query: { q: 'miles', type: 'album' },
    headers: bearer(),
  },
}
const refused = {
  reply: { status: 403, json: { error: { status: 403, message: 'User not registered' } } },
  says: 'User not registered',
}

/**
 * Shapes: https://developer.spotify.com/documentation/web-api/tutorials/code-flow, …/client-credentials-flow. An app in
 * development mode cannot ask for markets any more: https://developer.spotify.com/documentation/web-api/references/changes/february-2026
 */
export default {
  kinds: {
    oauth: {
      authorize: {
        url: 'https://accounts.spotify.com/authorize',
        params: {
          client_id: 'client-1',
          response_type: 'code',
          scope: 'user-read-email',
          code_challenge_method: 'S256',
        },
      },
      tokens: [
        redeems(
          { ...TOKEN, pkce: true },
          {
            json: {
              ...granted,
              access_token: 'at-1',
              refresh_token: 'rt-1',
              scope: 'user-read-email',
            },
          },
        ),
      ],
      calls: [
        {
          request: { url: 'https://api.spotify.com/v1/me', headers: bearer() },
          reply: {
            json: {
              id: 'ada1815',
              display_name: 'Ada',
              type: 'user',
              uri: 'spotify:user:ada1815',
              href: 'https://api.spotify.com/v1/users/ada1815',
              images: [],
            },
          },
        },
      ],
      account: { id: 'ada1815', label: 'Ada' },
      proxied,
      // Without a new refresh token the old one goes on.
      refresh: renews(TOKEN, {
        json: { ...granted, access_token: 'at-2', scope: 'user-read-email' },
      }),
      refused,
    },
    client_credentials: {
      tokens: [grantsClient(TOKEN, { json: { ...granted, access_token: 'at-1' } })],
      calls: [
        {
          request: {
            url: 'https://api.spotify.com/v1/search',
            query: { q: 'a', type: 'album', limit: '1' },
            headers: bearer(),
          },
          reply: { json: { albums: { href: '', limit: 1, next: null, offset: 0, total: 0, items: [] } } },
        },
      ],
      proxied,
      refresh: grantsClient(TOKEN, { json: { ...granted, access_token: 'at-2' } }),
      refused,
    },
  },
} satisfies Row
