import { defineProvider } from './page/provider.ts'

export const openai = defineProvider({
  id: 'openai',
  name: 'OpenAI',
  category: 'ai',
  description: 'Models, files and batches of an OpenAI project',
  docs: 'https://platform.openai.com/docs/api-reference/authentication',
  icon: { simpleIcon: null, color: '#412991' },
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
          pattern: '^sk-[A-Za-z0-9_-]+$',
          example: 'sk-proj-…',
        },
        {
          type: 'TEXT_NO_VARS',
          id: 'organization',
          title: 'Organization',
          subtitle: 'for a key that is good for several',
          required: false,
          pattern: '^org-[A-Za-z0-9]+$',
          example: 'org-…',
        },
        {
          type: 'TEXT_NO_VARS',
          id: 'project',
          title: 'Project',
          subtitle: 'for a key that is good for several',
          required: false,
          pattern: '^proj_[A-Za-z0-9]+$',
          example: 'proj_…',
        },
      ],
      help: {
        text:
          'In the OpenAI platform, open API keys, create a secret key and copy it: it is shown once. ' +
          'A restricted key also needs to list models, so that we can check it.',
        url: 'https://platform.openai.com/api-keys',
      },
      placement: { headers: { Authorization: 'Bearer {{inputs.api_key}}' } },
    },
  ],
  api: {
    baseUrl: 'https://api.openai.com',
    headers: { 'OpenAI-Organization': '{{inputs.organization}}', 'OpenAI-Project': '{{inputs.project}}' },
    // Nothing that every key may ask tells whose it is.
    test: { url: '/v1/models' },
    errorPaths: ['error.message'],
    pagination: {
      next: { by: 'last_item', param: 'after', idPath: 'id', morePath: 'has_more' },
      itemsPath: 'data',
      limitParam: 'limit',
    },
    rateLimit: {
      headers: [
        'x-ratelimit-limit-requests',
        'x-ratelimit-remaining-requests',
        'x-ratelimit-reset-requests',
        'x-ratelimit-remaining-tokens',
        'retry-after',
      ],
      note: 'x-ratelimit-reset-… are durations such as 6m0s; 429 also says that there is no credit left',
    },
  },
  webhooks: { style: 'standard_webhooks', key: 'webhook secret (whsec_…)' },
  sources: {
    models: {
      title: 'Model',
      url: '/v1/models',
      itemsPath: 'data',
      valuePath: 'id',
      labelPath: 'id',
      subtitlePath: 'owned_by',
    },
    vector_stores: {
      title: 'Vector store',
      url: '/v1/vector_stores?limit=100',
      itemsPath: 'data',
      valuePath: 'id',
      labelPath: 'name',
      next: { by: 'last_item', param: 'after', idPath: 'id', morePath: 'has_more' },
    },
  },
  provenance: {
    confidence: 'likely',
    checked: { endpoints: 'github:NangoHQ/nango@2f4c0af packages/providers/providers.yaml' },
    recheck: ['test', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
