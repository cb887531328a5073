import { defineProvider } from './page/provider.ts'

const next = { by: 'cursor', param: 'cursor', path: 'additional_data.next_cursor' } as const

export const pipedrive = defineProvider({
  id: 'pipedrive',
  name: 'Pipedrive',
  category: 'crm',
  description: 'Deals, persons, organisations and activities of a Pipedrive company',
  docs: 'https://pipedrive.readme.io/docs/marketplace-oauth-authorization',
  icon: { simpleIcon: null, color: '#017737' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to Pipedrive',
      server: {
        authorizationUrl: 'https://oauth.pipedrive.com/oauth/authorize',
        tokenUrl: 'https://oauth.pipedrive.com/oauth/token',
        clientAuth: 'basic',
        pkce: false,
        // Scopes are set in the app's settings at Pipedrive; an empty parameter is refused.
        omitEmptyScope: true,
        // Dies after 60 days without use.
        refresh: { unusedLifetimeMs: 60 * 24 * 60 * 60_000 },
        revocation: { url: 'https://oauth.pipedrive.com/oauth/revoke', auth: 'basic', ends: 'grant' },
      },
      scopes: [],
      metadata: { api_domain: { from: 'token', path: 'api_domain' } },
      baseUrl: '{{metadata.api_domain}}',
    },
    {
      id: 'api_key',
      type: 'entered',
      label: 'Personal API token',
      inputs: [
        {
          type: 'PASSWORD',
          id: 'api_key',
          title: 'API token',
          pattern: '^[a-f0-9]{40}$',
          example: '0123456789abcdef0123456789abcdef01234567',
        },
      ],
      help: {
        text: 'In Pipedrive, click your name, then Company settings → Personal preferences → API, and copy your token.',
        url: 'https://app.pipedrive.com/settings/api',
      },
      placement: { headers: { 'x-api-token': '{{inputs.api_key}}' } },
    },
  ],
  api: {
    baseUrl: 'https://api.pipedrive.com',
    test: { url: '/api/v1/users/me' },
    account: { id: 'data.company_id', label: 'data.company_name' },
    errorPaths: ['error', 'message'],
    pagination: {
      next,
      itemsPath: 'data',
      limitParam: 'limit',
      note: 'v1 lists go on from additional_data.pagination.next_start with the parameter start',
    },
    rateLimit: { headers: ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset'] },
  },
  webhooks: { style: 'http_basic', note: 'http_auth_user and http_auth_password, when they were given' },
  sources: {
    pipelines: {
      title: 'Pipeline',
      url: '/api/v2/pipelines?limit=500',
      itemsPath: 'data',
      valuePath: 'id',
      labelPath: 'name',
      next,
    },
    stages: {
      title: 'Stage',
      url: '/api/v2/stages?limit=500&pipeline_id={{parameters.pipelines}}',
      parameters: ['pipelines'],
      itemsPath: 'data',
      valuePath: 'id',
      labelPath: 'name',
      next,
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'npm:@auth/core@0.41.3',
      test: 'https://pipedrive.readme.io/docs/how-to-get-the-company-domain',
      pagination: 'https://pipedrive.readme.io/docs/core-api-concepts-pagination',
    },
    recheck: ['refresh', 'revocation', 'scopes', 'rate_limit', 'webhooks', 'sources'],
  },
})
