import { signed } from '../oauth1.ts'
import type { KindRow, Row } from '../row.ts'

const STORE = 'https://shop.acme.test'
/** HMAC-SHA1 is refused since 2.4.4. */
const method = 'HMAC-SHA256'

const api = (consumer: string): Pick<KindRow, 'calls' | 'account' | 'proxied' | 'refused'> => {
  const headers = signed({ method, consumer, token: 'access-1' })
  return {
    calls: [
      {
        request: { url: `${STORE}/rest/default/V1/store/storeConfigs`, headers },
        reply: {
          json: [
            {
              id: 1,
              code: 'default',
              website_id: 1,
              locale: 'en_US',
              base_currency_code: 'USD',
              base_url: `${STORE}/`,
            },
          ],
        },
      },
    ],
    account: { id: STORE, label: STORE },
    proxied: {
      path: 'V1/products?searchCriteria%5BpageSize%5D=20',
      request: {
        url: `${STORE}/rest/default/V1/products`,
        query: { 'searchCriteria[pageSize]': '20' },
        headers,
      },
    },
    refused: {
      reply: {
        status: 401,
        json: {
          message: "The consumer isn't authorized to access %resources.",
          parameters: { resources: 'Magento_Backend::store' },
        },
      },
      says: 'authorized to access',
    },
  }
}
const text = (fields: Record<string, string>) => ({ text: `${new URLSearchParams(fields)}` })

/** Shapes: https://developer.adobe.com/commerce/webapi/get-started/authentication/gs-authentication-oauth */
export default {
  kinds: {
    oauth1: {
      inputs: { store_url: STORE },
      posted: {
        oauth_consumer_key: 'posted-1',
        oauth_consumer_secret: 'posted-secret-1',
        oauth_verifier: 'verifier-1',
        store_base_url: `${STORE}/`,
      },
      callback: { oauth_consumer_key: 'posted-1' },
      tokens: [
        {
          request: {
            method: 'POST',
            url: `${STORE}/oauth/token/request`,
            headers: signed({ method, consumer: 'posted-1' }),
          },
          reply: text({ oauth_token: 'request-1', oauth_token_secret: 'request-secret-1' }),
        },
        {
          request: {
            method: 'POST',
            url: `${STORE}/oauth/token/access`,
            headers: signed({ method, consumer: 'posted-1', token: 'request-1', also: 'oauth_verifier' }),
          },
          reply: text({ oauth_token: 'access-1', oauth_token_secret: 'access-secret-1' }),
        },
      ],
      ...api('posted-1'),
    },
    token: {
      inputs: {
        store_url: STORE,
        consumer_key: 'consumer-1',
        consumer_secret: 'consumer-secret-1',
        token: 'access-1',
        token_secret: 'access-secret-1',
      },
      ...api('consumer-1'),
    },
  },
} satisfies Row
