import { bearer, redeems, renews } from '../recorded.ts'
import { ANY, type ExpectedRequest, type KindRow, type Row, type Text } from '../row.ts'

const SUITETALK = 'https://1234567-sb1.suitetalk.api.netsuite.com'
const token = { url: `${SUITETALK}/services/rest/auth/oauth2/v1/token`, client: 'basic' } as const
/** Signed, with a realm that names the account as NetSuite does. */
const signed =
  /^OAuth (?=.*realm="1234567_SB1")(?=.*oauth_token="token-1").*oauth_signature_method="HMAC-SHA256"/

const api = (authorization: Text): Pick<KindRow, 'calls' | 'account' | 'proxied' | 'refused'> => {
  const request: ExpectedRequest = {
    url: `${SUITETALK}/services/rest/record/v1/customer`,
    query: { limit: '1' },
    headers: { authorization },
  }
  return {
    calls: [
      {
        request,
        reply: {
          json: {
            links: [{ rel: 'self', href: `${request.url}?limit=1` }],
            count: 1,
            hasMore: true,
            items: [{ links: [{ rel: 'self', href: `${request.url}/107` }], id: '107' }],
            offset: 0,
            totalResults: 5,
          },
        },
      },
    ],
    account: { id: '1234567_SB1', label: '1234567_SB1' },
    proxied: {
      path: 'services/rest/record/v1/invoice?limit=10',
      request: {
        ...request,
        url: `${SUITETALK}/services/rest/record/v1/invoice`,
        query: { limit: '10' },
      },
    },
    refused: {
      reply: {
        status: 401,
        json: {
          type: 'https://www.rfc-editor.org/rfc/rfc9110.html#section-15.5.2',
          title: 'Unauthorized',
          status: 401,
          'o:errorDetails': [{ detail: 'Invalid login attempt.', 'o:errorCode': 'INVALID_LOGIN' }],
        },
      },
      says: 'Invalid login attempt',
    },
  }
}

/** Shapes: https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_158074210415.html and section_160855594402.html */
export default {
  kinds: {
    token: {
      inputs: {
        account_id: '1234567_SB1',
        consumer_key: 'consumer-1',
        consumer_secret: 'consumer-secret-1',
        token: 'token-1',
        token_secret: 'token-secret-1',
      },
      ...api(signed),
    },
    oauth: {
      inputs: { account_id: '1234567_SB1' },
      authorize: {
        url: 'https://1234567-sb1.app.netsuite.com/app/login/oauth2/authorize.nl',
        params: {
          client_id: 'client-1',
          response_type: 'code',
          scope: 'rest_webservices',
          code_challenge: ANY,
          code_challenge_method: 'S256',
        },
      },
      callback: { role: '1000', entity: '12', company: '1234567_SB1' },
      // NetSuite gives the lifetime as text.
      tokens: [
        redeems(
          { ...token, pkce: true },
          {
            json: {
              access_token: 'at-1',
              refresh_token: 'rt-1',
              expires_in: '3600',
              token_type: 'bearer',
            },
          },
        ),
      ],
      ...api(bearer().authorization),
      refresh: renews(token, { json: { access_token: 'at-2', expires_in: '3600', token_type: 'bearer' } }),
    },
  },
} satisfies Row
