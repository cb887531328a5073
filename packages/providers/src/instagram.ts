import { defineProvider } from './page/provider.ts'

const GRAPH = 'https://graph.instagram.com'
const DAY_MS = 24 * 60 * 60_000

export const instagram = defineProvider({
  id: 'instagram',
  name: 'Instagram',
  category: 'marketing',
  description: 'Posts, comments, messages and insights of a professional Instagram account',
  docs: 'https://developers.facebook.com/documentation/instagram-platform/instagram-api-with-instagram-login/business-login',
  icon: { simpleIcon: 'instagram', color: '#FF0069' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in with Instagram',
      server: {
        authorizationUrl: 'https://www.instagram.com/oauth/authorize',
        tokenUrl: 'https://api.instagram.com/oauth/access_token',
        clientAuth: 'body',
        scopeSeparator: ',',
        pkce: false,
        // The vendor's pages show the reply within a list; it has also come without.
        response: { accessTokenPaths: ['access_token', 'data[0].access_token'], scopeField: 'permissions' },
        // The code's token lives for an hour, this one for 60 days.
        exchange: {
          method: 'GET',
          url: `${GRAPH}/access_token`,
          params: { grant_type: 'ig_exchange_token', access_token: '{{token.access_token}}' },
        },
        // There is no refresh token: an access token that is a day old and still works buys 60 days more.
        refresh: {
          url: `${GRAPH}/refresh_access_token`,
          method: 'GET',
          grantType: 'ig_refresh_token',
          with: 'access_token',
          tokenParam: 'access_token',
          clientAuth: 'none',
          marginMs: 10 * DAY_MS,
          minIntervalMs: DAY_MS,
          unusedLifetimeMs: 60 * DAY_MS,
        },
      },
      scopes: [
        {
          name: 'instagram_business_basic',
          description: 'See your profile and what you have posted',
          required: true,
        },
      ],
      moreScopes: [
        { name: 'instagram_business_content_publish', description: 'Publish posts, reels and stories' },
        { name: 'instagram_business_manage_comments', description: 'Read, write and delete comments' },
        { name: 'instagram_business_manage_messages', description: 'Read and send messages' },
        { name: 'instagram_business_manage_insights', description: 'See how your account and posts perform' },
      ],
    },
  ],
  api: {
    baseUrl: GRAPH,
    test: { url: '/me?fields=user_id,username' },
    account: { id: 'user_id', label: 'username' },
    errorPaths: ['error.message', 'error_message'],
    pagination: {
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
    media: {
      title: 'Post',
      url: '/me/media?fields=id,caption,media_type,permalink&limit=50',
      itemsPath: 'data',
      valuePath: 'id',
      labelPath: 'caption',
      subtitlePath: 'media_type',
      next: { by: 'cursor', param: 'after', path: 'paging.cursors.after' },
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints:
        'https://developers.facebook.com/documentation/instagram-platform/instagram-api-with-instagram-login/business-login',
      refresh:
        'https://developers.facebook.com/documentation/instagram-platform/reference/refresh_access_token',
    },
    recheck: ['scopes', 'test', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
