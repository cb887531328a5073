import { atlassianKinds, atlassianRateLimit, atlassianWebhooks } from './atlassian-oauth.ts'
import { defineProvider } from './page/provider.ts'

const next = { by: 'next_url', param: 'cursor', path: '_links.next' } as const

export const confluence = defineProvider({
  id: 'confluence',
  name: 'Confluence Cloud',
  category: 'productivity',
  description: 'Spaces, pages, comments and attachments of a Confluence site',
  docs: 'https://developer.atlassian.com/cloud/confluence/oauth-2-3lo-apps/',
  icon: { simpleIcon: 'confluence', color: '#172B4D' },
  auth: atlassianKinds(
    'Confluence',
    [
      { name: 'read:confluence-user', description: 'See users, you among them', required: true },
      { name: 'read:page:confluence', description: 'Read pages' },
      { name: 'read:space:confluence', description: 'See spaces' },
    ],
    [
      { name: 'write:page:confluence', description: 'Create and change pages' },
      { name: 'delete:page:confluence', description: 'Delete pages' },
      { name: 'read:comment:confluence', description: 'Read comments' },
      { name: 'write:comment:confluence', description: 'Write comments' },
      { name: 'read:attachment:confluence', description: 'See and download attachments' },
      { name: 'write:attachment:confluence', description: 'Add attachments' },
      { name: 'search:confluence', description: 'Search' },
    ],
  ),
  api: {
    baseUrl: 'https://api.atlassian.com/ex/confluence/{{metadata.cloud_id}}',
    headers: { Accept: 'application/json' },
    test: { url: '/wiki/rest/api/user/current' },
    errorPaths: ['errors[0].title', 'message', 'error_description'],
    pagination: {
      // Of the URL, which lacks the host and the site, a parameter is enough.
      next,
      itemsPath: 'results',
      limitParam: 'limit',
    },
    rateLimit: atlassianRateLimit,
  },
  webhooks: atlassianWebhooks,
  sources: {
    spaces: {
      title: 'Space',
      url: '/wiki/api/v2/spaces?limit=100',
      itemsPath: 'results',
      valuePath: 'id',
      labelPath: 'name',
      subtitlePath: 'key',
      next,
    },
    pages: {
      title: 'Page',
      url: '/wiki/api/v2/spaces/{{parameters.spaces}}/pages?limit=100',
      parameters: ['spaces'],
      itemsPath: 'results',
      valuePath: 'id',
      labelPath: 'title',
      next,
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'npm:grant@5.4.24',
      refresh: 'https://developer.atlassian.com/cloud/oauth/getting-started/refresh-tokens',
    },
    recheck: ['scopes', 'test', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
