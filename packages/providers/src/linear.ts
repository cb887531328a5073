import type { AuthKindPage } from './page/auth-kind.ts'
import { defineProvider } from './page/provider.ts'

type OAuthServer = Extract<AuthKindPage, { type: 'oauth2' }>['server']

const server = {
  authorizationUrl: 'https://linear.app/oauth/authorize',
  tokenUrl: 'https://api.linear.app/oauth/token',
  clientAuth: 'body',
  scopeSeparator: ',',
  pkce: true,
  authorizeParams: { prompt: 'consent' },
  refresh: { rotates: true },
  revocation: { url: 'https://api.linear.app/oauth/revoke', token: 'access', auth: 'bearer' },
} satisfies OAuthServer

/** A list of the GraphQL API: `id`, `name` and one more field of each. */
function list(title: string, field: string, more: string) {
  return {
    title,
    method: 'POST' as const,
    url: '/graphql',
    body: {
      query: `query ($after: String) { ${field}(first: 100, after: $after) { nodes { id name ${more} } pageInfo { endCursor hasNextPage } } }`,
    },
    itemsPath: `data.${field}.nodes`,
    valuePath: 'id',
    labelPath: 'name',
    subtitlePath: more,
    next: {
      by: 'cursor' as const,
      param: 'variables.after',
      path: `data.${field}.pageInfo.endCursor`,
      morePath: `data.${field}.pageInfo.hasNextPage`,
    },
  }
}

export const linear = defineProvider({
  id: 'linear',
  name: 'Linear',
  category: 'project-management',
  description: 'Issues, projects, cycles and teams of a Linear workspace',
  docs: 'https://linear.app/developers/oauth-2-0-authentication',
  icon: { simpleIcon: 'linear', color: '#5E6AD2' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to Linear',
      server,
      scopes: [
        { name: 'read', description: 'See what you can see in Linear', required: true },
        { name: 'write', description: 'Create and change what you can in Linear' },
      ],
      moreScopes: [
        { name: 'issues:create', description: 'Create issues' },
        { name: 'comments:create', description: 'Write comments on issues' },
        { name: 'timeSchedule:write', description: 'Create and change time schedules' },
        { name: 'admin', description: 'Manage the workspace' },
      ],
    },
    {
      id: 'app',
      type: 'oauth2',
      label: 'Add the app to Linear',
      // What it writes is the app's, not that of the user who added it.
      server: { ...server, authorizeParams: { prompt: 'consent', actor: 'app' } },
      scopes: [
        { name: 'read', description: 'See what the workspace shows to apps', required: true },
        { name: 'write', description: 'Create and change issues and comments as the app' },
      ],
      account: { id: 'data.organization.id', label: 'data.organization.name' },
    },
    {
      id: 'api_key',
      type: 'entered',
      label: 'Personal API key',
      inputs: [
        {
          type: 'PASSWORD',
          id: 'api_key',
          title: 'Personal API key',
          pattern: '^lin_api_[A-Za-z0-9]+$',
          example: 'lin_api_9f2c…',
        },
      ],
      help: {
        text: 'In Linear, open Settings → Security & access and create a personal API key.',
        url: 'https://linear.app/settings/account/security',
      },
      // Without a scheme: Bearer is for OAuth tokens only.
      placement: { headers: { Authorization: '{{inputs.api_key}}' } },
    },
  ],
  api: {
    baseUrl: 'https://api.linear.app',
    test: {
      method: 'POST',
      url: '/graphql',
      body: { query: '{ viewer { id email } organization { id name } }' },
    },
    account: { id: 'data.viewer.id', label: 'data.viewer.email' },
    errorPaths: ['errors[0].extensions.userPresentableMessage', 'errors[0].message', 'error_description'],
    pagination: {
      next: { by: 'query_language' },
      note: 'after in the query is pageInfo.endCursor of the answer before',
    },
    rateLimit: {
      status: [400],
      when: { path: 'errors[0].extensions.code', is: ['RATELIMITED'] },
      headers: ['X-RateLimit-Requests-Remaining', 'X-RateLimit-Requests-Reset', 'X-Complexity'],
      reset: { header: 'X-RateLimit-Requests-Reset', as: 'epoch_milliseconds' },
    },
  },
  webhooks: {
    style: 'hmac',
    header: 'Linear-Signature',
    algorithm: 'sha256',
    encoding: 'hex',
    key: 'webhook signing secret',
    toleranceS: 60,
    note: 'when it was sent is webhookTimestamp in the body, in milliseconds',
  },
  sources: {
    teams: list('Team', 'teams', 'key'),
    projects: list('Project', 'projects', 'state'),
    users: list('Person', 'users', 'email'),
    labels: list('Label', 'issueLabels', 'color'),
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'https://linear.app/developers/oauth-2-0-authentication',
      refresh: 'https://linear.app/developers/oauth-2-0-authentication',
      scopes: 'https://linear.app/developers/oauth-2-0-authentication',
      webhooks: 'https://linear.app/developers/webhooks',
    },
    recheck: ['revocation', 'test', 'pagination', 'rate_limit', 'sources'],
  },
})
