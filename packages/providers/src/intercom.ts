import { defineProvider } from './page/provider.ts'

const next = { by: 'cursor', param: 'starting_after', path: 'pages.next.starting_after' } as const

export const intercom = defineProvider({
  id: 'intercom',
  name: 'Intercom',
  category: 'support',
  description: 'Contacts, companies, conversations and articles of an Intercom workspace',
  docs: 'https://developers.intercom.com/docs/build-an-integration/learn-more/authentication',
  icon: { simpleIcon: 'intercom', color: '#6AFDEF' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to Intercom',
      server: {
        // Here a user of any region signs in; the API finds the region by itself.
        authorizationUrl: 'https://app.intercom.com/oauth',
        tokenUrl: 'https://api.intercom.io/auth/eagle/token',
        clientAuth: 'body',
        pkce: false,
        // No scopes: they are set in the app at Intercom. Tokens do not expire.
        omitEmptyScope: true,
      },
      scopes: [],
      metadata: { region: { from: 'answer', answer: 'test', path: 'app.region' } },
    },
    {
      id: 'api_key',
      type: 'entered',
      label: 'Access token',
      inputs: [{ type: 'PASSWORD', id: 'api_key', title: 'Access token' }],
      help: {
        text: 'In Intercom’s Developer Hub, open your app and copy the token under Configure → Authentication.',
        url: 'https://app.intercom.com/a/apps/_/developer-hub',
      },
      placement: { headers: { Authorization: 'Bearer {{inputs.api_key}}' } },
      metadata: { region: { from: 'answer', answer: 'test', path: 'app.region' } },
    },
  ],
  api: {
    baseUrl: 'https://api.intercom.io',
    allowedHosts: ['api.eu.intercom.io', 'api.au.intercom.io'],
    headers: { Accept: 'application/json' },
    test: { url: '/me' },
    account: { id: 'app.id_code', label: 'app.name' },
    errorPaths: ['errors[0].message', 'error_description'],
    pagination: { next, itemsPath: 'data', limitParam: 'per_page' },
    rateLimit: {
      headers: ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset'],
      reset: { header: 'X-RateLimit-Reset', as: 'epoch_seconds' },
    },
  },
  webhooks: {
    style: 'hmac',
    header: 'X-Hub-Signature',
    algorithm: 'sha1',
    encoding: 'hex',
    prefix: 'sha1=',
    key: 'client secret',
  },
  sources: {
    admins: {
      title: 'Teammate',
      url: '/admins',
      itemsPath: 'admins',
      valuePath: 'id',
      labelPath: 'name',
      subtitlePath: 'email',
    },
    tags: {
      title: 'Tag',
      url: '/tags',
      itemsPath: 'data',
      valuePath: 'id',
      labelPath: 'name',
    },
    contacts: {
      title: 'Contact',
      url: '/contacts?per_page=150',
      itemsPath: 'data',
      valuePath: 'id',
      labelPath: 'name',
      subtitlePath: 'email',
      next,
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'https://developers.intercom.com/docs/build-an-integration/learn-more/authentication',
      test: 'npm:intercom-client@6.3.0',
    },
    recheck: ['scopes', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
