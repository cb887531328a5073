import { defineProvider } from '../page/provider.ts'

export const acme = defineProvider({
  id: 'acme',
  name: 'Acme CRM',
  category: 'crm',
  description: 'Contacts and deals of an Acme account',
  docs: 'https://developer.acme.example/oauth',
  icon: { simpleIcon: null, color: '#0B6E4F' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to Acme',
      server: {
        authorizationUrl: 'https://acme.example/oauth/authorize',
        tokenUrl: 'https://acme.example/oauth/token',
        clientAuth: 'basic',
        pkce: true,
        refresh: { rotates: true },
        revocation: { url: 'https://acme.example/oauth/revoke', auth: 'basic' },
      },
      scopes: [
        { name: 'offline', description: 'Stay connected while you are away', required: true },
        { name: 'contacts', description: 'See and change your contacts' },
      ],
      metadata: { region: { from: 'token', path: 'account.region' } },
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
          pattern: '^acme_[a-z0-9]+$',
          example: 'acme_7f3…',
        },
      ],
      help: { text: 'In Acme, open Settings → API keys.', url: 'https://acme.example/settings/keys' },
      placement: { headers: { 'X-Api-Key': '{{inputs.api_key}}' } },
    },
  ],
  api: {
    baseUrl: 'https://api.acme.example/v2',
    test: { url: '/me' },
    account: { id: 'id', label: 'email' },
    errorPaths: ['error.message'],
  },
  sources: {
    lists: {
      title: 'List',
      url: '/lists?limit=100',
      itemsPath: 'data',
      valuePath: 'id',
      labelPath: 'name',
      next: { by: 'cursor', param: 'after', path: 'next_cursor' },
    },
  },
  provenance: {
    confidence: 'verified',
    checked: { endpoints: 'https://developer.acme.example/oauth', test: 'https://developer.acme.example/me' },
    recheck: ['refresh', 'revocation', 'scopes', 'sources'],
  },
})
