import { defineProvider } from './page/provider.ts'

const store = {
  type: 'TEXT_NO_VARS',
  id: 'store_url',
  title: 'Store URL',
  pattern: '^https://[^?#]+$',
  example: 'https://shop.example.com',
} as const

export const magento = defineProvider({
  id: 'magento',
  name: 'Adobe Commerce (Magento)',
  category: 'ecommerce',
  description: 'Products, orders and customers of an Adobe Commerce or Magento store',
  docs: 'https://developer.adobe.com/commerce/webapi/get-started/authentication/gs-authentication-oauth',
  icon: { simpleIcon: null, color: '#EE672F' },
  auth: [
    {
      id: 'oauth1',
      type: 'oauth1',
      label: 'Activate an integration',
      inputs: [store],
      help: {
        text:
          'In the store’s admin, an administrator adds an integration under System → Integrations with our callback ' +
          'and identity link URLs, chooses what it may use, and activates it.',
        url: 'https://developer.adobe.com/commerce/webapi/get-started/authentication/gs-authentication-oauth',
      },
      // Activating posts consumer and verifier to the callback URL; then the store opens the identity link.
      server: {
        flow: 'posted',
        requestUrl: '{{inputs.store_url}}/oauth/token/request',
        tokenUrl: '{{inputs.store_url}}/oauth/token/access',
      },
      // HMAC-SHA1 is refused since 2.4.4.
      signing: {
        scheme: 'oauth1',
        method: 'HMAC-SHA256',
        token: '{{token.access_token}}',
        tokenSecret: '{{token.token_secret}}',
      },
    },
    {
      id: 'token',
      type: 'entered',
      label: 'Tokens of an integration',
      inputs: [
        store,
        { type: 'TEXT_NO_VARS', id: 'consumer_key', title: 'Consumer key' },
        { type: 'PASSWORD', id: 'consumer_secret', title: 'Consumer secret' },
        { type: 'PASSWORD', id: 'token', title: 'Access token' },
        { type: 'PASSWORD', id: 'token_secret', title: 'Access token secret' },
      ],
      help: {
        text:
          'In the store’s admin, an administrator adds an integration under System → Integrations, activates it, ' +
          'and copies the four values that are shown.',
        url: 'https://developer.adobe.com/commerce/webapi/get-started/create-integration/',
      },
      signing: {
        scheme: 'oauth1',
        method: 'HMAC-SHA256',
        consumerKey: '{{inputs.consumer_key}}',
        consumerSecret: '{{inputs.consumer_secret}}',
        token: '{{inputs.token}}',
        tokenSecret: '{{inputs.token_secret}}',
      },
    },
  ],
  api: {
    baseUrl: '{{inputs.store_url}}/rest/default',
    test: { url: '/V1/store/storeConfigs' },
    account: { id: { from: 'input', path: 'store_url' }, label: { from: 'input', path: 'store_url' } },
    errorPaths: ['message'],
    pagination: {
      next: { by: 'page_number', param: 'searchCriteria[currentPage]' },
      itemsPath: 'items',
      limitParam: 'searchCriteria[pageSize]',
      note: 'a page after the last is the last one again: total_count tells when to stop',
    },
  },
  sources: {
    store_views: {
      title: 'Store view',
      url: '/V1/store/storeViews',
      itemsPath: '',
      valuePath: 'code',
      labelPath: 'name',
    },
    customer_groups: {
      title: 'Customer group',
      url: '/V1/customerGroups/search?searchCriteria[pageSize]=300',
      itemsPath: 'items',
      valuePath: 'id',
      labelPath: 'code',
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints:
        'https://developer.adobe.com/commerce/webapi/get-started/authentication/gs-authentication-oauth',
    },
    recheck: ['test', 'pagination', 'sources'],
  },
})
