import { signed } from '../oauth1.ts'
import type { ExpectedRequest, KindRow, Row } from '../row.ts'

const KEY = `ck_${'0'.repeat(40)}`
const SECRET = `cs_${'1'.repeat(40)}`

/** A store's API, with what authorises each call. */
const store = (
  url: string,
  { query = {}, ...credential }: Pick<ExpectedRequest, 'basic' | 'headers' | 'query'>,
) =>
  ({
    inputs: { store_url: url, consumer_key: KEY, consumer_secret: SECRET },
    calls: [
      {
        request: {
          url: `${url}/wp-json/wc/v3/products`,
          query: { per_page: '1', _fields: 'id', ...query },
          ...credential,
        },
        reply: { headers: { 'x-wp-total': '1', 'x-wp-totalpages': '1' }, json: [{ id: 794 }] },
      },
    ],
    account: { id: url, label: url },
    proxied: {
      path: 'orders?per_page=2',
      request: {
        url: `${url}/wp-json/wc/v3/orders`,
        query: { per_page: '2', ...query },
        ...credential,
      },
    },
    refused: {
      reply: {
        status: 401,
        json: {
          code: 'woocommerce_rest_authentication_error',
          message: 'Consumer key is invalid.',
          data: { status: 401 },
        },
      },
      says: 'Consumer key is invalid.',
    },
  }) satisfies KindRow

/** Shapes: https://woocommerce.github.io/woocommerce-rest-api-docs/#authentication, #list-all-products */
export default {
  kinds: {
    api_key: store('https://shop.example/store', { basic: [KEY, SECRET] }),
    query: store('https://shop.example', {
      query: { consumer_key: KEY, consumer_secret: SECRET },
    }),
    oauth1: store('http://shop.example', {
      headers: signed({ method: 'HMAC-SHA256', consumer: KEY }),
    }),
  },
} satisfies Row
