import { defineProvider } from './page/provider.ts'

export const twitter = defineProvider({
  id: 'twitter',
  name: 'X (Twitter)',
  category: 'marketing',
  description: 'Posts, followers, likes and lists of an X account',
  docs: 'https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code',
  icon: { simpleIcon: 'x', color: '#000000' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to X',
      server: {
        authorizationUrl: 'https://x.com/i/oauth2/authorize',
        tokenUrl: 'https://api.x.com/2/oauth2/token',
        clientAuth: 'basic',
        pkce: true,
        refresh: { rotates: true },
        revocation: { url: 'https://api.x.com/2/oauth2/revoke', auth: 'basic' },
      },
      // The test endpoint needs the first two.
      scopes: [
        { name: 'tweet.read', description: 'See posts that you can see', required: true },
        { name: 'users.read', description: 'See accounts that you can see', required: true },
        { name: 'offline.access', description: 'Stay connected while you are away', required: true },
      ],
      moreScopes: [
        { name: 'tweet.write', description: 'Post for you' },
        { name: 'tweet.moderate.write', description: 'Hide replies to your posts' },
        { name: 'users.email', description: 'See your e-mail address' },
        { name: 'media.write', description: 'Upload pictures and videos' },
        { name: 'follows.read', description: 'See whom you follow and who follows you' },
        { name: 'follows.write', description: 'Follow and unfollow accounts for you' },
        { name: 'like.read', description: 'See what you like' },
        { name: 'like.write', description: 'Like posts for you' },
        { name: 'bookmark.read', description: 'See your bookmarks' },
        { name: 'bookmark.write', description: 'Add and remove bookmarks' },
        { name: 'list.read', description: 'See your lists' },
        { name: 'list.write', description: 'Create and change your lists' },
        { name: 'mute.read', description: 'See whom you mute' },
        { name: 'block.read', description: 'See whom you block' },
        { name: 'dm.read', description: 'Read your direct messages' },
        { name: 'dm.write', description: 'Send direct messages for you' },
        { name: 'space.read', description: 'See Spaces that you can see' },
      ],
    },
    {
      id: 'oauth1',
      type: 'oauth1',
      label: 'Sign in to X, for the Ads API and version 1.1',
      // What the tokens allow is set in the app at X. They do not expire.
      server: {
        requestUrl: 'https://api.x.com/oauth/request_token',
        authorizationUrl: 'https://api.x.com/oauth/authorize',
        tokenUrl: 'https://api.x.com/oauth/access_token',
        revocation: { url: 'https://api.x.com/1.1/oauth/invalidate_token', method: 'POST' },
      },
      signing: {
        scheme: 'oauth1',
        method: 'HMAC-SHA1',
        token: '{{token.access_token}}',
        tokenSecret: '{{token.token_secret}}',
      },
      metadata: {
        user_id: { from: 'token', path: 'user_id' },
        screen_name: { from: 'token', path: 'screen_name' },
      },
    },
  ],
  api: {
    baseUrl: 'https://api.x.com',
    allowedHosts: ['upload.x.com', 'ads-api.x.com', 'api.twitter.com', 'upload.twitter.com'],
    test: { url: '/2/users/me' },
    account: { id: 'data.id', label: 'data.username' },
    errorPaths: ['detail', 'errors[0].message', 'title'],
    pagination: {
      next: { by: 'cursor', param: 'pagination_token', path: 'meta.next_token' },
      itemsPath: 'data',
      limitParam: 'max_results',
    },
    rateLimit: {
      headers: ['x-rate-limit-limit', 'x-rate-limit-remaining', 'x-rate-limit-reset'],
      reset: { header: 'x-rate-limit-reset', as: 'epoch_seconds' },
    },
  },
  webhooks: {
    style: 'hmac',
    header: 'x-twitter-webhooks-signature',
    algorithm: 'sha256',
    encoding: 'base64',
    prefix: 'sha256=',
    key: 'API key secret',
    note: 'a GET with crc_token is answered with response_token: its HMAC, signed and written as above',
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'https://docs.x.com/fundamentals/authentication/oauth-2-0/user-access-token',
      refresh: 'https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code',
    },
    recheck: ['revocation', 'scopes', 'test', 'pagination', 'rate_limit', 'webhooks'],
  },
})
