import { googleAccount, googleErrorPaths, googleKinds, googleRateLimit, googleTest } from './google-oauth.ts'
import { defineProvider } from './page/provider.ts'

const SCOPE = 'https://www.googleapis.com/auth'

export const googleSheets = defineProvider({
  id: 'google-sheets',
  name: 'Google Sheets',
  category: 'productivity',
  description: 'Spreadsheets of a Google account, cell by cell',
  docs: 'https://developers.google.com/workspace/sheets/api/guides/concepts',
  icon: { simpleIcon: 'googlesheets', color: '#34A853' },
  auth: googleKinds(
    [{ name: `${SCOPE}/spreadsheets`, description: 'See, change and delete your spreadsheets' }],
    [
      { name: `${SCOPE}/spreadsheets.readonly`, description: 'See your spreadsheets' },
      {
        name: `${SCOPE}/drive.file`,
        description: 'See and change the files that you open or create with it',
      },
      { name: `${SCOPE}/drive.metadata.readonly`, description: 'List your spreadsheets by name' },
    ],
  ),
  api: {
    baseUrl: 'https://sheets.googleapis.com',
    allowedHosts: ['www.googleapis.com'],
    test: googleTest,
    account: googleAccount,
    errorPaths: googleErrorPaths,
    rateLimit: googleRateLimit,
  },
  sources: {
    spreadsheets: {
      title: 'Spreadsheet',
      // Only Drive lists them, which asks one of the scopes of Drive.
      url: "https://www.googleapis.com/drive/v3/files?pageSize=100&orderBy=name_natural&q=trashed%3Dfalse%20and%20mimeType%3D'application/vnd.google-apps.spreadsheet'&fields=nextPageToken,files(id,name)",
      itemsPath: 'files',
      valuePath: 'id',
      labelPath: 'name',
      next: { by: 'cursor', param: 'pageToken', path: 'nextPageToken' },
    },
    sheets: {
      title: 'Sheet',
      url: '/v4/spreadsheets/{{parameters.spreadsheets}}?fields=sheets.properties(sheetId,title)',
      parameters: ['spreadsheets'],
      itemsPath: 'sheets',
      valuePath: 'properties.title',
      labelPath: 'properties.title',
    },
  },
  provenance: {
    confidence: 'verified',
    checked: { endpoints: 'npm:grant@5.4.24' },
    recheck: ['refresh', 'revocation', 'scopes', 'test', 'rate_limit', 'sources'],
  },
})
