import { bearer, redeems, renews } from '../recorded.ts'
import { ABSENT, type KindRow, type RecordedCall, type Row } from '../row.ts'

const TOKEN = { url: 'https://zoom.us/oauth/token', client: 'basic' } as const
const granted = {
  token_type: 'bearer',
  expires_in: 3599,
  scope: 'user:read:user',
  api_url: 'https://api.zoom.us',
}
const api = {
  calls: [
    {
      request: { url: 'https://api.zoom.us/v2/users/me', headers: bearer() },
      reply: {
        json: {
          id: 'zJKyaiAyTNC',
          account_id: 'q6gBJVO5TzexKYTb_I2rpg',
          email: 'ada@acme.example',
          first_name: 'Ada',
          type: 2,
          status: 'active',
        },
      },
    },
  ],
  proxied: {
    path: 'users/me/meetings',
    request: {
      url: 'https://api.zoom.us/v2/users/me/meetings',
      json: { topic: 'Standup', type: 2 },
      headers: bearer(),
    },
  },
  refused: {
    reply: {
      status: 400,
      json: {
        code: 4711,
        message: 'Invalid access token, does not contain scopes:[user:read:user].',
      },
    },
    says: 'does not contain scopes:[user:read:user]',
  },
} satisfies KindRow

/** Zoom's own grant: https://developers.zoom.us/docs/internal-apps/s2s-oauth/ */
const grantsAccount = (token: string): RecordedCall => ({
  request: {
    url: TOKEN.url,
    form: { grant_type: 'account_credentials', account_id: 'q6gBJVO5TzexKYTb_I2rpg' },
    basic: ['client-1', 'secret-1'],
  },
  reply: { json: { ...granted, access_token: token } },
})

/** Shapes: https://developers.zoom.us/docs/integrations/oauth/, …/docs/api/users/#tag/users/GET/users/{userId} */
export default {
  kinds: {
    oauth: {
      authorize: {
        url: 'https://zoom.us/oauth/authorize',
        params: {
          client_id: 'client-1',
          response_type: 'code',
          scope: ABSENT,
          code_challenge_method: 'S256',
        },
      },
      tokens: [
        redeems(
          { ...TOKEN, pkce: true },
          { json: { ...granted, access_token: 'at-1', refresh_token: 'rt-1' } },
        ),
      ],
      ...api,
      account: { id: 'zJKyaiAyTNC', label: 'ada@acme.example' },
      refresh: renews(TOKEN, { json: { ...granted, access_token: 'at-2', refresh_token: 'rt-2' } }),
    },
    server_to_server: {
      inputs: {
        account_id: 'q6gBJVO5TzexKYTb_I2rpg',
        client_id: 'client-1',
        client_secret: 'secret-1',
      },
      tokens: [grantsAccount('at-1')],
      ...api,
      account: { id: 'q6gBJVO5TzexKYTb_I2rpg', label: 'ada@acme.example' },
      refresh: grantsAccount('at-2'),
    },
  },
} satisfies Row
