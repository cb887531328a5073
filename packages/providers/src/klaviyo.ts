import { defineProvider } from './page/provider.ts'

/** A revision works for two years. A caller may send its own. */
const REVISION = '2026-01-15'
const DAY_MS = 24 * 60 * 60_000
const next = { by: 'next_url', param: 'page[cursor]', path: 'links.next' } as const

export const klaviyo = defineProvider({
  id: 'klaviyo',
  name: 'Klaviyo',
  category: 'marketing',
  description: 'Profiles, lists, segments, events and campaigns of a Klaviyo account',
  docs: 'https://developers.klaviyo.com/en/docs/set_up_oauth',
  icon: { simpleIcon: null, color: '#232426' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to Klaviyo',
      server: {
        authorizationUrl: 'https://www.klaviyo.com/oauth/authorize',
        tokenUrl: 'https://a.klaviyo.com/oauth/token',
        clientAuth: 'basic',
        pkce: true,
        refresh: { unusedLifetimeMs: 90 * DAY_MS },
        revocation: { url: 'https://a.klaviyo.com/oauth/revoke', auth: 'basic' },
      },
      scopes: [
        { name: 'accounts:read', description: 'See the name of your account', required: true },
        { name: 'profiles:read', description: 'See profiles' },
      ],
      moreScopes: [
        { name: 'profiles:write', description: 'Create and change profiles' },
        { name: 'lists:read', description: 'See lists' },
        { name: 'lists:write', description: 'Create and change lists' },
        { name: 'segments:read', description: 'See segments' },
        { name: 'events:read', description: 'See events' },
        { name: 'events:write', description: 'Send events' },
        { name: 'metrics:read', description: 'See metrics' },
        { name: 'campaigns:read', description: 'See campaigns' },
        { name: 'campaigns:write', description: 'Create and change campaigns' },
        { name: 'templates:read', description: 'See templates' },
        { name: 'subscriptions:write', description: 'Subscribe and unsubscribe people' },
        { name: 'catalogs:write', description: 'Create and change items of the catalog' },
        { name: 'webhooks:write', description: 'Register webhooks' },
      ],
    },
    {
      id: 'api_key',
      type: 'entered',
      label: 'Private API key',
      inputs: [
        {
          type: 'PASSWORD',
          id: 'api_key',
          title: 'Private API key',
          pattern: '^pk_[A-Za-z0-9_]+$',
          example: 'pk_12ab…',
        },
      ],
      help: {
        text: 'In Klaviyo, open Settings → Account → API keys and create a private key that may read accounts.',
        url: 'https://www.klaviyo.com/settings/account/api-keys',
      },
      placement: { headers: { Authorization: 'Klaviyo-API-Key {{inputs.api_key}}' } },
    },
  ],
  api: {
    baseUrl: 'https://a.klaviyo.com',
    headers: { Accept: 'application/vnd.api+json', revision: REVISION },
    test: { url: '/api/accounts' },
    account: { id: 'data[0].id', label: 'data[0].attributes.contact_information.organization_name' },
    errorPaths: ['errors[0].detail', 'errors[0].title', 'error_description'],
    pagination: { next: { by: 'url', path: 'links.next' }, itemsPath: 'data', limitParam: 'page[size]' },
    rateLimit: {
      headers: ['Retry-After', 'RateLimit-Remaining', 'RateLimit-Reset'],
      reset: { header: 'RateLimit-Reset', as: 'seconds' },
    },
  },
  webhooks: {
    style: 'hmac',
    header: 'Klaviyo-Signature',
    algorithm: 'sha256',
    encoding: 'hex',
    signedContent: '{{body}}{{timestamp}}',
    timestampHeader: 'Klaviyo-Timestamp',
    key: 'secret that was given when creating the webhook',
  },
  sources: {
    lists: {
      title: 'List',
      url: '/api/lists',
      itemsPath: 'data',
      valuePath: 'id',
      labelPath: 'attributes.name',
      next,
    },
    segments: {
      title: 'Segment',
      url: '/api/segments',
      itemsPath: 'data',
      valuePath: 'id',
      labelPath: 'attributes.name',
      next,
    },
    metrics: {
      title: 'Metric',
      url: '/api/metrics',
      itemsPath: 'data',
      valuePath: 'id',
      labelPath: 'attributes.name',
      next,
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'https://developers.klaviyo.com/en/docs/set_up_oauth',
      test: 'https://developers.klaviyo.com/en/reference/get_accounts',
    },
    recheck: ['refresh', 'revocation', 'scopes', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
