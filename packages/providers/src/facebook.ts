import { defineProvider } from './page/provider.ts'

/** A version answers for at least two years; v25.0 is what the vendor's pages name as the latest. */
const GRAPH = 'https://graph.facebook.com/v25.0'

export const facebook = defineProvider({
  id: 'facebook',
  name: 'Facebook',
  category: 'marketing',
  description: 'Pages, posts, leads and ads of a Facebook account',
  docs: 'https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow',
  icon: { simpleIcon: 'facebook', color: '#0866FF' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in with Facebook',
      server: {
        authorizationUrl: 'https://www.facebook.com/v25.0/dialog/oauth',
        tokenUrl: `${GRAPH}/oauth/access_token`,
        clientAuth: 'body',
        scopeSeparator: ',',
        pkce: true,
        // The code's token lives for hours, this one for about 60 days; there is no refresh token.
        exchange: {
          method: 'GET',
          url: `${GRAPH}/oauth/access_token`,
          params: { grant_type: 'fb_exchange_token', fb_exchange_token: '{{token.access_token}}' },
        },
        revocation: {
          url: `${GRAPH}/me/permissions`,
          method: 'DELETE',
          token: 'access',
          body: 'none',
          auth: 'bearer',
          ends: 'grant',
        },
      },
      scopes: [
        { name: 'public_profile', description: 'See your name and profile picture', required: true },
        { name: 'email', description: 'See your e-mail address' },
      ],
      moreScopes: [
        { name: 'pages_show_list', description: 'See which Pages you manage' },
        { name: 'pages_read_engagement', description: 'Read posts, followers and details of your Pages' },
        { name: 'pages_manage_posts', description: 'Publish, edit and delete posts on your Pages' },
        { name: 'pages_messaging', description: 'Send and read messages of your Pages' },
        { name: 'leads_retrieval', description: 'Read leads from your lead ads' },
        { name: 'ads_read', description: 'Read your ads and how they perform' },
        { name: 'ads_management', description: 'Create and change your ads' },
        { name: 'business_management', description: 'See and change your business portfolio' },
      ],
    },
  ],
  api: {
    baseUrl: GRAPH,
    test: { url: '/me?fields=id,name' },
    account: { id: 'id', label: 'name' },
    errorPaths: ['error.message'],
    pagination: {
      // `paging.next` and not the cursor says whether there is more; it contains the access token.
      next: { by: 'url', path: 'paging.next' },
      itemsPath: 'data',
      limitParam: 'limit',
    },
    rateLimit: {
      status: [400, 403, 429],
      when: { path: 'error.code', is: [4, 17, 32, 613] },
      headers: ['X-App-Usage', 'X-Business-Use-Case-Usage'],
    },
  },
  webhooks: {
    style: 'hmac',
    header: 'X-Hub-Signature-256',
    algorithm: 'sha256',
    encoding: 'hex',
    prefix: 'sha256=',
    key: 'app secret',
    note: 'the subscription is confirmed by a GET with hub.mode, hub.challenge and hub.verify_token',
  },
  sources: {
    pages: {
      title: 'Page',
      url: '/me/accounts?fields=id,name,category&limit=100',
      itemsPath: 'data',
      valuePath: 'id',
      labelPath: 'name',
      subtitlePath: 'category',
      next: { by: 'cursor', param: 'after', path: 'paging.cursors.after' },
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'https://developers.facebook.com/docs/facebook-login/guides/access-tokens/get-long-lived',
    },
    recheck: ['revocation', 'scopes', 'test', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
