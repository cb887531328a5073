import { defineProvider } from './page/provider.ts'

export const webflow = defineProvider({
  id: 'webflow',
  name: 'Webflow',
  category: 'content',
  description: 'Sites, pages, collections and form submissions on Webflow',
  docs: 'https://developers.webflow.com/data/reference/oauth-app',
  icon: { simpleIcon: 'webflow', color: '#146EF5' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to Webflow',
      server: {
        authorizationUrl: 'https://webflow.com/oauth/authorize',
        tokenUrl: 'https://api.webflow.com/oauth/access_token',
        clientAuth: 'body',
        pkce: false,
        // No refresh: tokens live for about a year.
        revocation: {
          url: 'https://webflow.com/oauth/revoke_authorization',
          token: 'access',
          tokenParam: 'access_token',
          auth: 'body',
          ends: 'grant',
        },
      },
      scopes: [
        { name: 'authorized_user:read', description: 'Know who you are in Webflow', required: true },
        { name: 'sites:read', description: 'See your sites' },
      ],
      moreScopes: [
        { name: 'sites:write', description: 'Publish and change your sites' },
        { name: 'pages:read', description: 'See pages' },
        { name: 'pages:write', description: 'Change pages' },
        { name: 'cms:read', description: 'See collections and their items' },
        { name: 'cms:write', description: 'Change collections and their items' },
        { name: 'forms:read', description: 'See forms and what was submitted' },
        { name: 'assets:read', description: 'See images and files' },
        { name: 'assets:write', description: 'Upload images and files' },
        { name: 'ecommerce:read', description: 'See products and orders' },
        { name: 'ecommerce:write', description: 'Change products and orders' },
        { name: 'custom_code:write', description: 'Add scripts to your sites' },
      ],
    },
    {
      id: 'api_key',
      type: 'entered',
      label: 'Site token',
      inputs: [{ type: 'PASSWORD', id: 'api_key', title: 'Site token' }],
      help: {
        text: 'In Webflow, open Site settings → Apps & integrations → API access and generate a token.',
        url: 'https://developers.webflow.com/data/reference/authentication/site-token',
      },
      placement: { headers: { Authorization: 'Bearer {{inputs.api_key}}' } },
      // No user stands behind the token of a site.
      test: { url: '/token/introspect' },
      account: {
        id: { from: 'answer', answer: 'test', path: 'authorization.authorizedTo.siteIds[0]' },
        label: { from: 'answer', answer: 'test', path: 'authorization.authorizedTo.siteIds[0]' },
      },
    },
  ],
  api: {
    baseUrl: 'https://api.webflow.com/v2',
    test: { url: '/token/authorized_by' },
    account: { id: 'id', label: 'email' },
    errorPaths: ['message', 'msg'],
    pagination: { next: { by: 'offset', param: 'offset' }, itemsPath: 'items', limitParam: 'limit' },
    rateLimit: { headers: ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'Retry-After'] },
  },
  webhooks: {
    style: 'hmac',
    header: 'x-webflow-signature',
    algorithm: 'sha256',
    encoding: 'hex',
    timestampHeader: 'x-webflow-timestamp',
    signedContent: '{{timestamp}}:{{body}}',
    key: 'client secret of the app that created the webhook',
    note: 'the timestamp counts milliseconds',
  },
  sources: {
    sites: {
      title: 'Site',
      url: '/sites',
      itemsPath: 'sites',
      valuePath: 'id',
      labelPath: 'displayName',
    },
    collections: {
      title: 'Collection',
      url: '/sites/{{parameters.sites}}/collections',
      parameters: ['sites'],
      itemsPath: 'collections',
      valuePath: 'id',
      labelPath: 'displayName',
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'https://github.com/NangoHQ/nango/blob/2f4c0af/packages/providers/providers.yaml',
      webhooks: 'https://developers.webflow.com/data/changelog/webhook-signatures',
    },
    recheck: ['revocation', 'scopes', 'test', 'pagination', 'rate_limit', 'sources'],
  },
})
