import { defineProvider } from './page/provider.ts'

export const monday = defineProvider({
  id: 'monday',
  name: 'monday.com',
  category: 'project-management',
  description: 'Boards, items and updates of a monday.com account',
  docs: 'https://developer.monday.com/apps/docs/oauth',
  icon: { simpleIcon: null, color: '#6C6CFF' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to monday.com',
      server: {
        authorizationUrl: 'https://auth.monday.com/oauth2/authorize',
        tokenUrl: 'https://auth.monday.com/oauth2/token',
        clientAuth: 'body',
        pkce: false,
        // An administrator of the account has to install the app before anybody can authorise it.
        authorizeParams: { force_install_if_needed: 'true' },
        // No refresh: tokens live until the app is uninstalled. An app version with monday's OAuth 2.1 switched on has
        // another token URL and tokens that expire: https://developer.monday.com/apps/docs/migrating-to-the-new-oauth-flow
      },
      scopes: [
        { name: 'me:read', description: 'Know which monday.com user you are', required: true },
        { name: 'boards:read', description: 'See your boards and the items on them' },
      ],
      moreScopes: [
        { name: 'boards:write', description: 'Create and change boards and items' },
        { name: 'workspaces:read', description: 'See your workspaces' },
        { name: 'users:read', description: 'See the people of the account' },
        { name: 'updates:read', description: 'Read updates on items' },
        { name: 'updates:write', description: 'Write updates on items' },
        { name: 'account:read', description: 'See the name and plan of the account' },
        { name: 'webhooks:write', description: 'Be told when boards change' },
      ],
    },
    {
      id: 'api_key',
      type: 'entered',
      label: 'API token',
      inputs: [{ type: 'PASSWORD', id: 'api_key', title: 'API token' }],
      help: {
        text: 'In monday.com, open your profile picture → Developers → API token → Show, and copy the token.',
        url: 'https://developer.monday.com/api-reference/docs/authentication',
      },
      placement: { headers: { Authorization: '{{inputs.api_key}}' } },
    },
  ],
  api: {
    baseUrl: 'https://api.monday.com',
    // Without an API-Version monday answers as its current stable version does. A caller may name one.
    test: { method: 'POST', url: '/v2', body: { query: '{ me { id email } }' } },
    account: { id: 'data.me.id', label: 'data.me.email' },
    errorPaths: ['errors[0].message', 'errors[0]', 'error_message'],
    pagination: {
      next: { by: 'query_language' },
      note: 'data.….items_page.cursor goes into next_items_page',
    },
    rateLimit: {
      headers: ['Retry-After'],
      note: 'by complexity; errors of GraphQL may come under HTTP 200',
    },
  },
  webhooks: {
    style: 'jwt',
    header: 'Authorization',
    algorithm: 'HS256',
    note: 'signed with the signing secret of the app; a new webhook must be answered with its challenge',
  },
  sources: {
    boards: {
      title: 'Board',
      method: 'POST',
      url: '/v2',
      body: {
        query:
          'query ($page: Int) { boards(limit: 100, page: $page, order_by: used_at) { id name workspace { name } } }',
        variables: {},
      },
      itemsPath: 'data.boards',
      valuePath: 'id',
      labelPath: 'name',
      subtitlePath: 'workspace.name',
      next: { by: 'page_number', param: 'variables.page' },
    },
  },
  provenance: {
    confidence: 'verified',
    checked: { endpoints: 'https://developer.monday.com/apps/docs/migrating-to-the-new-oauth-flow' },
    recheck: ['scopes', 'test', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
