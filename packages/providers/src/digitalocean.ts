import { defineProvider } from './page/provider.ts'

const next = { by: 'next_url', param: 'page', path: 'links.pages.next' } as const

export const digitalocean = defineProvider({
  id: 'digitalocean',
  name: 'DigitalOcean',
  category: 'it-operations',
  description: 'Droplets, databases, domains and other resources of a DigitalOcean team',
  docs: 'https://docs.digitalocean.com/reference/api/oauth/',
  icon: { simpleIcon: 'digitalocean', color: '#0080FF' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to DigitalOcean',
      server: {
        authorizationUrl: 'https://cloud.digitalocean.com/v1/oauth/authorize',
        tokenUrl: 'https://cloud.digitalocean.com/v1/oauth/token',
        clientAuth: 'body',
        pkce: false,
        refresh: { rotates: true },
        revocation: {
          url: 'https://cloud.digitalocean.com/v1/oauth/revoke',
          token: 'access',
          auth: 'bearer',
        },
      },
      scopes: [{ name: 'read', description: 'See the resources of your team' }],
      moreScopes: [{ name: 'write', description: 'Create, change and delete resources of your team' }],
      metadata: {
        user_uuid: { from: 'token', path: 'info.uuid' },
        email: { from: 'token', path: 'info.email' },
        team_uuid: { from: 'token', path: 'info.team_uuid' },
        team_name: { from: 'token', path: 'info.team_name' },
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
          pattern: '^dop_v1_',
          example: 'dop_v1_6f1…',
        },
      ],
      help: {
        text:
          'In DigitalOcean, open API → Tokens and generate a token; ' +
          'it needs account:read and whatever else is to be read.',
        url: 'https://docs.digitalocean.com/reference/api/create-personal-access-token/',
      },
      placement: { headers: { Authorization: 'Bearer {{inputs.api_key}}' } },
    },
  ],
  api: {
    baseUrl: 'https://api.digitalocean.com',
    test: { url: '/v2/account' },
    account: { id: 'account.uuid', label: 'account.email' },
    errorPaths: ['message', 'error_description'],
    pagination: { next: { by: 'url', path: 'links.pages.next' }, limitParam: 'per_page' },
    rateLimit: {
      headers: ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'],
      reset: { header: 'ratelimit-reset', as: 'epoch_seconds' },
    },
  },
  sources: {
    droplets: {
      title: 'Droplet',
      url: '/v2/droplets?per_page=200',
      itemsPath: 'droplets',
      valuePath: 'id',
      labelPath: 'name',
      subtitlePath: 'region.name',
      next,
    },
    domains: {
      title: 'Domain',
      url: '/v2/domains?per_page=200',
      itemsPath: 'domains',
      valuePath: 'name',
      labelPath: 'name',
      next,
    },
    projects: {
      title: 'Project',
      url: '/v2/projects?per_page=200',
      itemsPath: 'projects',
      valuePath: 'id',
      labelPath: 'name',
      next,
    },
  },
  provenance: {
    confidence: 'verified',
    checked: { endpoints: 'https://docs.digitalocean.com/reference/api/oauth' },
    recheck: ['refresh', 'revocation', 'scopes', 'test', 'pagination', 'rate_limit', 'sources'],
  },
})
