import { bearer, redeems, renews } from '../recorded.ts'
import type { Row } from '../row.ts'

const TOKEN = { url: 'https://api.ebay.com/identity/v1/oauth2/token', client: 'basic' } as const
const RU_NAME = 'Acme-Acme-App-PRD-abcdef'
const headers = { ...bearer(), 'x-ebay-c-marketplace-id': 'EBAY_GB' }

/** Shapes: https://developer.ebay.com/api-docs/static/oauth-auth-code-grant-request.html, …/oauth-refresh-token-request.html, …/commerce/identity/resources/user/methods/getUser */
export default {
  variables: { ru_name: RU_NAME, marketplace: 'EBAY_GB' },
  kinds: {
    oauth: {
      authorize: {
        url: 'https://auth.ebay.com/oauth2/authorize',
        params: {
          client_id: 'client-1',
          response_type: 'code',
          redirect_uri: RU_NAME,
          scope:
            'https://api.ebay.com/oauth/api_scope/commerce.identity.readonly https://api.ebay.com/oauth/api_scope',
        },
      },
      callback: { expires_in: '299' },
      tokens: [
        redeems(
          { ...TOKEN, also: { redirect_uri: RU_NAME } },
          {
            json: {
              access_token: 'at-1',
              expires_in: 7200,
              refresh_token: 'rt-1',
              refresh_token_expires_in: 47_304_000,
              token_type: 'User Access Token',
            },
          },
        ),
      ],
      calls: [
        {
          request: { url: 'https://apiz.ebay.com/commerce/identity/v1/user/', headers },
          reply: {
            json: {
              userId: 'IrmbaFNxSDK',
              username: 'ada-sells',
              accountType: 'INDIVIDUAL',
              registrationMarketplaceId: 'EBAY_GB',
            },
          },
        },
      ],
      account: { id: 'IrmbaFNxSDK', label: 'ada-sells' },
      proxied: {
        path: 'sell/fulfillment/v1/order?limit=5',
        request: {
          url: 'https://api.ebay.com/sell/fulfillment/v1/order',
          query: { limit: '5' },
          headers,
        },
      },
      refresh: renews(TOKEN, {
        json: { access_token: 'at-2', expires_in: 7200, token_type: 'User Access Token' },
      }),
      refused: {
        reply: {
          status: 401,
          json: {
            errors: [
              {
                errorId: 1001,
                domain: 'OAuth',
                category: 'REQUEST',
                message: 'Invalid access token',
                longMessage:
                  'Invalid access token. Check the value of the Authorization HTTP request header.',
              },
            ],
          },
        },
        says: 'Check the value of the Authorization HTTP request header',
      },
    },
  },
} satisfies Row
