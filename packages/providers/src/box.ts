import { defineProvider } from './page/provider.ts'

const DAY_MS = 24 * 60 * 60_000

export const box = defineProvider({
  id: 'box',
  name: 'Box',
  category: 'storage',
  description: 'Files, folders and collaborations of a Box account',
  docs: 'https://developer.box.com/guides/authentication/oauth2/',
  icon: { simpleIcon: 'box', color: '#0061D5' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to Box',
      server: {
        authorizationUrl: 'https://account.box.com/api/oauth2/authorize',
        tokenUrl: 'https://api.box.com/oauth2/token',
        clientAuth: 'body',
        pkce: false,
        // Without scopes, all those that the app has at Box are asked.
        omitEmptyScope: true,
        refresh: { rotates: true, unusedLifetimeMs: 60 * DAY_MS },
        revocation: { url: 'https://api.box.com/oauth2/revoke', auth: 'body' },
      },
      scopes: [],
      moreScopes: [
        { name: 'root_readonly', description: 'See and download all files and folders' },
        { name: 'root_readwrite', description: 'See, change and delete all files and folders' },
        { name: 'manage_webhook', description: 'Register webhooks' },
        { name: 'manage_managed_users', description: 'Manage users of your enterprise' },
        { name: 'manage_groups', description: 'Manage groups of your enterprise' },
      ],
    },
  ],
  api: {
    baseUrl: 'https://api.box.com',
    allowedHosts: ['upload.box.com'],
    test: { url: '/2.0/users/me' },
    account: { id: 'id', label: 'login' },
    errorPaths: ['message', 'error_description'],
    pagination: {
      next: { by: 'offset', param: 'offset' },
      itemsPath: 'entries',
      limitParam: 'limit',
      note: 'with usemarker=true, marker and next_marker instead',
    },
    rateLimit: { headers: ['Retry-After'] },
  },
  webhooks: {
    style: 'hmac',
    header: 'BOX-SIGNATURE-PRIMARY',
    algorithm: 'sha256',
    encoding: 'base64',
    signedContent: '{{body}}{{timestamp}}',
    timestampHeader: 'BOX-DELIVERY-TIMESTAMP',
    key: 'primary signature key',
    toleranceS: 600,
    note: 'while keys are changed, BOX-SIGNATURE-SECONDARY is made with the secondary key',
  },
  sources: {
    files: {
      title: 'File or folder',
      url: '/2.0/folders/0/items?fields=id,name,type&limit=1000',
      itemsPath: 'entries',
      valuePath: 'id',
      labelPath: 'name',
      subtitlePath: 'type',
      next: { by: 'offset', param: 'offset' },
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'npm:arctic@3.7.0',
      refresh: 'https://developer.box.com/guides/authentication/tokens/refresh',
      revocation: 'https://developer.box.com/guides/authentication/tokens/revoke',
    },
    recheck: ['scopes', 'test', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
