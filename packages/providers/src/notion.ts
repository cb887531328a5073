import { defineProvider } from './page/provider.ts'

/** The newest; before 2025-09-03 calls fail on a database with several data sources. A caller may send its own. */
const VERSION = '2026-03-11'
const next = { by: 'cursor', param: 'start_cursor', path: 'next_cursor' } as const

export const notion = defineProvider({
  id: 'notion',
  name: 'Notion',
  category: 'productivity',
  description: 'Pages and databases that you share from a Notion workspace',
  docs: 'https://developers.notion.com/guides/get-started/authorization',
  icon: { simpleIcon: 'notion', color: '#000000' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to Notion',
      server: {
        authorizationUrl: 'https://api.notion.com/v1/oauth/authorize',
        tokenUrl: 'https://api.notion.com/v1/oauth/token',
        clientAuth: 'basic',
        tokenBody: 'json',
        pkce: false,
        // No scopes: the integration's capabilities are set at Notion, and the user picks the pages.
        omitEmptyScope: true,
        authorizeParams: { owner: 'user' },
        tokenHeaders: { 'Notion-Version': VERSION },
        refresh: { rotates: true },
        revocation: {
          url: 'https://api.notion.com/v1/oauth/revoke',
          token: 'access',
          body: 'json',
          auth: 'basic',
        },
      },
      scopes: [],
      metadata: {
        workspace_id: { from: 'token', path: 'workspace_id' },
        workspace_name: { from: 'token', path: 'workspace_name' },
        bot_id: { from: 'token', path: 'bot_id' },
      },
    },
    {
      id: 'api_key',
      type: 'entered',
      label: 'Internal integration secret',
      inputs: [
        {
          type: 'PASSWORD',
          id: 'api_key',
          title: 'Internal integration secret',
          pattern: '^(ntn_|secret_)[A-Za-z0-9]+$',
          example: 'ntn_1234…',
        },
      ],
      help: {
        text:
          'In Notion’s integration settings, open your internal integration and copy its secret. ' +
          'Then share the pages it may use: ••• → Connections on each page.',
        url: 'https://www.notion.so/profile/integrations',
      },
      placement: { headers: { Authorization: 'Bearer {{inputs.api_key}}' } },
      metadata: {
        workspace_id: { from: 'answer', answer: 'test', path: 'bot.workspace_id' },
        workspace_name: { from: 'answer', answer: 'test', path: 'bot.workspace_name' },
        bot_id: { from: 'answer', answer: 'test', path: 'id' },
      },
    },
  ],
  api: {
    baseUrl: 'https://api.notion.com',
    headers: { 'Notion-Version': VERSION },
    test: { url: '/v1/users/me' },
    account: { id: 'bot.workspace_id', label: 'bot.workspace_name' },
    errorPaths: ['message'],
    pagination: { next, itemsPath: 'results', limitParam: 'page_size' },
    rateLimit: { headers: ['Retry-After'] },
  },
  webhooks: {
    style: 'hmac',
    header: 'X-Notion-Signature',
    algorithm: 'sha256',
    encoding: 'hex',
    prefix: 'sha256=',
    key: 'verification_token, sent once when subscribing',
  },
  sources: {
    databases: {
      title: 'Database',
      method: 'POST',
      url: '/v1/search',
      body: { filter: { property: 'object', value: 'data_source' }, page_size: 100 },
      itemsPath: 'results',
      valuePath: 'id',
      labelPath: 'title[0].plain_text',
      next,
      searchParam: 'query',
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'https://developers.notion.com/reference/create-a-token',
      refresh: 'https://developers.notion.com/reference/refresh-a-token',
      revocation: 'https://developers.notion.com/reference/revoke-token',
      test: 'https://github.com/makenotion/notion-sdk-js/blob/main/src/api-endpoints.ts',
      pagination: 'https://developers.notion.com/reference/post-search',
      webhooks: 'https://developers.notion.com/reference/webhooks',
      sources: 'https://developers.notion.com/reference/post-search',
    },
    recheck: ['scopes', 'rate_limit'],
  },
})
