import { defineProvider } from './page/provider.ts'

const storeHash = {
  type: 'TEXT_NO_VARS',
  id: 'store_hash',
  title: 'Store hash',
  subtitle: 'In the address of your control panel, behind “store-”',
  pattern: '^[a-z0-9]+$',
  example: 'abc123xyz',
} as const

const next = { by: 'page_number', param: 'page' } as const

export const bigcommerce = defineProvider({
  id: 'bigcommerce',
  name: 'BigCommerce',
  category: 'ecommerce',
  description: 'Products, orders and customers of a BigCommerce store',
  docs: 'https://developer.bigcommerce.com/docs/integrations/apps/guide/auth',
  icon: { simpleIcon: 'bigcommerce', color: '#121118' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to BigCommerce',
      inputs: [storeHash],
      help: {
        text: 'Sign in to your store as its owner: the address begins with https://store-, and what follows is the hash.',
        url: 'https://support.bigcommerce.com/s/article/Store-API-Accounts',
      },
      server: {
        authorizationUrl: 'https://login.bigcommerce.com/oauth2/authorize',
        tokenUrl: 'https://login.bigcommerce.com/oauth2/token',
        clientAuth: 'body',
        pkce: false,
        authorizeParams: { context: 'stores/{{inputs.store_hash}}' },
        // The callback names store and granted scopes, and both go back.
        tokenParams: { context: '{{callback.context}}', scope: '{{callback.scope}}' },
        // No refresh: tokens live until the app is uninstalled.
      },
      scopes: [
        {
          name: 'store_v2_information_read_only',
          description: 'See the name, address and settings of your store',
          required: true,
        },
      ],
      moreScopes: [
        { name: 'store_v2_products_read_only', description: 'See products' },
        { name: 'store_v2_products', description: 'See and change products' },
        { name: 'store_v2_orders_read_only', description: 'See orders' },
        { name: 'store_v2_orders', description: 'See and change orders' },
        { name: 'store_v2_customers_read_only', description: 'See customers' },
        { name: 'store_v2_customers', description: 'See and change customers' },
        { name: 'store_v2_content', description: 'See and change pages and scripts' },
        { name: 'store_v2_marketing', description: 'See and change coupons and gift certificates' },
        { name: 'store_inventory', description: 'See and change stock' },
      ],
      metadata: {
        context: { from: 'token', path: 'context', pattern: '^stores/[a-z0-9]+$' },
        user_email: { from: 'token', path: 'user.email' },
      },
      placement: { headers: { 'X-Auth-Token': '{{token.access_token}}' } },
    },
    {
      id: 'api_key',
      type: 'entered',
      label: 'Store API account',
      inputs: [storeHash, { type: 'PASSWORD', id: 'api_key', title: 'Access token' }],
      help: {
        text:
          'In the control panel, open Settings → Store-level API accounts and create one that may at least ' +
          'read Information & settings.',
        url: 'https://support.bigcommerce.com/s/article/Store-API-Accounts',
      },
      placement: { headers: { 'X-Auth-Token': '{{inputs.api_key}}' } },
    },
  ],
  api: {
    baseUrl: 'https://api.bigcommerce.com/stores/{{inputs.store_hash}}',
    headers: { Accept: 'application/json' },
    test: { url: '/v2/store' },
    account: { id: 'id', label: 'name' },
    errorPaths: ['title', '[0].message', 'error'],
    pagination: {
      next,
      itemsPath: 'data',
      limitParam: 'limit',
      note: 'of v3; the lists of v2 are the answer itself',
    },
    rateLimit: {
      headers: ['X-Rate-Limit-Requests-Left', 'X-Rate-Limit-Time-Reset-Ms'],
      reset: { header: 'X-Rate-Limit-Time-Reset-Ms', as: 'milliseconds' },
    },
  },
  webhooks: {
    style: 'standard_webhooks',
    key: 'client secret, base64-encoded',
    note: 'headers of one’s own can be set for each webhook',
  },
  sources: {
    // These need store_v2_products_read_only.
    products: {
      title: 'Product',
      url: '/v3/catalog/products?limit=250',
      itemsPath: 'data',
      valuePath: 'id',
      labelPath: 'name',
      subtitlePath: 'sku',
      next,
      searchParam: 'keyword',
    },
    brands: {
      title: 'Brand',
      url: '/v3/catalog/brands?limit=250',
      itemsPath: 'data',
      valuePath: 'id',
      labelPath: 'name',
      next,
    },
  },
  provenance: {
    confidence: 'verified',
    checked: { endpoints: 'https://developer.bigcommerce.com/docs/integrations/apps/guide/auth' },
    recheck: ['scopes', 'test', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
