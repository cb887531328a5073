import { defineProvider } from './page/provider.ts'

const DAY_MS = 24 * 60 * 60_000

export const airtable = defineProvider({
  id: 'airtable',
  name: 'Airtable',
  category: 'productivity',
  description: 'Bases, tables and records that you share from Airtable',
  docs: 'https://airtable.com/developers/web/api/oauth-reference',
  icon: { simpleIcon: 'airtable', color: '#18BFFF' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to Airtable',
      server: {
        authorizationUrl: 'https://airtable.com/oauth2/v1/authorize',
        tokenUrl: 'https://airtable.com/oauth2/v1/token',
        clientAuth: 'basic',
        pkce: true,
        // A refresh token that is used twice can end the whole grant.
        refresh: { rotates: true, unusedLifetimeMs: 60 * DAY_MS },
      },
      scopes: [
        { name: 'data.records:read', description: 'See records' },
        { name: 'data.records:write', description: 'Create, change and delete records' },
        { name: 'schema.bases:read', description: 'See bases, tables and fields' },
        { name: 'user.email:read', description: 'See your e-mail address' },
      ],
      moreScopes: [
        { name: 'schema.bases:write', description: 'Create and change bases, tables and fields' },
        { name: 'data.recordComments:read', description: 'Read comments on records' },
        { name: 'data.recordComments:write', description: 'Write comments on records' },
        { name: 'webhook:manage', description: 'Register webhooks' },
      ],
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
          pattern: '^pat[A-Za-z0-9]+\\.[a-f0-9]+$',
          example: 'patAbCdEf….7d2e…',
        },
      ],
      help: {
        text: 'In Airtable’s Builder Hub, create a personal access token, and add the scopes and bases it may use.',
        url: 'https://airtable.com/create/tokens',
      },
      placement: { headers: { Authorization: 'Bearer {{inputs.api_key}}' } },
    },
  ],
  api: {
    baseUrl: 'https://api.airtable.com',
    allowedHosts: ['content.airtable.com'],
    test: { url: '/v0/meta/whoami' },
    account: { id: 'id', label: 'email' },
    errorPaths: ['error.message', 'error.type', 'error_description', 'error'],
    pagination: {
      next: { by: 'cursor', param: 'offset', path: 'offset' },
      itemsPath: 'records',
      limitParam: 'pageSize',
    },
    rateLimit: { note: '5 calls a second per base; after more, none for 30 seconds' },
  },
  webhooks: {
    style: 'hmac',
    header: 'X-Airtable-Content-MAC',
    algorithm: 'sha256',
    encoding: 'hex',
    prefix: 'hmac-sha256=',
    key: 'macSecretBase64 of the answer that created the webhook',
    keyEncoding: 'base64',
    note: 'says only that there is something to fetch; a webhook ends after 7 days unless it is refreshed',
  },
  sources: {
    bases: {
      title: 'Base',
      url: '/v0/meta/bases',
      itemsPath: 'bases',
      valuePath: 'id',
      labelPath: 'name',
      next: { by: 'cursor', param: 'offset', path: 'offset' },
    },
    tables: {
      title: 'Table',
      url: '/v0/meta/bases/{{parameters.bases}}/tables',
      parameters: ['bases'],
      itemsPath: 'tables',
      valuePath: 'id',
      labelPath: 'name',
    },
  },
  provenance: {
    confidence: 'verified',
    checked: { endpoints: 'https://airtable.com/developers/web/api/oauth-reference' },
    recheck: ['refresh', 'scopes', 'test', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
