import { defineProvider } from './page/provider.ts'

const DAY_S = 24 * 60 * 60
const HOST = 'https://{{inputs.subdomain}}.zendesk.com'
const next = {
  by: 'cursor',
  param: 'page[after]',
  path: 'meta.after_cursor',
  morePath: 'meta.has_more',
} as const

const subdomain = {
  type: 'TEXT_NO_VARS',
  id: 'subdomain',
  title: 'Subdomain',
  pattern: '^[A-Za-z0-9][A-Za-z0-9-]*$',
  example: 'acme',
  suffixLabel: '.zendesk.com',
} as const

export const zendesk = defineProvider({
  id: 'zendesk',
  name: 'Zendesk',
  category: 'support',
  description: 'Tickets, users, organisations and help centre of a Zendesk account',
  docs: 'https://developer.zendesk.com/api-reference/ticketing/oauth/grant_type_tokens/',
  icon: { simpleIcon: 'zendesk', color: '#03363D' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to Zendesk',
      inputs: [subdomain],
      server: {
        authorizationUrl: `${HOST}/oauth/authorizations/new`,
        tokenUrl: `${HOST}/oauth/tokens`,
        clientAuth: 'body',
        pkce: true,
        // The longest that may be asked: access for two days, refresh for ninety.
        tokenParams: {
          expires_in: String(2 * DAY_S),
          refresh_token_expires_in: String(90 * DAY_S),
        },
        // Each refresh deletes the tokens before, both.
        refresh: { rotates: true, unusedLifetimeMs: 90 * DAY_S * 1000 },
        // As documented; some report that it answers 204 and the token lives on.
        revocation: {
          url: `${HOST}/api/v2/oauth/tokens/current.json`,
          method: 'DELETE',
          token: 'access',
          body: 'none',
          auth: 'bearer',
        },
      },
      scopes: [
        {
          name: 'users:read',
          description: 'Know which Zendesk user you are, and see others',
          required: true,
        },
        { name: 'read', description: 'See all that you can see in Zendesk' },
        { name: 'write', description: 'Create, change and delete what you can in Zendesk' },
      ],
      moreScopes: [
        { name: 'tickets:read', description: 'See tickets' },
        { name: 'tickets:write', description: 'Create and change tickets' },
        { name: 'users:write', description: 'Create and change users' },
        { name: 'organizations:read', description: 'See organisations' },
        { name: 'organizations:write', description: 'Create and change organisations' },
        { name: 'hc:read', description: 'See the help centre' },
        { name: 'hc:write', description: 'Change the help centre' },
        { name: 'webhooks:write', description: 'Create webhooks' },
        { name: 'triggers:write', description: 'Create and change triggers' },
      ],
    },
    {
      id: 'api_key',
      type: 'entered',
      label: 'API token',
      inputs: [
        subdomain,
        { type: 'EMAIL', id: 'email', title: 'Your e-mail address in Zendesk' },
        { type: 'PASSWORD', id: 'api_key', title: 'API token' },
      ],
      help: {
        text: 'In Zendesk’s Admin Center, open Apps and integrations → APIs → API tokens and add one.',
        url: 'https://support.zendesk.com/hc/en-us/articles/4408889192858',
      },
      placement: { basic: { username: '{{inputs.email}}/token', password: '{{inputs.api_key}}' } },
    },
  ],
  api: {
    baseUrl: HOST,
    // Without any credentials it answers 200, for an anonymous user; with bad ones 401.
    test: { url: '/api/v2/users/me.json' },
    account: { id: 'user.id', label: 'user.email' },
    errorPaths: ['error.message', 'error_description', 'description', 'error'],
    pagination: {
      next: { by: 'url', path: 'links.next' },
      limitParam: 'page[size]',
      note: 'lists that are older have next_page and per_page',
    },
    rateLimit: {
      headers: ['Retry-After', 'X-Rate-Limit', 'X-Rate-Limit-Remaining'],
      reset: { header: 'ratelimit-reset', as: 'seconds' },
    },
  },
  webhooks: {
    style: 'hmac',
    header: 'X-Zendesk-Webhook-Signature',
    algorithm: 'sha256',
    encoding: 'base64',
    signedContent: '{{timestamp}}{{body}}',
    timestampHeader: 'X-Zendesk-Webhook-Signature-Timestamp',
    key: 'webhook signing secret',
  },
  sources: {
    groups: {
      title: 'Group',
      url: '/api/v2/groups.json?page[size]=100',
      itemsPath: 'groups',
      valuePath: 'id',
      labelPath: 'name',
      next,
    },
    ticket_fields: {
      title: 'Ticket field',
      url: '/api/v2/ticket_fields.json?page[size]=100',
      itemsPath: 'ticket_fields',
      valuePath: 'id',
      labelPath: 'title',
      subtitlePath: 'type',
      next,
    },
    agents: {
      title: 'Agent',
      url: '/api/v2/users.json?role[]=agent&role[]=admin&page[size]=100',
      itemsPath: 'users',
      valuePath: 'id',
      labelPath: 'name',
      subtitlePath: 'email',
      next,
    },
    organizations: {
      title: 'Organisation',
      url: '/api/v2/organizations.json?page[size]=100',
      itemsPath: 'organizations',
      valuePath: 'id',
      labelPath: 'name',
      next,
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'https://developer.zendesk.com/api-reference/ticketing/oauth/grant_type_tokens/',
      refresh: 'https://developer.zendesk.com/documentation/api-basics/authentication/refresh-token',
    },
    recheck: ['revocation', 'scopes', 'test', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
