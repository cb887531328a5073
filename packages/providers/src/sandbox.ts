import { defineProvider } from './page/provider.ts'

/** The demo's own provider (`apps/demo/src/sandbox`): a real authorization server with a small API behind it. */
export const sandbox = defineProvider({
  id: 'sandbox',
  name: 'Sandbox CRM',
  category: 'crm',
  description: 'A make-believe CRM on your own machine, for trying things out',
  docs: 'http://localhost:4402/developers',
  icon: {
    simpleIcon: null,
    // Sun over dunes, as on the sandbox's own pages.
    glyph:
      'M16.5 3.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7Z' +
      'M1 14.6c4-3.6 7.2-3.6 11.2-.6 3.6 2.7 7 2.8 10.8.6v3.1c-4 1.9-7.600 1.600-11.400-.9C8 14.400 5 14.600 1 17.300Z' +
      'M1 19.200c3.800-2.200 6.600-2 10 .2 3.700 2.400 7.800 2.700 12 1.100v1.500H1Z',
    color: '#A8431B',
  },
  variables: [{ name: 'origin', label: 'Where the sandbox answers', default: 'http://localhost:4402' }],
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to Sandbox CRM',
      server: {
        authorizationUrl: '{{variables.origin}}/oauth/authorize',
        tokenUrl: '{{variables.origin}}/oauth/token',
        clientAuth: 'basic',
        pkce: true,
        refresh: { rotates: true },
        revocation: { url: '{{variables.origin}}/oauth/revoke', auth: 'basic' },
      },
      scopes: [
        { name: 'profile', description: 'See your name, e-mail address and plan', required: true },
        { name: 'contacts.read', description: 'See your contacts and the lists they are on' },
        { name: 'contacts.write', description: 'Add contacts, and edit and delete those you have' },
      ],
    },
    {
      id: 'api_key',
      type: 'entered',
      label: 'API key',
      inputs: [
        {
          type: 'PASSWORD',
          id: 'api_key',
          title: 'API key',
          pattern: '^sk_sandbox_[A-Za-z0-9_]+$',
          example: 'sk_sandbox_ada_7QmRw2xV9nT4kLr8',
        },
      ],
      help: {
        text: 'In Sandbox CRM, open Settings → API keys and copy your key.',
        url: 'http://localhost:4402/settings/api-keys',
      },
      placement: { headers: { 'X-Api-Key': '{{inputs.api_key}}' } },
    },
  ],
  api: {
    baseUrl: '{{variables.origin}}/api/v1',
    test: { url: '/me' },
    account: { id: 'id', label: 'email' },
    errorPaths: ['error.message'],
    pagination: {
      next: { by: 'cursor', param: 'cursor', path: 'next_cursor' },
      itemsPath: 'data',
      limitParam: 'limit',
    },
    rateLimit: { headers: ['Retry-After', 'X-RateLimit-Remaining', 'X-RateLimit-Reset'] },
  },
  sources: {
    lists: { title: 'List', url: '/lists', itemsPath: 'data', valuePath: 'id', labelPath: 'name' },
    contacts: {
      title: 'Contact',
      url: '/contacts?limit=100',
      itemsPath: 'data',
      valuePath: 'id',
      labelPath: 'name',
      subtitlePath: 'email',
      next: { by: 'cursor', param: 'cursor', path: 'next_cursor' },
      searchParam: 'search',
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'http://localhost:4402/developers',
      refresh: 'http://localhost:4402/developers',
      revocation: 'http://localhost:4402/developers',
      scopes: 'http://localhost:4402/developers',
      test: 'http://localhost:4402/developers',
      pagination: 'http://localhost:4402/developers',
      rate_limit: 'http://localhost:4402/developers',
      sources: 'http://localhost:4402/developers',
    },
    recheck: [],
  },
})
