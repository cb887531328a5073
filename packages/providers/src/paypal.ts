import { defineProvider } from './page/provider.ts'

const derived = {
  api_host: { from: 'api-m.{{variables.domain}}' },
  web_host: { from: 'www.{{variables.domain}}' },
}
const server = {
  tokenUrl: 'https://{{derived.api_host}}/v1/oauth2/token',
  clientAuth: 'basic',
} as const

export const paypal = defineProvider({
  id: 'paypal',
  name: 'PayPal',
  category: 'payments',
  description: 'Orders, payments, invoices and payouts of a PayPal business',
  docs: 'https://developer.paypal.com/api/rest/authentication/',
  icon: { simpleIcon: 'paypal', color: '#002991' },
  variables: [
    {
      name: 'domain',
      label: 'Environment',
      default: 'paypal.com',
      options: [
        { value: 'paypal.com', label: 'Live' },
        { value: 'sandbox.paypal.com', label: 'Sandbox' },
      ],
    },
  ],
  auth: [
    {
      id: 'client_credentials',
      type: 'client_credentials',
      label: 'REST API app',
      inputs: [
        { type: 'TEXT_NO_VARS', id: 'client_id', title: 'Client ID' },
        { type: 'PASSWORD', id: 'client_secret', title: 'Secret' },
      ],
      help: {
        text: 'In PayPal’s Developer Dashboard, open Apps & Credentials, choose an app and copy ID and secret.',
        url: 'https://developer.paypal.com/dashboard/applications/live',
      },
      derived,
      server, // a token lives for about nine hours
      // What the test endpoint of the other kind tells is a person's.
      test: { url: '/v1/notifications/webhooks-event-types' },
      account: { id: { from: 'input', path: 'client_id' }, label: { from: 'input', path: 'client_id' } },
      metadata: { app_id: { from: 'token', path: 'app_id' } },
    },
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Log in with PayPal',
      derived,
      server: {
        ...server,
        authorizationUrl: 'https://{{derived.web_host}}/signin/authorize',
        pkce: false,
        refresh: {},
      },
      scopes: [
        { name: 'openid', description: 'Know which PayPal account you are', required: true },
        { name: 'email', description: 'See your e-mail address' },
      ],
      moreScopes: [
        { name: 'profile', description: 'See your name' },
        { name: 'address', description: 'See your address' },
        {
          name: 'https://uri.paypal.com/services/paypalattributes',
          description: 'See your account’s ID and whether it is verified',
        },
      ],
    },
  ],
  api: {
    baseUrl: 'https://{{derived.api_host}}',
    test: { url: '/v1/identity/oauth2/userinfo?schema=paypalv1.1' },
    account: { id: 'user_id', label: 'emails[0].value' },
    errorPaths: ['details[0].description', 'message', 'error_description'],
    pagination: {
      next: { by: 'page_number', param: 'page' },
      limitParam: 'page_size',
      note: 'links has the next page’s URL under rel next',
    },
    rateLimit: {},
    idempotencyHeader: 'PayPal-Request-Id',
  },
  webhooks: {
    style: 'public_key',
    header: 'PAYPAL-TRANSMISSION-SIG',
    algorithm: 'rsa-sha256',
    encoding: 'base64',
    signedContent:
      '{{header:PAYPAL-TRANSMISSION-ID}}|{{header:PAYPAL-TRANSMISSION-TIME}}|{{webhook_id}}|{{crc32}}',
    note: 'the key is in the certificate at PAYPAL-CERT-URL, which must be a host of paypal.com’s',
  },
  provenance: {
    confidence: 'verified',
    checked: { endpoints: 'https://developer.paypal.com/api/rest/authentication/' },
    recheck: ['refresh', 'scopes', 'test', 'pagination', 'rate_limit', 'webhooks'],
  },
})
