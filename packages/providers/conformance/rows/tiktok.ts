import { bearer } from '../recorded.ts'
import { ABSENT, ANY, CODE, type RecordedReply, type Row } from '../row.ts'

const TOKEN_URL = 'https://open.tiktokapis.com/v2/oauth/token/'
const client = { client_key: 'client-1', client_secret: 'secret-1' }
const granted = (token: string, refreshToken: string): RecordedReply => ({
  json: {
    access_token: token,
    expires_in: 86_400,
    open_id: '723f24d7',
    refresh_expires_in: 31_536_000,
    refresh_token: refreshToken,
    scope: 'user.info.basic',
    token_type: 'Bearer',
  },
})

/** Shapes: https://developers.tiktok.com/doc/oauth-user-access-token-management, …/tiktok-api-v2-get-user-info */
export default {
  kinds: {
    oauth: {
      authorize: {
        url: 'https://www.tiktok.com/v2/auth/authorize/',
        params: {
          client_key: 'client-1',
          client_id: ABSENT,
          response_type: 'code',
          scope: 'user.info.basic',
          code_challenge: ABSENT,
        },
      },
      callback: { scopes: 'user.info.basic' },
      tokens: [
        {
          request: {
            url: TOKEN_URL,
            form: { ...client, code: CODE, grant_type: 'authorization_code', redirect_uri: ANY },
          },
          reply: granted('at-1', 'rt-1'),
        },
      ],
      calls: [
        {
          request: {
            url: 'https://open.tiktokapis.com/v2/user/info/',
            query: { fields: 'open_id,display_name' },
            headers: bearer(),
          },
          reply: {
            json: {
              data: { user: { open_id: '723f24d7', display_name: 'Ada' } },
              error: { code: 'ok', message: '', log_id: '20220829194722CBE87ED59D524E727021' },
            },
          },
        },
      ],
      account: { id: '723f24d7', label: 'Ada' },
      metadata: { open_id: '723f24d7' },
      proxied: {
        path: 'v2/video/list/?fields=id,title',
        request: {
          url: 'https://open.tiktokapis.com/v2/video/list/',
          query: { fields: 'id,title' },
          json: { max_count: 2 },
          headers: bearer(),
        },
      },
      refresh: {
        request: {
          url: TOKEN_URL,
          form: { ...client, grant_type: 'refresh_token', refresh_token: 'rt-1' },
        },
        reply: granted('at-2', 'rt-2'),
      },
      refused: {
        reply: {
          status: 401,
          json: {
            error: {
              code: 'scope_not_authorized',
              message: 'The user did not authorize the scope required for completing this request.',
              log_id: '202210112248442CB9319E1FB30C1073F3',
            },
          },
        },
        says: 'The user did not authorize the scope required',
      },
    },
  },
} satisfies Row
