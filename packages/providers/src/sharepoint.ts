import {
  graphApi,
  graphWebhooks,
  microsoftGraph,
  microsoftTenant,
  microsoftNext as next,
} from './microsoft-oauth.ts'
import { defineProvider } from './page/provider.ts'

export const sharepoint = defineProvider({
  id: 'sharepoint',
  name: 'Microsoft SharePoint',
  category: 'storage',
  description: 'Sites, lists and document libraries of an organisation',
  docs: 'https://learn.microsoft.com/en-us/graph/api/resources/sharepoint',
  icon: {
    simpleIcon: null,
    glyph:
      'M9 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zm8 6.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM9.5 15a3.3 3.3 0 1 1 0 6.6 3.3 3.3 0 0 1 0-6.6z', // three circles
    color: '#0078D4',
  },
  variables: [microsoftTenant],
  auth: microsoftGraph(
    [{ name: 'Sites.ReadWrite.All', description: 'See and change items in all sites you can open' }],
    [
      { name: 'Sites.Read.All', description: 'See items in all sites you can open' },
      { name: 'Sites.Manage.All', description: 'Create and delete lists and libraries' },
      { name: 'Sites.FullControl.All', description: 'Manage all sites you manage' },
      { name: 'Files.ReadWrite.All', description: 'See and change all files you can open' },
    ],
  ),
  api: graphApi,
  webhooks: graphWebhooks,
  sources: {
    sites: {
      title: 'Site',
      url: '/v1.0/sites?search=*',
      itemsPath: 'value',
      valuePath: 'id',
      labelPath: 'displayName',
      subtitlePath: 'webUrl',
      next,
    },
    lists: {
      title: 'List',
      url: '/v1.0/sites/{{parameters.sites}}/lists?$top=100',
      parameters: ['sites'],
      itemsPath: 'value',
      valuePath: 'id',
      labelPath: 'displayName',
      next,
    },
    drives: {
      title: 'Document library',
      url: '/v1.0/sites/{{parameters.sites}}/drives?$top=100',
      parameters: ['sites'],
      itemsPath: 'value',
      valuePath: 'id',
      labelPath: 'name',
      next,
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'npm:better-auth@1.7.24',
      refresh: 'https://learn.microsoft.com/en-us/entra/identity-platform/refresh-tokens',
    },
    recheck: ['scopes', 'test', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
