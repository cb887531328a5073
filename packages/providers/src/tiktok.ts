import { defineProvider } from './page/provider.ts'

export const tiktok = defineProvider({
  id: 'tiktok',
  name: 'TikTok',
  category: 'marketing',
  description: 'Videos, profile and statistics of a TikTok account',
  docs: 'https://developers.tiktok.com/doc/oauth-user-access-token-management',
  icon: { simpleIcon: 'tiktok', color: '#000000' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to TikTok',
      server: {
        authorizationUrl: 'https://www.tiktok.com/v2/auth/authorize/',
        tokenUrl: 'https://open.tiktokapis.com/v2/oauth/token/',
        clientAuth: 'body',
        scopeSeparator: ',',
        renameParams: { client_id: 'client_key' },
        // Asked of desktop and mobile apps only, and theirs is a challenge of TikTok's own, in hex.
        pkce: false,
        partialGrants: true,
        refresh: { rotates: true },
        revocation: { url: 'https://open.tiktokapis.com/v2/oauth/revoke/', token: 'access', auth: 'body' },
      },
      scopes: [{ name: 'user.info.basic', description: 'See your name and avatar', required: true }],
      moreScopes: [
        { name: 'user.info.profile', description: 'See your profile link, biography and verification' },
        { name: 'user.info.stats', description: 'See how many likes, followers and videos you have' },
        { name: 'video.list', description: 'See your public videos' },
        { name: 'video.upload', description: 'Upload videos as drafts for you to post' },
        { name: 'video.publish', description: 'Post videos for you' },
      ],
      metadata: { open_id: { from: 'token', path: 'open_id' } },
    },
  ],
  api: {
    baseUrl: 'https://open.tiktokapis.com',
    test: { url: '/v2/user/info/?fields=open_id,display_name' },
    account: { id: 'data.user.open_id', label: 'data.user.display_name' },
    successCheck: { path: 'error.code', equals: 'ok' },
    errorPaths: ['error.message'],
    pagination: {
      next: { by: 'cursor', param: 'cursor', path: 'data.cursor' },
      limitParam: 'max_count',
      note: 'both are fields of the JSON body; the last page has data.has_more false, and a cursor all the same',
    },
    rateLimit: { note: 'error.code is rate_limit_exceeded' },
  },
  webhooks: {
    style: 'hmac',
    header: 'TikTok-Signature',
    algorithm: 'sha256',
    encoding: 'hex',
    signedContent: '{{timestamp}}.{{body}}',
    key: 'client secret',
    note: 'the header is t=<unix time>,s=<signature>',
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'https://developers.tiktok.com/doc/oauth-user-access-token-management',
      refresh: 'https://developers.tiktok.com/docs/en/oauth-refresh-a-user-access-token',
      webhooks: 'https://developers.tiktok.com/doc/webhooks-verification',
    },
    recheck: ['revocation', 'scopes', 'test', 'pagination', 'rate_limit'],
  },
})
