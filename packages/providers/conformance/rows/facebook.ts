import { bearer, redeems } from '../recorded.ts'
import { ANY, type Row } from '../row.ts'

const GRAPH = 'https://graph.facebook.com/v25.0'
const TOKEN_URL = `${GRAPH}/oauth/access_token`

/** Shapes: https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow, …/guides/access-tokens/get-long-lived, …/docs/graph-api/guides/error-handling */
export default {
  kinds: {
    oauth: {
      authorize: {
        url: 'https://www.facebook.com/v25.0/dialog/oauth',
        params: {
          client_id: 'client-1',
          response_type: 'code',
          scope: 'public_profile,email',
          code_challenge: ANY,
          code_challenge_method: 'S256',
        },
      },
      tokens: [
        redeems(
          { url: TOKEN_URL, client: 'body', pkce: true },
          { json: { access_token: 'short-1', token_type: 'bearer', expires_in: 5021 } },
        ),
        {
          request: {
            url: TOKEN_URL,
            query: {
              grant_type: 'fb_exchange_token',
              client_id: 'client-1',
              client_secret: 'secret-1',
              fb_exchange_token: 'short-1',
            },
          },
          reply: { json: { access_token: 'at-1', token_type: 'bearer', expires_in: 5_183_944 } },
        },
      ],
      calls: [
        {
          request: { url: `${GRAPH}/me`, query: { fields: 'id,name' }, headers: bearer() },
          reply: { json: { id: '10223334444', name: 'Ada Lovelace' } },
        },
      ],
      account: { id: '10223334444', label: 'Ada Lovelace' },
      proxied: {
        path: 'me/accounts?fields=id,name',
        request: { url: `${GRAPH}/me/accounts`, query: { fields: 'id,name' }, headers: bearer() },
      },
      refused: {
        reply: {
          status: 400,
          json: {
            error: {
              message: 'Error validating access token: The session has been invalidated',
              type: 'OAuthException',
              code: 190,
              error_subcode: 460,
              fbtrace_id: 'EJplcsCHuLu',
            },
          },
        },
        says: 'The session has been invalidated',
      },
    },
  },
} satisfies Row
