import { bearer, redeems, renews } from '../recorded.ts'
import { ABSENT, ANY, type Row } from '../row.ts'

const TOKEN = { url: 'https://api.dropboxapi.com/oauth2/token', client: 'body', pkce: true } as const
const ACCOUNT = 'dbid:AAH4f99T0taONIb-OurWxbNQ6ywGRopQngc'

/** Shapes: https://www.dropbox.com/developers/documentation/http/documentation#oauth2-token, …#users-get_current_account */
export default {
  kinds: {
    oauth: {
      authorize: {
        url: 'https://www.dropbox.com/oauth2/authorize',
        params: {
          client_id: 'client-1',
          response_type: 'code',
          token_access_type: 'offline',
          scope: ABSENT,
          code_challenge: ANY,
          code_challenge_method: 'S256',
        },
      },
      tokens: [
        redeems(TOKEN, {
          json: {
            access_token: 'at-1',
            token_type: 'bearer',
            expires_in: 14_400,
            refresh_token: 'rt-1',
            scope: 'account_info.read files.content.read files.metadata.read',
            uid: '12345',
            account_id: ACCOUNT,
          },
        }),
      ],
      calls: [
        {
          // An endpoint without parameters wants no body, and no type of one.
          request: {
            method: 'POST',
            url: 'https://api.dropboxapi.com/2/users/get_current_account',
            headers: { ...bearer(), 'content-type': ABSENT },
          },
          reply: {
            json: {
              account_id: ACCOUNT,
              name: {
                given_name: 'Ada',
                surname: 'Lovelace',
                familiar_name: 'Ada',
                display_name: 'Ada Lovelace',
                abbreviated_name: 'AL',
              },
              email: 'ada@acme.test',
              email_verified: true,
              disabled: false,
              country: 'GB',
              locale: 'en',
              account_type: { '.tag': 'business' },
              root_info: { '.tag': 'user', root_namespace_id: '3235641', home_namespace_id: '3235641' },
            },
          },
        },
      ],
      account: { id: ACCOUNT, label: 'ada@acme.test' },
      metadata: { account_id: ACCOUNT },
      proxied: {
        path: '2/files/list_folder',
        request: {
          url: 'https://api.dropboxapi.com/2/files/list_folder',
          headers: { ...bearer(), 'content-type': /^application\/json/ },
          json: { path: '', recursive: false },
        },
      },
      refresh: renews(TOKEN, { json: { access_token: 'at-2', token_type: 'bearer', expires_in: 14_400 } }),
      refused: {
        reply: {
          status: 401,
          json: {
            error_summary: 'missing_scope/..',
            error: { '.tag': 'missing_scope', required_scope: 'account_info.read' },
          },
        },
        says: 'missing_scope',
      },
    },
  },
} satisfies Row
