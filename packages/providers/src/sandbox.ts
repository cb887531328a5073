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
      'M17 2.5a4.25 4.25 0 1 1 0 8.5 4.25 4.25 0 0 1 0-8.5Z' +
      'M1 14.2C4.5 10.7 7.5 10.3 11 12.5c4 2.6 7.5 2.8 12-.3v4.1c-4.8 2.2-8.3 1.7-12.3-.7C7.3 13.7 4.7 14.3 1 17.5Z' +
      'M1 20.2c3.8-3.2 6.5-3.5 10-1.5 3.9 2.2 7.5 2.6 12 .6V22H1Z',
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
        { name: 'contacts.write', description: 'Add contacts, and edit those you have' },
      ],
      moreScopes: [{ name: 'contacts.delete', description: 'Delete contacts' }],
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
        url: '{{variables.origin}}/settings/api-keys',
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
