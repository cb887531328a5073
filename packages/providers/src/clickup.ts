import { defineProvider } from './page/provider.ts'

export const clickup = defineProvider({
  id: 'clickup',
  name: 'ClickUp',
  category: 'project-management',
  description: 'Spaces, lists and tasks of your ClickUp workspaces',
  docs: 'https://developer.clickup.com/docs/authentication',
  icon: { simpleIcon: 'clickup', color: '#7B68EE' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to ClickUp',
      server: {
        authorizationUrl: 'https://app.clickup.com/api',
        tokenUrl: 'https://api.clickup.com/api/v2/oauth/token',
        clientAuth: 'body',
        pkce: false,
        // No scopes: a token has the rights of its user, in the workspaces that the user picks.
        omitEmptyScope: true,
        // No refresh: tokens do not expire.
      },
      scopes: [],
    },
    {
      id: 'api_key',
      type: 'entered',
      label: 'Personal API token',
      inputs: [
        {
          type: 'PASSWORD',
          id: 'api_key',
          title: 'Personal API token',
          pattern: '^pk_',
          example: 'pk_4753994_…',
        },
      ],
      help: {
        text: 'In ClickUp, open Settings → Apps and generate an API token.',
        url: 'https://developer.clickup.com/docs/authentication',
      },
      placement: { headers: { Authorization: '{{inputs.api_key}}' } },
    },
  ],
  api: {
    baseUrl: 'https://api.clickup.com/api/v2',
    test: { url: '/user' },
    account: { id: 'user.id', label: 'user.email' },
    errorPaths: ['err'],
    pagination: { next: { by: 'page_number', param: 'page', first: 0 } },
    rateLimit: {
      headers: ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset'],
      reset: { header: 'X-RateLimit-Reset', as: 'epoch_seconds' },
    },
  },
  webhooks: {
    style: 'hmac',
    header: 'X-Signature',
    algorithm: 'sha256',
    encoding: 'hex',
    key: 'secret in the answer that created the webhook',
  },
  sources: {
    workspaces: {
      title: 'Workspace',
      url: '/team',
      itemsPath: 'teams',
      valuePath: 'id',
      labelPath: 'name',
    },
    spaces: {
      title: 'Space',
      url: '/team/{{parameters.workspaces}}/space?archived=false',
      parameters: ['workspaces'],
      itemsPath: 'spaces',
      valuePath: 'id',
      labelPath: 'name',
    },
    lists: {
      title: 'List without a folder',
      url: '/space/{{parameters.spaces}}/list?archived=false',
      parameters: ['spaces'],
      itemsPath: 'lists',
      valuePath: 'id',
      labelPath: 'name',
    },
  },
  provenance: {
    confidence: 'verified',
    checked: { endpoints: 'npm:@auth/core@0.41.3; https://developer.clickup.com/docs' },
    recheck: ['scopes', 'test', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
