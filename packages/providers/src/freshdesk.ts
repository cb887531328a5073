import { defineProvider } from './page/provider.ts'

export const freshdesk = defineProvider({
  id: 'freshdesk',
  name: 'Freshdesk',
  category: 'support',
  description: 'Tickets, contacts and agents of a Freshdesk helpdesk',
  docs: 'https://developers.freshdesk.com/api/#authentication',
  icon: { simpleIcon: null, color: '#25C16F' },
  auth: [
    {
      id: 'api_key',
      type: 'entered',
      label: 'API key',
      inputs: [
        {
          type: 'TEXT_NO_VARS',
          id: 'subdomain',
          title: 'Subdomain',
          pattern: '^[a-zA-Z0-9][a-zA-Z0-9-]*$',
          example: 'acme',
          prefixLabel: 'https://',
          suffixLabel: '.freshdesk.com',
        },
        { type: 'PASSWORD', id: 'api_key', title: 'API key' },
      ],
      help: {
        text: 'In Freshdesk, open your profile picture → Profile settings and show your API key.',
        url: 'https://support.freshdesk.com/support/solutions/articles/215517',
      },
      placement: { basic: { username: '{{inputs.api_key}}', password: 'X' } },
    },
  ],
  api: {
    baseUrl: 'https://{{inputs.subdomain}}.freshdesk.com',
    test: { url: '/api/v2/agents/me' },
    account: { id: 'id', label: 'contact.email' },
    errorPaths: ['errors[0].message', 'description', 'message'],
    pagination: { next: { by: 'link_header', param: 'page' }, itemsPath: '', limitParam: 'per_page' },
    rateLimit: { headers: ['X-RateLimit-Total', 'X-RateLimit-Remaining', 'Retry-After'] },
  },
  sources: {
    groups: {
      title: 'Group',
      url: '/api/v2/groups?per_page=100',
      itemsPath: '',
      valuePath: 'id',
      labelPath: 'name',
      next: { by: 'link_header', param: 'page' },
    },
    agents: {
      title: 'Agent',
      url: '/api/v2/agents?per_page=100',
      itemsPath: '',
      valuePath: 'id',
      labelPath: 'contact.name',
      subtitlePath: 'contact.email',
      next: { by: 'link_header', param: 'page' },
    },
  },
  provenance: {
    confidence: 'likely',
    checked: {},
    recheck: ['endpoints', 'test', 'pagination', 'rate_limit', 'sources'],
  },
})
