import { defineProvider } from './page/provider.ts'

export const bitbucket = defineProvider({
  id: 'bitbucket',
  name: 'Bitbucket Cloud',
  category: 'developer-tools',
  description: 'Repositories, pull requests and pipelines on Bitbucket Cloud',
  docs: 'https://developer.atlassian.com/cloud/bitbucket/oauth-2/',
  icon: { simpleIcon: 'bitbucket', color: '#0052CC' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to Bitbucket',
      server: {
        authorizationUrl: 'https://bitbucket.org/site/oauth2/authorize',
        tokenUrl: 'https://bitbucket.org/site/oauth2/access_token',
        clientAuth: 'basic',
        pkce: false,
        // What is asked are the permissions ticked at the OAuth consumer; Account: Read must be among them.
        omitEmptyScope: true,
        response: { scopeField: 'scopes' },
        refresh: { defaultLifetimeMs: 2 * 60 * 60_000 },
      },
      scopes: [],
      moreScopes: [
        { name: 'account', description: 'Know who you are in Bitbucket' },
        { name: 'email', description: 'See your e-mail addresses' },
        { name: 'repository', description: 'Read your repositories' },
        { name: 'repository:write', description: 'Write to your repositories' },
        { name: 'pullrequest', description: 'See pull requests and comment on them' },
        { name: 'pullrequest:write', description: 'Create, merge and decline pull requests' },
        { name: 'issue', description: 'See issues' },
        { name: 'issue:write', description: 'Create and change issues' },
        { name: 'pipeline', description: 'See pipelines' },
        { name: 'webhook', description: 'Be told when something changes' },
      ],
    },
    {
      // App passwords ended in 2026.
      id: 'api_token',
      type: 'entered',
      label: 'API token',
      inputs: [
        { type: 'EMAIL', id: 'username', title: 'E-mail address of your Atlassian account' },
        { type: 'PASSWORD', id: 'password', title: 'API token' },
      ],
      help: {
        text:
          'In your Atlassian account, open Security → Create and manage API tokens and create a token with scopes for ' +
          'Bitbucket, read:user:bitbucket among them.',
        url: 'https://id.atlassian.com/manage-profile/security/api-tokens',
      },
      placement: { basic: { username: '{{inputs.username}}', password: '{{inputs.password}}' } },
    },
  ],
  api: {
    baseUrl: 'https://api.bitbucket.org/2.0',
    test: { url: '/user' },
    account: { id: 'uuid', label: 'display_name' },
    errorPaths: ['error.message', 'error_description'],
    pagination: { next: { by: 'url', path: 'next' }, itemsPath: 'values', limitParam: 'pagelen' },
    rateLimit: { headers: ['X-RateLimit-Limit', 'X-RateLimit-NearLimit'] },
  },
  webhooks: {
    style: 'hmac',
    header: 'X-Hub-Signature',
    algorithm: 'sha256',
    encoding: 'hex',
    prefix: 'sha256=',
    key: 'secret of the webhook',
    note: 'X-Event-Key names the event',
  },
  sources: {
    workspaces: {
      title: 'Workspace',
      url: '/user/workspaces?pagelen=100',
      itemsPath: 'values',
      valuePath: 'workspace.slug',
      labelPath: 'workspace.slug',
      next: { by: 'next_url', param: 'page', path: 'next' },
    },
    repositories: {
      title: 'Repository',
      url: '/repositories/{{parameters.workspaces}}?pagelen=100&sort=-updated_on',
      parameters: ['workspaces'],
      itemsPath: 'values',
      valuePath: 'slug',
      labelPath: 'name',
      subtitlePath: 'full_name',
      next: { by: 'next_url', param: 'page', path: 'next' },
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'https://confluence.atlassian.com/bitbucket/oauth-endpoint-300220600.html; npm:arctic@3.7.0',
    },
    recheck: ['refresh', 'scopes', 'test', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
