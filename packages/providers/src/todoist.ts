import { defineProvider } from './page/provider.ts'

const next = { by: 'cursor', param: 'cursor', path: 'next_cursor' } as const

export const todoist = defineProvider({
  id: 'todoist',
  name: 'Todoist',
  category: 'productivity',
  description: 'Tasks, projects and labels of a Todoist account',
  docs: 'https://developer.todoist.com/api/v1/',
  icon: { simpleIcon: 'todoist', color: '#E44332' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to Todoist',
      server: {
        authorizationUrl: 'https://todoist.com/oauth/authorize',
        tokenUrl: 'https://todoist.com/oauth/access_token',
        clientAuth: 'body',
        scopeSeparator: ',',
        pkce: false,
        // No refresh: tokens do not expire.
      },
      // The test endpoint needs data:read, which data:read_write includes: task:add alone cannot be connected.
      scopes: [{ name: 'data:read', description: 'See your tasks, projects, labels and filters' }],
      moreScopes: [
        { name: 'data:read_write', description: 'See and change your tasks, projects, labels and filters' },
        { name: 'data:delete', description: 'Delete tasks, labels and filters' },
        { name: 'project:delete', description: 'Delete projects' },
        { name: 'task:add', description: 'Add tasks' },
        { name: 'backups:read', description: 'See your backups' },
      ],
    },
    {
      id: 'api_key',
      type: 'entered',
      label: 'API token',
      inputs: [
        {
          type: 'PASSWORD',
          id: 'api_key',
          title: 'API token',
          pattern: '^[a-f0-9]{40}$',
          example: '0123456789abcdef0123456789abcdef0123456…',
        },
      ],
      help: {
        text: 'In Todoist, open Settings → Integrations → Developer and copy your API token.',
        url: 'https://app.todoist.com/app/settings/integrations/developer',
      },
      placement: { headers: { Authorization: 'Bearer {{inputs.api_key}}' } },
    },
  ],
  api: {
    baseUrl: 'https://api.todoist.com/api/v1',
    test: { url: '/user' },
    account: { id: 'id', label: 'email' },
    errorPaths: ['error'],
    pagination: { next, itemsPath: 'results', limitParam: 'limit' },
    rateLimit: { headers: ['Retry-After'] },
  },
  webhooks: {
    style: 'hmac',
    header: 'X-Todoist-Hmac-SHA256',
    algorithm: 'sha256',
    encoding: 'base64',
    key: 'client secret',
  },
  sources: {
    projects: {
      title: 'Project',
      url: '/projects?limit=200',
      itemsPath: 'results',
      valuePath: 'id',
      labelPath: 'name',
      next,
    },
    sections: {
      title: 'Section',
      url: '/sections?project_id={{parameters.projects}}&limit=200',
      parameters: ['projects'],
      itemsPath: 'results',
      valuePath: 'id',
      labelPath: 'name',
      next,
    },
    labels: {
      title: 'Label',
      url: '/labels?limit=200',
      itemsPath: 'results',
      valuePath: 'name',
      labelPath: 'name',
      next,
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'npm:grant@5.4.24; npm:@auth/core@0.41.3',
      scopes: 'https://doist.github.io/todoist-api-typescript/authorization',
    },
    recheck: ['test', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
