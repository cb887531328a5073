import { defineProvider } from './page/provider.ts'

export const stripe = defineProvider({
  id: 'stripe',
  name: 'Stripe',
  category: 'payments',
  description: 'Customers, payments, invoices and subscriptions of a Stripe account',
  docs: 'https://docs.stripe.com/api/authentication',
  icon: { simpleIcon: 'stripe', color: '#635BFF' },
  auth: [
    {
      id: 'api_key',
      type: 'entered',
      label: 'Secret or restricted key',
      inputs: [
        {
          type: 'PASSWORD',
          id: 'api_key',
          title: 'Secret or restricted key',
          pattern: '^(sk|rk)_(live|test)_[A-Za-z0-9_]+$',
          example: 'rk_live_51Nx…',
        },
      ],
      // GET /v1/account needs connected_account_read: https://docs.stripe.com/keys/permissions-reference
      help: {
        text:
          'In the Stripe Dashboard, open Developers → API keys and create a restricted key, or copy a secret key. ' +
          'A restricted key also needs Read for connected accounts, so that we can show which account it belongs to.',
        url: 'https://dashboard.stripe.com/apikeys',
      },
      placement: { headers: { Authorization: 'Bearer {{inputs.api_key}}' } },
    },
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Connect with Stripe',
      server: {
        authorizationUrl: 'https://connect.stripe.com/oauth/authorize',
        tokenUrl: 'https://connect.stripe.com/oauth/token',
        // The client secret is the platform's secret API key.
        clientAuth: 'body',
        pkce: false,
        // Access tokens do not expire.
        refresh: {},
        // No revocation: /oauth/deauthorize takes the account's id instead of a token, and parts the account from
        // the platform altogether. https://docs.stripe.com/connect/oauth-reference
      },
      scopes: [{ name: 'read_write', description: 'See and change everything in your Stripe account' }],
      moreScopes: [{ name: 'read_only', description: 'See everything in your Stripe account' }],
      metadata: {
        stripe_user_id: { from: 'token', path: 'stripe_user_id' },
        livemode: { from: 'token', path: 'livemode' },
      },
    },
  ],
  api: {
    baseUrl: 'https://api.stripe.com',
    allowedHosts: ['files.stripe.com'],
    test: { url: '/v1/account' },
    account: { id: 'id', label: 'settings.dashboard.display_name' },
    errorPaths: ['error.message'],
    pagination: {
      next: { by: 'last_item', param: 'starting_after', idPath: 'id', morePath: 'has_more' },
      itemsPath: 'data',
      limitParam: 'limit',
    },
    rateLimit: { headers: ['Stripe-Should-Retry', 'Retry-After'] },
    idempotencyHeader: 'Idempotency-Key',
  },
  webhooks: {
    style: 'hmac',
    header: 'Stripe-Signature',
    algorithm: 'sha256',
    encoding: 'hex',
    signedContent: '{{timestamp}}.{{body}}',
    key: 'endpoint secret (whsec_…)',
    toleranceS: 300,
    note: 'the header is t=<unix time>,v1=<signature>, with more v1 while the secret is rolled',
  },
  sources: {
    products: {
      title: 'Product',
      url: '/v1/products?active=true&limit=100',
      itemsPath: 'data',
      valuePath: 'id',
      labelPath: 'name',
      next: { by: 'last_item', param: 'starting_after', idPath: 'id', morePath: 'has_more' },
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'npm:grant@5.4.24',
      test: 'https://docs.stripe.com/keys/permissions-reference',
    },
    recheck: ['refresh', 'scopes', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
