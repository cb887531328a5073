import { defineProvider } from './page/provider.ts'

const next = { by: 'cursor', param: 'cursor', path: 'cursor' } as const
const HOST = 'https://{{variables.host}}'

export const square = defineProvider({
  id: 'square',
  name: 'Square',
  category: 'payments',
  description: 'Payments, orders, customers and catalogue of a Square seller',
  docs: 'https://developer.squareup.com/docs/oauth-api/overview',
  icon: { simpleIcon: 'square', color: '#3E4348' },
  variables: [
    {
      name: 'host',
      label: 'Environment',
      default: 'connect.squareup.com',
      options: [
        { value: 'connect.squareup.com', label: 'Production' },
        { value: 'connect.squareupsandbox.com', label: 'Sandbox' },
      ],
    },
  ],
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to Square',
      server: {
        authorizationUrl: `${HOST}/oauth2/authorize`,
        tokenUrl: `${HOST}/oauth2/token`,
        clientAuth: 'body',
        tokenBody: 'json',
        // With it, refresh tokens are good for one use and 90 days; without, for ever.
        pkce: false,
        // The seller signs in anew: the session there is may be another's.
        authorizeParams: { session: 'false' },
        response: { expiresAtField: 'expires_at' },
        // Access tokens live for 30 days, and Square wants them renewed each week; at most half a life is spared.
        refresh: { marginMs: 15 * 24 * 60 * 60_000 },
        // Ends every token of the seller's for this app, whichever is named.
        revocation: {
          url: `${HOST}/oauth2/revoke`,
          token: 'access',
          tokenParam: 'access_token',
          body: 'json',
          auth: 'none',
          headers: { Authorization: 'Client {{client.secret}}' },
          ends: 'grant',
        },
      },
      scopes: [
        { name: 'MERCHANT_PROFILE_READ', description: 'See your business and its locations', required: true },
        { name: 'PAYMENTS_READ', description: 'See your payments and refunds' },
      ],
      moreScopes: [
        { name: 'PAYMENTS_WRITE', description: 'Take and refund payments' },
        { name: 'ORDERS_READ', description: 'See your orders' },
        { name: 'ORDERS_WRITE', description: 'Create and change orders' },
        { name: 'ITEMS_READ', description: 'See your catalogue' },
        { name: 'ITEMS_WRITE', description: 'Change your catalogue' },
        { name: 'INVENTORY_READ', description: 'See your stock' },
        { name: 'INVENTORY_WRITE', description: 'Change your stock' },
        { name: 'CUSTOMERS_READ', description: 'See your customers' },
        { name: 'CUSTOMERS_WRITE', description: 'Add and change customers' },
        { name: 'INVOICES_READ', description: 'See your invoices' },
        { name: 'INVOICES_WRITE', description: 'Create and send invoices' },
        { name: 'EMPLOYEES_READ', description: 'See your team' },
        { name: 'SETTLEMENTS_READ', description: 'See your settlements' },
      ],
      metadata: { merchant_id: { from: 'token', path: 'merchant_id' } },
    },
  ],
  api: {
    // No Square-Version: the app's own, set at Square, holds unless the caller names one.
    baseUrl: HOST,
    test: { url: '/v2/merchants/me' },
    account: { id: 'merchant.id', label: 'merchant.business_name' },
    errorPaths: ['errors[0].detail', 'message'],
    pagination: { next, limitParam: 'limit' },
    rateLimit: {},
  },
  webhooks: {
    style: 'hmac',
    header: 'x-square-hmacsha256-signature',
    algorithm: 'sha256',
    encoding: 'base64',
    signedContent: '{{url}}{{body}}',
    key: 'signature key',
    note: 'the URL is the notification URL as it was set up',
  },
  sources: {
    locations: {
      title: 'Location',
      url: '/v2/locations',
      itemsPath: 'locations',
      valuePath: 'id',
      labelPath: 'name',
    },
    categories: {
      title: 'Category',
      url: '/v2/catalog/list?types=CATEGORY',
      itemsPath: 'objects',
      valuePath: 'id',
      labelPath: 'category_data.name',
      next,
    },
    items: {
      title: 'Item',
      url: '/v2/catalog/list?types=ITEM',
      itemsPath: 'objects',
      valuePath: 'id',
      labelPath: 'item_data.name',
      next,
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'https://developer.squareup.com/docs/oauth-api/overview',
      refresh: 'https://developer.squareup.com/reference/square/o-auth/obtain-token',
      revocation: 'https://www.github.com/square/square-python-sdk/blob/master/doc/api/o-auth.md',
      webhooks: 'https://developer.squareup.com/docs/webhooks/step3validate',
    },
    recheck: ['scopes', 'test', 'pagination', 'rate_limit', 'sources'],
  },
})
