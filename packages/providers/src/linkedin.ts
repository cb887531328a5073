import { defineProvider } from './page/provider.ts'

export const linkedin = defineProvider({
  id: 'linkedin',
  name: 'LinkedIn',
  category: 'marketing',
  description: 'Posts, pages and ad campaigns of a LinkedIn member',
  docs: 'https://learn.microsoft.com/en-us/linkedin/shared/authentication/authorization-code-flow',
  icon: { simpleIcon: null, color: '#0A66C2' },
  variables: [
    // One comes out each month and lives for a year, hence no constant of ours.
    { name: 'api_version', label: 'Version of the API, such as 202607', default: '202607' },
  ],
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to LinkedIn',
      server: {
        authorizationUrl: 'https://www.linkedin.com/oauth/v2/authorization',
        tokenUrl: 'https://www.linkedin.com/oauth/v2/accessToken',
        clientAuth: 'body',
        // Native apps have it, at an address of their own: /oauth/native-pkce/authorization.
        pkce: false,
        // Only apps that LinkedIn approved for it get refresh tokens. With others the user signs in every 60 days.
        // Using one does not lengthen its year.
        refresh: {},
        revocation: { url: 'https://www.linkedin.com/oauth/v2/revoke', auth: 'body' },
      },
      scopes: [
        { name: 'openid', description: 'Know which LinkedIn member you are', required: true },
        { name: 'profile', description: 'See your name and picture', required: true },
        { name: 'email', description: 'See your e-mail address' },
      ],
      moreScopes: [
        { name: 'w_member_social', description: 'Post, comment and react for you' },
        { name: 'r_organization_social', description: 'See posts and reactions of your pages' },
        { name: 'w_organization_social', description: 'Post, comment and react for your pages' },
        { name: 'rw_organization_admin', description: 'Manage your pages and see their statistics' },
        { name: 'r_ads', description: 'See your ad accounts and campaigns' },
        { name: 'rw_ads', description: 'Create and change your ad campaigns' },
        { name: 'r_ads_reporting', description: 'See how your ads perform' },
      ],
    },
  ],
  api: {
    baseUrl: 'https://api.linkedin.com',
    headers: {
      'X-Restli-Protocol-Version': '2.0.0',
      'LinkedIn-Version': '{{variables.api_version}}',
    },
    test: { url: '/v2/userinfo' },
    account: { id: 'sub', label: 'name' },
    errorPaths: ['message', 'error_description'],
    pagination: {
      next: { by: 'offset', param: 'start' },
      itemsPath: 'elements',
      limitParam: 'count',
      note: 'some lists of the Marketing API go on by pageToken from metadata.nextPageToken',
    },
    rateLimit: { note: 'limits are per day, and end at midnight UTC' },
  },
  webhooks: {
    style: 'hmac',
    header: 'X-LI-Signature',
    algorithm: 'sha256',
    encoding: 'hex',
    prefix: 'hmacsha256=',
    key: 'client secret',
    note: 'a GET with challengeCode is answered with challengeCode and challengeResponse, its HMAC in hex',
  },
  sources: {
    ad_accounts: {
      title: 'Ad account',
      url: '/rest/adAccounts?q=search&pageSize=100',
      itemsPath: 'elements',
      valuePath: 'id',
      labelPath: 'name',
      next: { by: 'cursor', param: 'pageToken', path: 'metadata.nextPageToken' },
    },
  },
  provenance: {
    confidence: 'verified',
    checked: { endpoints: 'npm:grant@5.4.24' },
    recheck: ['refresh', 'revocation', 'scopes', 'test', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
