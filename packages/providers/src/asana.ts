import { defineProvider } from './page/provider.ts'

const next = { by: 'cursor', param: 'offset', path: 'next_page.offset' } as const
const list = { itemsPath: 'data', valuePath: 'gid', labelPath: 'name', next }

export const asana = defineProvider({
  id: 'asana',
  name: 'Asana',
  category: 'project-management',
  description: 'Tasks, projects and portfolios of an Asana workspace',
  docs: 'https://developers.asana.com/docs/oauth',
  icon: { simpleIcon: 'asana', color: '#F06A6A' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to Asana',
      server: {
        authorizationUrl: 'https://app.asana.com/-/oauth_authorize',
        tokenUrl: 'https://app.asana.com/-/oauth_token',
        clientAuth: 'body',
        pkce: true,
        refresh: {},
        revocation: { url: 'https://app.asana.com/-/oauth_revoke', auth: 'body' },
      },
      // Either `default`, or single ones; an app is registered for one of the two.
      scopes: [{ name: 'default', description: 'See and change everything you can in Asana' }],
      moreScopes: [
        {
          name: 'users:read',
          description: 'See people, yourself included; shows which account is connected',
        },
        { name: 'workspaces:read', description: 'See your workspaces' },
        { name: 'projects:read', description: 'See projects' },
        { name: 'projects:write', description: 'Create and change projects' },
        { name: 'tasks:read', description: 'See tasks' },
        { name: 'tasks:write', description: 'Create and change tasks' },
        { name: 'tasks:delete', description: 'Delete tasks' },
        { name: 'stories:read', description: 'See comments and history' },
        { name: 'stories:write', description: 'Comment on tasks' },
        { name: 'attachments:read', description: 'See attachments' },
        { name: 'attachments:write', description: 'Add attachments' },
        { name: 'webhooks:write', description: 'Subscribe to changes' },
      ],
      metadata: {
        user_gid: { from: 'token', path: 'data.gid' },
        user_email: { from: 'token', path: 'data.email' },
      },
    },
    {
      id: 'api_key',
      type: 'entered',
      label: 'Personal access token',
      inputs: [
        {
          type: 'PASSWORD',
          id: 'api_key',
          title: 'Personal access token',
          pattern: '^[0-9]/[0-9A-Za-z/:]+$',
          example: '2/1200…/1209…:0a1b…',
        },
      ],
      help: {
        text: 'In Asana’s developer console, choose Create new token under Personal access tokens, and copy it.',
        url: 'https://app.asana.com/0/my-apps',
      },
      placement: { headers: { Authorization: 'Bearer {{inputs.api_key}}' } },
    },
  ],
  api: {
    baseUrl: 'https://app.asana.com/api/1.0',
    test: { url: '/users/me' },
    account: { id: 'data.gid', label: 'data.email' },
    errorPaths: ['errors[0].message'],
    pagination: { next, itemsPath: 'data', limitParam: 'limit' },
    rateLimit: { headers: ['Retry-After'] },
  },
  webhooks: {
    style: 'hmac',
    header: 'X-Hook-Signature',
    algorithm: 'sha256',
    encoding: 'hex',
    key: 'X-Hook-Secret of the handshake',
    note: 'the handshake is answered with the same X-Hook-Secret header',
  },
  sources: {
    workspaces: { title: 'Workspace', url: '/workspaces?limit=100', ...list },
    projects: {
      title: 'Project',
      url: '/projects?archived=false&limit=100&workspace={{parameters.workspaces}}',
      parameters: ['workspaces'],
      ...list,
    },
    sections: {
      title: 'Section',
      url: '/projects/{{parameters.projects}}/sections?limit=100',
      parameters: ['projects'],
      ...list,
    },
    users: {
      title: 'Person',
      url: '/users?limit=100&workspace={{parameters.workspaces}}',
      parameters: ['workspaces'],
      ...list,
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'https://developers.asana.com/docs/oauth',
      revocation: 'https://developers.asana.com/docs/oauth',
      scopes: 'https://developers.asana.com/docs/oauth-scopes',
    },
    recheck: ['refresh', 'test', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
