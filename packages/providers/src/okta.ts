import type { AuthKindPage } from './page/auth-kind.ts'
import { defineProvider } from './page/provider.ts'

type OAuth = Extract<AuthKindPage, { type: 'oauth2' }>

const domain = {
  type: 'TEXT_NO_VARS',
  id: 'okta_domain',
  title: 'Okta domain',
  subtitle: 'Of your organisation, not of its admin console',
  // The client secret is sent to this host: nobody but Okta may be named.
  pattern: '^[A-Za-z0-9-]+\\.(okta\\.com|oktapreview\\.com|okta-emea\\.com|okta-gov\\.com)$',
  example: 'acme.okta.com',
  prefixLabel: 'https://',
} as const

const oauth = {
  type: 'oauth2',
  server: {
    authorizationUrl: 'https://{{inputs.okta_domain}}/oauth2/v1/authorize',
    tokenUrl: 'https://{{inputs.okta_domain}}/oauth2/v1/token',
    clientAuth: 'basic',
    pkce: true,
    // Whether refresh tokens rotate is a setting of the app.
    refresh: { rotates: true, defaultLifetimeMs: 60 * 60_000 },
    revocation: { url: 'https://{{inputs.okta_domain}}/oauth2/v1/revoke', auth: 'basic' },
  },
  scopes: [
    { name: 'openid', description: 'Know which Okta user you are', required: true },
    { name: 'offline_access', description: 'Stay connected while you are away', required: true },
    { name: 'okta.users.read', description: 'See the users of your organisation', required: true },
  ],
  moreScopes: [
    { name: 'okta.users.manage', description: 'Create and change users' },
    { name: 'okta.groups.read', description: 'See groups and who is in them' },
    { name: 'okta.groups.manage', description: 'Change groups and who is in them' },
    { name: 'okta.apps.read', description: 'See applications and who may use them' },
    { name: 'okta.apps.manage', description: 'Change applications and who may use them' },
    { name: 'okta.logs.read', description: 'See the system log' },
    { name: 'okta.eventHooks.manage', description: 'Be told when something changes' },
  ],
} satisfies Partial<OAuth>

export const okta = defineProvider({
  id: 'okta',
  name: 'Okta',
  category: 'identity',
  description: 'Users, groups and applications of an Okta organisation',
  docs: 'https://developer.okta.com/docs/reference/core-okta-api/',
  icon: { simpleIcon: 'okta', color: '#007DC1' },
  auth: [
    { ...oauth, id: 'oauth', label: 'Sign in to Okta', inputs: [domain] },
    {
      // An app is known to one organisation only, unless it is in the Okta Integration Network.
      ...oauth,
      id: 'own_client',
      label: 'Sign in through an app of your own',
      inputs: [
        domain,
        { type: 'TEXT_NO_VARS', id: 'client_id', title: 'Client ID' },
        { type: 'PASSWORD', id: 'client_secret', title: 'Client secret' },
      ],
      help: {
        text:
          'In the Okta admin console, open Applications and create a web app (OIDC) with the refresh token grant, ' +
          'the redirect URI that the product names, and okta.users.read granted under Okta API Scopes.',
        url: 'https://developer.okta.com/docs/guides/implement-oauth-for-okta/main/',
      },
    },
    {
      id: 'api_key',
      type: 'entered',
      label: 'API token',
      inputs: [domain, { type: 'PASSWORD', id: 'api_key', title: 'API token' }],
      help: {
        text: 'In the Okta admin console, open Security → API → Tokens and create a token.',
        url: 'https://developer.okta.com/docs/guides/create-an-api-token/main/',
      },
      placement: { headers: { Authorization: 'SSWS {{inputs.api_key}}' } },
    },
  ],
  api: {
    baseUrl: 'https://{{inputs.okta_domain}}',
    headers: { Accept: 'application/json' },
    test: { url: '/api/v1/users/me' },
    account: { id: 'id', label: 'profile.login' },
    errorPaths: ['errorCauses[0].errorSummary', 'errorSummary', 'error_description'],
    pagination: { next: { by: 'link_header', param: 'after' }, itemsPath: '', limitParam: 'limit' },
    rateLimit: {
      headers: ['x-rate-limit-limit', 'x-rate-limit-remaining', 'x-rate-limit-reset'],
      reset: { header: 'x-rate-limit-reset', as: 'epoch_seconds' },
    },
  },
  webhooks: {
    style: 'shared_token',
    header: 'Authorization',
    note: 'a new event hook is asked by GET to repeat X-Okta-Verification-Challenge as {"verification": …}',
  },
  sources: {
    // Needs the scope okta.groups.read.
    groups: {
      title: 'Group',
      url: '/api/v1/groups?limit=200',
      itemsPath: '',
      valuePath: 'id',
      labelPath: 'profile.name',
      subtitlePath: 'profile.description',
      next: { by: 'link_header', param: 'after' },
      searchParam: 'q',
    },
    users: {
      title: 'User',
      url: '/api/v1/users?limit=200',
      itemsPath: '',
      valuePath: 'id',
      labelPath: 'profile.login',
      next: { by: 'link_header', param: 'after' },
      searchParam: 'q',
    },
  },
  provenance: {
    confidence: 'verified',
    checked: { endpoints: 'npm:grant@5.4.24' },
    recheck: ['refresh', 'revocation', 'scopes', 'test', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
