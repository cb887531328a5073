import { signed, threeLegs } from '../oauth1.ts'
import type { KindRow, Row, Text } from '../row.ts'

const API = 'https://api.trello.com/1'
const KEY = '0123456789abcdef0123456789abcdef'

const api = (headers: { authorization: Text }) =>
  ({
    calls: [
      {
        request: { url: `${API}/members/me`, query: { fields: 'id,username' }, headers },
        reply: { json: { id: '5589c3ea49b40cedc28cf70e', username: 'ada' } },
      },
    ],
    account: { id: '5589c3ea49b40cedc28cf70e', label: 'ada' },
    proxied: {
      path: '1/members/me/boards?fields=name',
      request: { url: `${API}/members/me/boards`, query: { fields: 'name' }, headers },
    },
    // Plain text, as all of Trello's errors of authorisation.
    refused: {
      reply: { status: 401, headers: { 'content-type': 'text/plain' }, text: 'invalid token' },
      says: 'invalid token',
    },
  }) satisfies KindRow

/** Shapes: https://developer.atlassian.com/cloud/trello/guides/rest-api/authorization/, …/rest/api-group-members/ */
export default {
  variables: { app_name: 'Acme' },
  kinds: {
    oauth1: {
      ...threeLegs(
        {
          request: 'https://trello.com/1/OAuthGetRequestToken',
          authorize: 'https://trello.com/1/OAuthAuthorizeToken',
          token: 'https://trello.com/1/OAuthGetAccessToken',
        },
        { params: { name: 'Acme', scope: 'read,write', expiration: 'never' } },
      ),
      ...api(signed({ method: 'HMAC-SHA1', token: 'at-1' })),
    },
    api_key: {
      inputs: { key: KEY, token: 'token-1' },
      ...api({ authorization: `OAuth oauth_consumer_key="${KEY}", oauth_token="token-1"` }),
    },
  },
} satisfies Row
