import type { AuthKindPage } from './page/auth-kind.ts'
import type { Provider } from './page/provider.ts'

type Scopes = Extract<AuthKindPage, { type: 'oauth2' }>['scopes']

const DAY_MS = 24 * 60 * 60_000

/** What the pages of Atlassian's cloud have in common. Sources: https://developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps/ */
export function atlassianKinds(product: string, scopes: Scopes, moreScopes: Scopes): AuthKindPage[] {
  return [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in with Atlassian',
      server: {
        authorizationUrl: 'https://auth.atlassian.com/authorize',
        tokenUrl: 'https://auth.atlassian.com/oauth/token',
        clientAuth: 'body',
        tokenBody: 'json',
        pkce: false,
        authorizeParams: { audience: 'api.atlassian.com', prompt: 'consent' },
        refresh: { rotates: true, unusedLifetimeMs: 90 * DAY_MS },
      },
      scopes: [
        { name: 'offline_access', description: 'Stay connected while you are away', required: true },
        ...scopes,
      ],
      moreScopes,
      // One authorisation may cover several sites, and each call has to say which it is about.
      postConnect: [
        {
          name: 'site',
          url: 'https://api.atlassian.com/oauth/token/accessible-resources',
          choose: {
            title: `Which ${product} site do you want to connect?`,
            itemsPath: '',
            valuePath: 'id',
            labelPath: 'name',
          },
        },
      ],
      metadata: {
        cloud_id: { from: 'choice', path: 'id' },
        site_name: { from: 'choice', path: 'name' },
        site_url: { from: 'choice', path: 'url' },
      },
      account: { id: { from: 'choice', path: 'id' }, label: { from: 'choice', path: 'name' } },
    },
    {
      id: 'api_key',
      type: 'entered',
      label: 'E-mail and API token',
      inputs: [
        {
          type: 'TEXT_NO_VARS',
          id: 'subdomain',
          title: 'Site',
          pattern: '^[A-Za-z0-9][A-Za-z0-9-]*$',
          example: 'acme',
          suffixLabel: '.atlassian.net',
        },
        { type: 'EMAIL', id: 'username', title: 'E-mail address' },
        { type: 'PASSWORD', id: 'password', title: 'API token' },
      ],
      help: {
        text: 'In your Atlassian account, open Security → API tokens and create one without scopes.',
        url: 'https://id.atlassian.com/manage-profile/security/api-tokens',
      },
      baseUrl: 'https://{{inputs.subdomain}}.atlassian.net',
      placement: { basic: { username: '{{inputs.username}}', password: '{{inputs.password}}' } },
      account: { id: { from: 'input', path: 'subdomain' }, label: { from: 'input', path: 'username' } },
    },
  ]
}

export const atlassianRateLimit: Provider['api']['rateLimit'] = {
  status: [429],
  headers: ['Retry-After', 'X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-NearLimit'],
  reset: { header: 'X-RateLimit-Reset', as: 'iso' },
}

export const atlassianWebhooks: Provider['webhooks'] = {
  style: 'hmac',
  header: 'X-Hub-Signature',
  algorithm: 'sha256',
  encoding: 'hex',
  prefix: 'sha256=',
  signedContent: '{{body}}',
  key: 'webhook secret',
  note: 'those that an OAuth app registers have no such secret: they carry a JWT in Authorization',
}
