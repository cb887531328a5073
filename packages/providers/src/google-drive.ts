import { googleAccount, googleErrorPaths, googleKinds, googleRateLimit, googleTest } from './google-oauth.ts'
import { defineProvider } from './page/provider.ts'

const SCOPE = 'https://www.googleapis.com/auth/drive'
/** Shared drives are left out of every list unless a call asks for them. */
const FILES =
  '/drive/v3/files?pageSize=100&orderBy=name_natural&includeItemsFromAllDrives=true&supportsAllDrives=true'
const next = { by: 'cursor', param: 'pageToken', path: 'nextPageToken' } as const

export const googleDrive = defineProvider({
  id: 'google-drive',
  name: 'Google Drive',
  category: 'storage',
  description: 'Files and folders of a Google account',
  docs: 'https://developers.google.com/workspace/drive/api/guides/about-sdk',
  icon: { simpleIcon: 'googledrive', color: '#4285F4' },
  auth: googleKinds(
    [{ name: `${SCOPE}.file`, description: 'See and change the files that you open or create with it' }],
    [
      { name: SCOPE, description: 'See, change, share and delete all your files' },
      { name: `${SCOPE}.readonly`, description: 'See and download all your files' },
      { name: `${SCOPE}.metadata.readonly`, description: 'See names and details of all your files' },
      { name: `${SCOPE}.appdata`, description: 'Keep its own settings in your Drive' },
    ],
  ),
  api: {
    baseUrl: 'https://www.googleapis.com',
    test: googleTest,
    account: googleAccount,
    errorPaths: googleErrorPaths,
    pagination: { next, itemsPath: 'files', limitParam: 'pageSize' },
    rateLimit: googleRateLimit,
  },
  webhooks: {
    style: 'shared_token',
    header: 'X-Goog-Channel-Token',
    note: 'compare X-Goog-Channel-ID too; a channel expires and must be watched again',
  },
  sources: {
    files: {
      title: 'File',
      url: `${FILES}&q=trashed%3Dfalse&fields=nextPageToken,files(id,name,mimeType)`,
      itemsPath: 'files',
      valuePath: 'id',
      labelPath: 'name',
      subtitlePath: 'mimeType',
      next,
    },
    folders: {
      title: 'Folder',
      url: `${FILES}&q=trashed%3Dfalse%20and%20mimeType%3D'application/vnd.google-apps.folder'&fields=nextPageToken,files(id,name)`,
      itemsPath: 'files',
      valuePath: 'id',
      labelPath: 'name',
      next,
    },
    drives: {
      title: 'Shared drive',
      url: '/drive/v3/drives?pageSize=100',
      itemsPath: 'drives',
      valuePath: 'id',
      labelPath: 'name',
      next,
    },
  },
  provenance: {
    confidence: 'verified',
    checked: { endpoints: 'npm:grant@5.4.24' },
    recheck: ['refresh', 'revocation', 'scopes', 'test', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
