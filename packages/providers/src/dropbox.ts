import { defineProvider } from './page/provider.ts'

export const dropbox = defineProvider({
  id: 'dropbox',
  name: 'Dropbox',
  category: 'storage',
  description: 'Files, folders and shared links of a Dropbox account',
  docs: 'https://developers.dropbox.com/oauth-guide',
  icon: { simpleIcon: 'dropbox', color: '#0061FF' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to Dropbox',
      server: {
        authorizationUrl: 'https://www.dropbox.com/oauth2/authorize',
        tokenUrl: 'https://api.dropboxapi.com/oauth2/token',
        clientAuth: 'body',
        pkce: true,
        // Without scopes, all those that the app has at Dropbox are asked.
        omitEmptyScope: true,
        // Refresh tokens come with offline access only; they live until they are revoked.
        authorizeParams: { token_access_type: 'offline' },
        refresh: {},
        revocation: {
          url: 'https://api.dropboxapi.com/2/auth/token/revoke',
          token: 'access',
          body: 'none',
          auth: 'bearer',
        },
      },
      scopes: [],
      moreScopes: [
        { name: 'account_info.read', description: 'See your name and e-mail address', required: true },
        { name: 'files.metadata.read', description: 'See names and details of your files' },
        { name: 'files.content.read', description: 'Read your files' },
        { name: 'files.content.write', description: 'Upload, change and delete files' },
        { name: 'sharing.read', description: 'See what is shared with whom' },
        { name: 'sharing.write', description: 'Share files and folders' },
        { name: 'file_requests.read', description: 'See file requests' },
      ],
      metadata: {
        account_id: { from: 'token', path: 'account_id' },
        team_id: { from: 'token', path: 'team_id' },
      },
    },
  ],
  api: {
    baseUrl: 'https://api.dropboxapi.com',
    allowedHosts: ['content.dropboxapi.com', 'notify.dropboxapi.com'],
    test: { method: 'POST', url: '/2/users/get_current_account' },
    account: { id: 'account_id', label: 'email' },
    errorPaths: ['user_message.text', 'error_summary', 'error_description'],
    pagination: {
      next: { by: 'query_language' },
      note: 'while has_more is true, the next page is a POST of cursor to …/continue',
    },
    rateLimit: { headers: ['Retry-After'] },
  },
  webhooks: {
    style: 'hmac',
    header: 'X-Dropbox-Signature',
    algorithm: 'sha256',
    encoding: 'hex',
    key: 'app secret',
    note: 'answer the challenge of a GET as text/plain with X-Content-Type-Options: nosniff',
  },
  sources: {
    files: {
      title: 'File or folder',
      method: 'POST',
      url: '/2/files/list_folder',
      body: { path: '', limit: 2000 },
      itemsPath: 'entries',
      valuePath: 'id',
      labelPath: 'name',
      subtitlePath: 'path_display',
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'npm:grant@5.4.24',
      refresh: 'https://dropbox.tech/developers/using-oauth-2-0-with-offline-access',
    },
    recheck: ['revocation', 'scopes', 'test', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
