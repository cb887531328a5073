import { bearer, redeems, renews } from '../recorded.ts'
import { ABSENT, ANY, type ExpectedRequest, type KindRow, type Row } from '../row.ts'

const API = 'https://api.figma.com'
const TOKEN = { url: `${API}/v1/oauth/token`, client: 'basic', pkce: true } as const
const kept = (headers: NonNullable<ExpectedRequest['headers']>) =>
  ({
    calls: [
      {
        request: { url: `${API}/v1/me`, headers },
        reply: {
          json: { id: '1234', email: 'ada@acme.test', handle: 'Ada', img_url: 'https://s3.figma.test/ada' },
        },
      },
    ],
    account: { id: '1234', label: 'ada@acme.test' },
    proxied: {
      path: 'v1/files/abc?depth=1',
      request: { url: `${API}/v1/files/abc`, query: { depth: '1' }, headers },
    },
    refused: { reply: { status: 403, json: { status: 403, err: 'Invalid token' } }, says: 'Invalid token' },
  }) satisfies KindRow

/** Shapes: https://developers.figma.com/docs/rest-api/authentication/, …/users-endpoints/, …/errors/ */
export default {
  kinds: {
    oauth: {
      authorize: {
        url: 'https://www.figma.com/oauth',
        params: {
          client_id: 'client-1',
          response_type: 'code',
          scope: 'current_user:read,file_content:read',
          state: ANY,
          code_challenge: ANY,
          code_challenge_method: 'S256',
        },
      },
      tokens: [
        redeems(TOKEN, {
          json: {
            user_id: 1234,
            user_id_string: '1234',
            access_token: 'at-1',
            token_type: 'bearer',
            expires_in: 7_776_000,
            refresh_token: 'rt-1',
          },
        }),
      ],
      ...kept(bearer()),
      metadata: { user_id: '1234' },
      refresh: renews(
        { ...TOKEN, url: `${API}/v1/oauth/refresh` },
        { json: { access_token: 'at-2', token_type: 'bearer', expires_in: 7_776_000 } },
      ),
    },
    api_key: {
      inputs: { api_key: 'figd_8Kd' },
      ...kept({ 'x-figma-token': 'figd_8Kd', authorization: ABSENT }),
    },
  },
} satisfies Row
