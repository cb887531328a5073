import { bearer, redeems } from '../recorded.ts'
import { ABSENT, type Row } from '../row.ts'

const GRAPH = 'https://graph.instagram.com'
/** Goes with all that a client asks for; Instagram documents it for neither call, and passes over what it does not know. */
const unasked = { client_id: 'client-1' }
const longLived = (token: string) => ({
  json: { access_token: token, token_type: 'bearer', expires_in: 5_183_944 },
})

/** Shapes: https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/business-login */
export default {
  kinds: {
    oauth: {
      authorize: {
        url: 'https://www.instagram.com/oauth/authorize',
        params: {
          client_id: 'client-1',
          response_type: 'code',
          scope: 'instagram_business_basic',
          code_challenge: ABSENT,
        },
      },
      tokens: [
        redeems(
          { url: 'https://api.instagram.com/oauth/access_token', client: 'body' },
          {
            json: {
              data: [{ access_token: 'short-1', user_id: '1020', permissions: 'instagram_business_basic' }],
            },
          },
        ),
        {
          request: {
            url: `${GRAPH}/access_token`,
            query: {
              grant_type: 'ig_exchange_token',
              ...unasked,
              client_secret: 'secret-1',
              access_token: 'short-1',
            },
          },
          reply: longLived('at-1'),
        },
      ],
      calls: [
        {
          request: { url: `${GRAPH}/me`, query: { fields: 'user_id,username' }, headers: bearer() },
          reply: { json: { user_id: '17841', username: 'acme', id: '1020' } },
        },
      ],
      account: { id: '17841', label: 'acme' },
      proxied: {
        path: 'me/media?fields=id,caption',
        request: { url: `${GRAPH}/me/media`, query: { fields: 'id,caption' }, headers: bearer() },
      },
      refresh: {
        request: {
          url: `${GRAPH}/refresh_access_token`,
          query: { grant_type: 'ig_refresh_token', ...unasked, access_token: 'at-1' },
        },
        reply: longLived('at-2'),
      },
      refused: {
        reply: {
          status: 400,
          json: {
            error: {
              message: 'Invalid OAuth access token - Cannot parse access token',
              type: 'OAuthException',
              code: 190,
              fbtrace_id: 'AbC',
            },
          },
        },
        says: 'Cannot parse access token',
      },
    },
  },
} satisfies Row
