import { defineProvider } from './page/provider.ts'

export const etsy = defineProvider({
  id: 'etsy',
  name: 'Etsy',
  category: 'ecommerce',
  description: 'Listings, orders and shop settings of an Etsy seller',
  docs: 'https://developers.etsy.com/documentation/essentials/authentication/',
  icon: { simpleIcon: 'etsy', color: '#F16521' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to Etsy',
      server: {
        authorizationUrl: 'https://www.etsy.com/oauth/connect',
        tokenUrl: 'https://api.etsy.com/v3/public/oauth/token',
        // The code verifier stands in for the secret, which is sent with calls instead.
        clientAuth: 'none',
        pkce: true,
        // Dies after 90 days.
        refresh: { rotates: true },
      },
      scopes: [
        { name: 'shops_r', description: 'See your shop', required: true },
        { name: 'listings_r', description: 'See your listings, drafts and expired ones included' },
        { name: 'transactions_r', description: 'See your orders and payments' },
      ],
      moreScopes: [
        { name: 'shops_w', description: 'Change your shop' },
        { name: 'listings_w', description: 'Create and change listings' },
        { name: 'listings_d', description: 'Delete listings' },
        { name: 'transactions_w', description: 'Change orders: mark them as sent' },
        { name: 'email_r', description: 'See your e-mail address' },
        { name: 'profile_r', description: 'See your profile' },
        { name: 'billing_r', description: 'See your Etsy bills' },
        { name: 'address_r', description: 'See your addresses' },
      ],
      // Since 9 February 2026 calls without the secret are refused: https://github.com/etsy/open-api/discussions/1529
      placement: {
        headers: {
          Authorization: 'Bearer {{token.access_token}}',
          'x-api-key': '{{client.id}}:{{client.secret}}',
        },
      },
      metadata: {
        user_id: { from: 'answer', answer: 'test', path: 'user_id' },
        shop_id: { from: 'answer', answer: 'test', path: 'shop_id' },
      },
    },
  ],
  api: {
    baseUrl: 'https://api.etsy.com',
    allowedHosts: ['openapi.etsy.com'],
    test: { url: '/v3/application/users/me' },
    account: { id: 'user_id', label: 'shop_id' },
    errorPaths: ['error_description', 'error'],
    pagination: { next: { by: 'offset', param: 'offset' }, itemsPath: 'results', limitParam: 'limit' },
    rateLimit: {
      headers: [
        'x-limit-per-second',
        'x-remaining-this-second',
        'x-limit-per-day',
        'x-remaining-today',
        'retry-after',
      ],
    },
  },
  webhooks: { style: 'standard_webhooks', key: 'signing secret (whsec_…)' },
  sources: {
    listings: {
      title: 'Listing',
      url: '/v3/application/shops/{{metadata.shop_id}}/listings?state=active&limit=100',
      itemsPath: 'results',
      valuePath: 'listing_id',
      labelPath: 'title',
      next: { by: 'offset', param: 'offset' },
    },
    sections: {
      title: 'Shop section',
      url: '/v3/application/shops/{{metadata.shop_id}}/sections',
      itemsPath: 'results',
      valuePath: 'shop_section_id',
      labelPath: 'title',
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'https://developers.etsy.com/documentation/essentials/requests/',
      rate_limit: 'https://developers.etsy.com/documentation/essentials/rate-limits',
    },
    recheck: ['refresh', 'scopes', 'test', 'pagination', 'webhooks', 'sources'],
  },
})
