import { defineProvider } from './page/provider.ts'

const next = { by: 'cursor', param: 'page_token', path: 'pagination.next_page_token' } as const

export const calendly = defineProvider({
  id: 'calendly',
  name: 'Calendly',
  category: 'productivity',
  description: 'Event types, scheduled events and invitees of a Calendly account',
  docs: 'https://developer.calendly.com/api-docs',
  icon: { simpleIcon: 'calendly', color: '#006BFF' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to Calendly',
      server: {
        authorizationUrl: 'https://auth.calendly.com/oauth/authorize',
        tokenUrl: 'https://auth.calendly.com/oauth/token',
        clientAuth: 'basic',
        pkce: true,
        omitEmptyScope: true,
        refresh: { rotates: true, defaultLifetimeMs: 2 * 60 * 60_000 },
        revocation: { url: 'https://auth.calendly.com/oauth/revoke', auth: 'body' },
      },
      // Without scopes, apps created since 3 March 2026 may do nothing.
      scopes: [
        { name: 'users:read', description: 'Know who you are in Calendly', required: true },
        { name: 'event_types:read', description: 'See your event types and when they can be booked' },
        { name: 'scheduled_events:read', description: 'See what was booked with you, and by whom' },
      ],
      moreScopes: [
        { name: 'event_types:write', description: 'Create and change event types' },
        { name: 'availability:read', description: 'See when you are busy and when you can be booked' },
        { name: 'availability:write', description: 'Change when your event types can be booked' },
        { name: 'locations:read', description: 'See where your events take place' },
      ],
      metadata: {
        user_uri: { from: 'token', path: 'owner' },
        organization_uri: { from: 'token', path: 'organization' },
      },
    },
    {
      id: 'api_key',
      type: 'entered',
      label: 'Personal access token',
      inputs: [{ type: 'PASSWORD', id: 'api_key', title: 'Personal access token' }],
      help: {
        text:
          'In Calendly, open Integrations → API & Webhooks and generate a token. ' +
          'It needs users:read and whatever else is to be read.',
        url: 'https://developer.calendly.com/personal-access-tokens',
      },
      placement: { headers: { Authorization: 'Bearer {{inputs.api_key}}' } },
      metadata: {
        user_uri: { from: 'answer', answer: 'test', path: 'resource.uri' },
        organization_uri: { from: 'answer', answer: 'test', path: 'resource.current_organization' },
      },
    },
  ],
  api: {
    baseUrl: 'https://api.calendly.com',
    test: { url: '/users/me' },
    account: { id: 'resource.uri', label: 'resource.email' },
    errorPaths: ['message', 'title'],
    pagination: { next, itemsPath: 'collection', limitParam: 'count' },
    rateLimit: {
      headers: ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset'],
      reset: { header: 'X-RateLimit-Reset', as: 'seconds' },
    },
  },
  webhooks: {
    style: 'hmac',
    header: 'Calendly-Webhook-Signature',
    algorithm: 'sha256',
    encoding: 'hex',
    signedContent: '{{timestamp}}.{{body}}',
    key: 'signing key of the subscription',
    toleranceS: 180,
    note: 'the header is t=<unix time>,v1=<signature>',
  },
  sources: {
    event_types: {
      title: 'Event type',
      url: '/event_types?user={{metadata.user_uri}}&active=true&count=100',
      itemsPath: 'collection',
      valuePath: 'uri',
      labelPath: 'name',
      next,
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'https://developer.calendly.com/api-docs/calendly-o-auth/o-auth/post-oauth-refresh-token',
      refresh: 'https://developer.calendly.com/refresh-token-rotation-guide',
      scopes: 'https://developer.calendly.com/docs/authentication/scopes',
      test: 'https://developer.calendly.com/how-to-access-calendly-data-on-behalf-of-authenticated-users',
      webhooks: 'https://developer.calendly.com/api-docs',
    },
    recheck: ['revocation', 'pagination', 'rate_limit', 'sources'],
  },
})
