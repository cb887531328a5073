import { defineProvider } from './page/provider.ts'

const store = {
  type: 'TEXT_NO_VARS',
  id: 'store_url',
  title: 'Store URL',
  pattern: '^https://[^?#]+$',
  example: 'https://shop.example.com',
} as const

const keys = [
  {
    type: 'TEXT_NO_VARS',
    id: 'consumer_key',
    title: 'Consumer key',
    pattern: '^ck_[a-f0-9]{40}$',
    example: 'ck_0123456789abcdef0123456789abcdef01234567',
  },
  {
    type: 'PASSWORD',
    id: 'consumer_secret',
    title: 'Consumer secret',
    pattern: '^cs_[a-f0-9]{40}$',
    example: 'cs_0123456789abcdef0123456789abcdef01234567',
  },
] as const

const help = {
  text: 'In WordPress, open WooCommerce → Settings → Advanced → REST API, add a key and copy both parts.',
  url: 'https://developer.woocommerce.com/docs/apis/rest-api/authentication/',
}

const next = { by: 'link_header', param: 'page' } as const
const list = { itemsPath: '', valuePath: 'id', labelPath: 'name', next, searchParam: 'search' }

export const woocommerce = defineProvider({
  id: 'woocommerce',
  name: 'WooCommerce',
  category: 'ecommerce',
  description: 'Products, orders and customers of a WooCommerce store',
  docs: 'https://developer.woocommerce.com/docs/apis/rest-api/authentication/',
  icon: { simpleIcon: 'woocommerce', color: '#96588A' },
  auth: [
    {
      id: 'api_key',
      type: 'entered',
      label: 'REST API key',
      inputs: [store, ...keys],
      help,
      placement: {
        basic: { username: '{{inputs.consumer_key}}', password: '{{inputs.consumer_secret}}' },
      },
    },
    {
      id: 'query',
      type: 'entered',
      label: 'REST API key, for a server that drops the Authorization header',
      inputs: [store, ...keys],
      help,
      placement: {
        query: {
          consumer_key: '{{inputs.consumer_key}}',
          consumer_secret: '{{inputs.consumer_secret}}',
        },
      },
    },
    {
      id: 'oauth1',
      type: 'entered',
      label: 'REST API key, for a store without HTTPS',
      inputs: [{ type: 'URL', id: 'store_url', title: 'Store URL' }, ...keys],
      help,
      // The secret signs and never travels.
      signing: {
        scheme: 'oauth1',
        method: 'HMAC-SHA256',
        consumerKey: '{{inputs.consumer_key}}',
        consumerSecret: '{{inputs.consumer_secret}}',
      },
    },
  ],
  api: {
    baseUrl: '{{inputs.store_url}}/wp-json/wc/v3',
    test: { url: '/products?per_page=1&_fields=id' },
    account: { id: { from: 'input', path: 'store_url' }, label: { from: 'input', path: 'store_url' } },
    errorPaths: ['message'],
    pagination: { next, itemsPath: '', limitParam: 'per_page', note: 'X-WP-Total has the count' },
  },
  webhooks: {
    style: 'hmac',
    header: 'X-WC-Webhook-Signature',
    algorithm: 'sha256',
    encoding: 'base64',
    key: 'secret of the webhook',
    note: 'X-WC-Webhook-Topic says what happened, X-WC-Webhook-Source at which store',
  },
  sources: {
    products: { title: 'Product', url: '/products?per_page=100&_fields=id,name', ...list },
    categories: { title: 'Category', url: '/products/categories?per_page=100&_fields=id,name', ...list },
  },
  provenance: {
    confidence: 'likely',
    checked: { endpoints: 'https://developer.woocommerce.com/docs/apis/rest-api/authentication/' },
    recheck: ['test', 'pagination', 'webhooks', 'sources'],
  },
})
