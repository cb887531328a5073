import { defineProvider } from './page/provider.ts'

const server = {
  tokenUrl: 'https://auth.greenhouse.io/token',
  clientAuth: 'basic',
  response: { expiresAtField: 'expires_at' },
} as const

export const greenhouse = defineProvider({
  id: 'greenhouse',
  name: 'Greenhouse',
  category: 'hr',
  description: 'Candidates, applications, jobs and offers of a Greenhouse Recruiting account',
  docs: 'https://harvestdocs.greenhouse.io/docs/authentication',
  icon: { simpleIcon: 'greenhouse', color: '#24A47F' },
  auth: [
    {
      id: 'client_credentials',
      type: 'client_credentials',
      label: 'Harvest v3 credentials',
      inputs: [
        { type: 'TEXT_NO_VARS', id: 'client_id', title: 'Client ID' },
        { type: 'PASSWORD', id: 'client_secret', title: 'Client secret' },
        {
          type: 'TEXT_NO_VARS',
          id: 'user_id',
          title: 'User ID',
          subtitle: 'Calls are made as this user; empty: as the service account of the credentials',
          required: false,
          pattern: '^[0-9]+$',
          example: '4080',
        },
      ],
      help: {
        text:
          'In Greenhouse, open Configure → Dev Center → API Credential Management, create Harvest V3 (OAuth) credentials ' +
          'and allow them to list users. A user’s ID is the number in the address of their page.',
        url: 'https://support.greenhouse.io/hc/en-us/articles/360029266032-Harvest-API-overview',
      },
      // What the credentials may do is set in Greenhouse, so no scopes are asked.
      server: { ...server, tokenParams: { sub: '{{inputs.user_id}}' } },
      scopes: [],
    },
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to Greenhouse',
      // Greenhouse gives the client to its partners by hand, with the scopes that were agreed.
      server: {
        ...server,
        authorizationUrl: 'https://auth.greenhouse.io/authorize',
        pkce: false,
        refresh: { rotates: true, defaultLifetimeMs: 60 * 60_000, unusedLifetimeMs: 24 * 60 * 60_000 },
      },
      scopes: [
        { name: 'harvest:users:list', description: 'See the users of Greenhouse', required: true },
        { name: 'harvest:candidates:list', description: 'See candidates' },
      ],
      moreScopes: [
        { name: 'harvest:jobs:list', description: 'See jobs' },
        { name: 'harvest:applications:list', description: 'See applications' },
        { name: 'harvest:job_posts:list', description: 'See job posts' },
        { name: 'harvest:user_roles:list', description: 'See which roles users have' },
      ],
    },
    {
      // Keys of Harvest v1 and v2 ended on 31 August 2026; those of the other APIs go on.
      id: 'api_key',
      type: 'entered',
      label: 'Ingestion API key',
      inputs: [
        { type: 'PASSWORD', id: 'api_key', title: 'API key' },
        { type: 'EMAIL', id: 'email', title: 'E-mail address of the user to act as' },
      ],
      help: {
        text: 'In Greenhouse, open Configure → Dev Center → API Credential Management and create a key for the Ingestion API.',
        url: 'https://developers.greenhouse.io/candidate-ingestion.html',
      },
      placement: {
        basic: { username: '{{inputs.api_key}}', password: '' },
        headers: { 'On-Behalf-Of': '{{inputs.email}}' },
      },
      baseUrl: 'https://api.greenhouse.io/v1/partner',
      test: { url: '/current_user' },
    },
  ],
  api: {
    baseUrl: 'https://harvest.greenhouse.io',
    // Nothing in Harvest says who is asking.
    test: { url: '/v3/users?per_page=1' },
    errorPaths: ['message', 'errors[0].message', 'error_description'],
    pagination: { next: { by: 'link_header', param: 'cursor' }, limitParam: 'per_page' },
    rateLimit: {
      headers: ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset', 'Retry-After'],
      note: 'counted in windows of 30 seconds',
    },
  },
  webhooks: {
    style: 'hmac',
    header: 'Signature',
    algorithm: 'sha256',
    encoding: 'hex',
    prefix: 'sha256 ',
    key: 'secret key of the webhook',
  },
  sources: {
    jobs: {
      title: 'Job',
      url: '/v3/jobs?per_page=100',
      itemsPath: '',
      valuePath: 'id',
      labelPath: 'name',
      next: { by: 'link_header', param: 'cursor' },
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'https://harvestdocs.greenhouse.io/docs/authentication',
      refresh: 'https://harvestdocs.greenhouse.io/docs/harvest-partner-oauth',
    },
    recheck: ['scopes', 'test', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
