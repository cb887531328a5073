import { Provider } from '@tenon/providers'

/**
 * A page of the catalog with every URL led to another origin, so that a provider's own rules run against a server of
 * ours. Of each URL the path stays, so `https://api.xero.com/connections` is `/connections` there; only the two of the
 * authorization server become those of the fake provider.
 */
export function atOrigin(page: Provider, origin: string): Provider {
  const moved = JSON.stringify(page, (key, value) => {
    if (key === 'authorizationUrl') return `${origin}/oauth/authorize`
    if (key === 'tokenUrl') return `${origin}/oauth/token`
    return typeof value === 'string' ? value.replace(/^https:\/\/[^/]*/, origin) : value
  })
  return Provider.parse(JSON.parse(moved))
}

/** A page that fits the fake provider: OAuth, API keys and an open kind. Every part can be changed. */
export function fakePage(
  origin: string,
  changes: { server?: object; api?: object; oauth?: object } = {},
): Provider {
  return Provider.parse({
    id: 'fake',
    name: 'Fake',
    category: 'testing',
    description: 'A provider of our own',
    docs: 'https://example.com/docs',
    icon: { simpleIcon: null, color: '#336699' },
    auth: [
      {
        id: 'oauth',
        type: 'oauth2',
        label: 'Sign in',
        server: {
          authorizationUrl: `${origin}/oauth/authorize`,
          tokenUrl: `${origin}/oauth/token`,
          clientAuth: 'basic',
          pkce: true,
          refresh: { rotates: true },
          revocation: { url: `${origin}/oauth/revoke`, auth: 'basic' },
          ...changes.server,
        },
        scopes: [{ name: 'read', description: 'See everything' }],
        ...changes.oauth,
      },
      {
        id: 'api_key',
        type: 'entered',
        label: 'API key',
        inputs: [{ type: 'PASSWORD', id: 'api_key', title: 'API key', pattern: '^[a-z-]+$' }],
        help: { text: 'Find it under Settings', url: 'https://example.com/help' },
        placement: { headers: { 'X-Api-Key': '{{inputs.api_key}}' } },
      },
    ],
    api: {
      baseUrl: origin,
      test: { url: '/me' },
      account: { id: 'id', label: 'email' },
      errorPaths: ['message'],
      ...changes.api,
    },
    provenance: { confidence: 'verified', checked: {}, recheck: [] },
  })
}
