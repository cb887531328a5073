import type { AuthKindPage } from './page/auth-kind.ts'
import { defineProvider } from './page/provider.ts'

type OAuth = Extract<AuthKindPage, { type: 'oauth2' }>

/** The authorization server of one GitLab. */
const serverAt = (origin: string): OAuth['server'] => ({
  authorizationUrl: `${origin}/oauth/authorize`,
  tokenUrl: `${origin}/oauth/token`,
  clientAuth: 'body',
  pkce: true,
  refresh: { rotates: true, defaultLifetimeMs: 2 * 60 * 60_000 },
  revocation: { url: `${origin}/oauth/revoke`, auth: 'body' },
})

const host = {
  type: 'TEXT_NO_VARS',
  id: 'host',
  title: 'GitLab host',
  pattern: '^[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+(:[0-9]{1,5})?$',
  example: 'gitlab.example.com',
  prefixLabel: 'https://',
} as const

const scopes: OAuth['scopes'] = [
  { name: 'read_user', description: 'Know who you are in GitLab', required: true },
  { name: 'api', description: 'See and change everything that you can in GitLab' },
]
const moreScopes: OAuth['moreScopes'] = [
  { name: 'read_api', description: 'See everything that you can see in GitLab' },
  { name: 'read_repository', description: 'Read your repositories' },
  { name: 'write_repository', description: 'Read and write your repositories' },
  { name: 'read_registry', description: 'Read your container images' },
  { name: 'create_runner', description: 'Create runners' },
  { name: 'openid', description: 'Know which GitLab user you are' },
  { name: 'profile', description: 'See your name and picture' },
  { name: 'email', description: 'See your e-mail address' },
]

export const gitlab = defineProvider({
  id: 'gitlab',
  name: 'GitLab',
  category: 'developer-tools',
  description: 'Projects, issues, merge requests and pipelines',
  docs: 'https://docs.gitlab.com/api/oauth2/',
  icon: { simpleIcon: 'gitlab', color: '#FC6D26' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to GitLab.com',
      server: serverAt('https://gitlab.com'),
      scopes,
      moreScopes,
    },
    {
      // An application is known to one GitLab only: whoever runs their own brings their own.
      id: 'self_managed',
      type: 'oauth2',
      label: 'Sign in to your own GitLab',
      inputs: [
        host,
        { type: 'TEXT_NO_VARS', id: 'client_id', title: 'Application ID' },
        { type: 'PASSWORD', id: 'client_secret', title: 'Secret' },
      ],
      help: {
        text:
          'In your GitLab, open Admin → Applications, or the same in a group’s or your own settings, and create a ' +
          'confidential application with the redirect URI that the product names and the scopes read_user and api.',
        url: 'https://docs.gitlab.com/integration/oauth_provider/',
      },
      server: serverAt('https://{{inputs.host}}'),
      baseUrl: 'https://{{inputs.host}}/api/v4',
      scopes,
      moreScopes,
    },
    {
      id: 'api_key',
      type: 'entered',
      label: 'Access token',
      inputs: [
        { ...host, defaultValue: 'gitlab.com' },
        {
          type: 'PASSWORD',
          id: 'api_key',
          title: 'Personal, group or project access token',
          // A GitLab of one's own may have another prefix.
          pattern: '^[A-Za-z0-9_.-]{20,}$',
          example: 'glpat-1a2b3c4d5e6f7a8b9…',
        },
      ],
      help: {
        text: 'In GitLab, open Preferences → Access tokens and add a token with the scope api or read_api.',
        url: 'https://gitlab.com/-/user_settings/personal_access_tokens',
      },
      placement: { headers: { 'PRIVATE-TOKEN': '{{inputs.api_key}}' } },
      baseUrl: 'https://{{inputs.host}}/api/v4',
    },
  ],
  api: {
    baseUrl: 'https://gitlab.com/api/v4',
    test: { url: '/user' },
    account: { id: 'id', label: 'username' },
    errorPaths: ['message', 'error_description', 'error'],
    pagination: { next: { by: 'link_header', param: 'page' }, itemsPath: '', limitParam: 'per_page' },
    rateLimit: {
      headers: ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset', 'Retry-After'],
      reset: { header: 'RateLimit-Reset', as: 'epoch_seconds' },
    },
  },
  webhooks: {
    style: 'standard_webhooks',
    key: 'signing token (whsec_…)',
    note: 'a hook with a secret token repeats it in X-Gitlab-Token instead',
  },
  sources: {
    projects: {
      title: 'Project',
      url: '/projects?membership=true&simple=true&order_by=last_activity_at&per_page=100',
      itemsPath: '',
      valuePath: 'id',
      labelPath: 'name',
      subtitlePath: 'path_with_namespace',
      next: { by: 'link_header', param: 'page' },
      searchParam: 'search',
    },
    branches: {
      title: 'Branch',
      url: '/projects/{{parameters.projects}}/repository/branches?per_page=100',
      parameters: ['projects'],
      itemsPath: '',
      valuePath: 'name',
      labelPath: 'name',
      next: { by: 'link_header', param: 'page' },
      searchParam: 'search',
    },
    labels: {
      title: 'Label',
      url: '/projects/{{parameters.projects}}/labels?per_page=100',
      parameters: ['projects'],
      itemsPath: '',
      valuePath: 'name',
      labelPath: 'name',
      next: { by: 'link_header', param: 'page' },
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'npm:@auth/core@0.41.3; npm:arctic@3.7.0',
      webhooks: 'https://gitlab.com/gitlab-org/gitlab/-/merge_requests/230944',
    },
    recheck: ['refresh', 'revocation', 'scopes', 'test', 'pagination', 'rate_limit', 'sources'],
  },
})
