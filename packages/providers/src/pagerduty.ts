import { defineProvider } from './page/provider.ts'

const next = { by: 'offset', param: 'offset', morePath: 'more' } as const

export const pagerduty = defineProvider({
  id: 'pagerduty',
  name: 'PagerDuty',
  category: 'it-operations',
  description: 'Incidents, services, schedules and who is on call',
  docs: 'https://developer.pagerduty.com/docs/authentication',
  icon: { simpleIcon: 'pagerduty', color: '#06AC38' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to PagerDuty',
      server: {
        authorizationUrl: 'https://identity.pagerduty.com/oauth/authorize',
        tokenUrl: 'https://identity.pagerduty.com/oauth/token',
        clientAuth: 'body',
        pkce: true,
        refresh: { rotates: true, defaultLifetimeMs: 24 * 60 * 60_000 },
      },
      // Classic apps know read and write; those with scoped OAuth one scope for each kind of thing.
      scopes: [{ name: 'read', description: 'See incidents, services, schedules and people' }],
      moreScopes: [
        { name: 'write', description: 'Change incidents, services and schedules' },
        { name: 'users.read', description: 'See people' },
        { name: 'incidents.read', description: 'See incidents' },
        { name: 'incidents.write', description: 'Create and change incidents' },
        { name: 'services.read', description: 'See services' },
        { name: 'services.write', description: 'Change services' },
        { name: 'schedules.read', description: 'See schedules' },
        { name: 'oncalls.read', description: 'See who is on call' },
        { name: 'teams.read', description: 'See teams' },
        { name: 'escalation_policies.read', description: 'See escalation policies' },
      ],
      test: { url: '/users/me' },
      account: {
        id: { from: 'answer', answer: 'test', path: 'user.id' },
        label: { from: 'answer', answer: 'test', path: 'user.email' },
      },
    },
    {
      id: 'api_key',
      type: 'entered',
      label: 'REST API key',
      inputs: [{ type: 'PASSWORD', id: 'api_key', title: 'REST API key' }],
      help: {
        text: 'In PagerDuty, open Integrations → API Access Keys and create a key.',
        url: 'https://support.pagerduty.com/main/docs/api-access-keys',
      },
      placement: { headers: { Authorization: 'Token token={{inputs.api_key}}' } },
    },
  ],
  api: {
    baseUrl: 'https://api.pagerduty.com',
    headers: { Accept: 'application/vnd.pagerduty+json;version=2' },
    // The key of an account is nobody's: /users/me refuses it.
    test: { url: '/users?limit=1' },
    errorPaths: ['error.errors[0]', 'error.message'],
    pagination: { next, limitParam: 'limit' },
    rateLimit: {
      headers: ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'],
      reset: { header: 'ratelimit-reset', as: 'seconds' },
    },
  },
  webhooks: {
    style: 'hmac',
    header: 'X-PagerDuty-Signature',
    algorithm: 'sha256',
    encoding: 'hex',
    prefix: 'v1=',
    key: 'secret in the answer that created the subscription',
    note: 'several signatures are separated by commas while the secret is rotated',
  },
  sources: {
    services: {
      title: 'Service',
      url: '/services?limit=100',
      itemsPath: 'services',
      valuePath: 'id',
      labelPath: 'name',
      next,
      searchParam: 'query',
    },
    escalation_policies: {
      title: 'Escalation policy',
      url: '/escalation_policies?limit=100',
      itemsPath: 'escalation_policies',
      valuePath: 'id',
      labelPath: 'name',
      next,
      searchParam: 'query',
    },
    users: {
      title: 'Person',
      url: '/users?limit=100',
      itemsPath: 'users',
      valuePath: 'id',
      labelPath: 'name',
      subtitlePath: 'email',
      next,
      searchParam: 'query',
    },
  },
  provenance: {
    confidence: 'likely',
    checked: {},
    recheck: ['endpoints', 'refresh', 'scopes', 'test', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
