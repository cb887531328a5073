import { defineProvider } from './page/provider.ts'

const next = { by: 'last_item', param: 'after_id', idPath: 'id', morePath: 'has_more' } as const

export const anthropic = defineProvider({
  id: 'anthropic',
  name: 'Anthropic',
  category: 'ai',
  description: 'Claude models, files and batches of an Anthropic workspace',
  docs: 'https://docs.anthropic.com/en/api/overview',
  icon: { simpleIcon: 'anthropic', color: '#191919' },
  auth: [
    {
      id: 'api_key',
      type: 'entered',
      label: 'API key',
      inputs: [
        {
          type: 'PASSWORD',
          id: 'api_key',
          title: 'API key',
          pattern: '^sk-ant-[A-Za-z0-9_-]+$',
          example: 'sk-ant-api03-…',
        },
      ],
      help: {
        text: 'In the Anthropic Console, open API keys, create a key and copy it: it is shown once.',
        url: 'https://console.anthropic.com/settings/keys',
      },
      placement: { headers: { 'x-api-key': '{{inputs.api_key}}' } },
    },
  ],
  api: {
    baseUrl: 'https://api.anthropic.com',
    headers: { 'anthropic-version': '2023-06-01' },
    // Nothing that every key may ask tells whose it is.
    test: { url: '/v1/models?limit=1' },
    errorPaths: ['error.message'],
    pagination: { next, itemsPath: 'data', limitParam: 'limit' },
    rateLimit: {
      // 529: not this account, but all of the API is busy.
      status: [429, 529],
      headers: [
        'retry-after',
        'anthropic-ratelimit-requests-remaining',
        'anthropic-ratelimit-requests-reset',
        'anthropic-ratelimit-tokens-remaining',
        'anthropic-ratelimit-tokens-reset',
      ],
      reset: { header: 'anthropic-ratelimit-requests-reset', as: 'iso' },
    },
  },
  sources: {
    models: {
      title: 'Model',
      url: '/v1/models?limit=100',
      itemsPath: 'data',
      valuePath: 'id',
      labelPath: 'display_name',
      subtitlePath: 'id',
      next,
    },
  },
  provenance: {
    confidence: 'likely',
    checked: { endpoints: 'github:NangoHQ/nango@2f4c0af packages/providers/providers.yaml' },
    recheck: ['test', 'pagination', 'rate_limit', 'sources'],
  },
})
