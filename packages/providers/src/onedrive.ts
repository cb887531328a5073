import {
  graphApi,
  graphWebhooks,
  microsoftGraph,
  microsoftTenant,
  microsoftNext as next,
} from './microsoft-oauth.ts'
import { defineProvider } from './page/provider.ts'

export const onedrive = defineProvider({
  id: 'onedrive',
  name: 'Microsoft OneDrive',
  category: 'storage',
  description: 'Files and folders of a Microsoft account',
  docs: 'https://learn.microsoft.com/en-us/graph/api/resources/onedrive',
  icon: {
    simpleIcon: null,
    glyph: 'M18.5 10.2A6.5 6.5 0 0 0 6.2 8.6 5.3 5.3 0 0 0 6.3 19h12a4.4 4.4 0 0 0 .2-8.8z', // a cloud
    color: '#0078D4',
  },
  variables: [microsoftTenant],
  auth: microsoftGraph(
    [{ name: 'Files.ReadWrite', description: 'See, change and delete your files' }],
    [
      { name: 'Files.Read', description: 'See your files' },
      { name: 'Files.ReadWrite.AppFolder', description: 'Use a folder of its own in your OneDrive' },
      { name: 'Files.Read.All', description: 'See all files you can open' },
      { name: 'Files.ReadWrite.All', description: 'See and change all files you can open' },
    ],
  ),
  api: graphApi,
  webhooks: graphWebhooks,
  sources: {
    files: {
      title: 'File',
      url: '/v1.0/me/drive/root/children?$top=200&$select=id,name,webUrl',
      itemsPath: 'value',
      valuePath: 'id',
      labelPath: 'name',
      next,
    },
    drives: {
      title: 'Drive',
      url: '/v1.0/me/drives',
      itemsPath: 'value',
      valuePath: 'id',
      labelPath: 'name',
      subtitlePath: 'driveType',
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
