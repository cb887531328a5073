import { googleAccount, googleErrorPaths, googleKinds, googleRateLimit, googleTest } from './google-oauth.ts'
import { defineProvider } from './page/provider.ts'

const SCOPE = 'https://www.googleapis.com/auth/analytics'
const ADMIN = 'https://analyticsadmin.googleapis.com/v1beta'
const next = { by: 'cursor', param: 'pageToken', path: 'nextPageToken' } as const

export const googleAnalytics = defineProvider({
  id: 'google-analytics',
  name: 'Google Analytics',
  category: 'analytics',
  description: 'Reports, audiences and properties of Google Analytics 4',
  docs: 'https://developers.google.com/analytics/devguides/reporting/data/v1',
  icon: { simpleIcon: 'googleanalytics', color: '#E37400' },
  auth: googleKinds(
    [{ name: `${SCOPE}.readonly`, description: 'See your Google Analytics reports and properties' }],
    [
      { name: SCOPE, description: 'See and manage your Google Analytics data' },
      { name: `${SCOPE}.edit`, description: 'Change the settings of your accounts and properties' },
      { name: `${SCOPE}.manage.users.readonly`, description: 'See who has access to your accounts' },
    ],
  ),
  api: {
    baseUrl: 'https://analyticsdata.googleapis.com',
    allowedHosts: ['analyticsadmin.googleapis.com'],
    test: googleTest,
    account: googleAccount,
    errorPaths: googleErrorPaths,
    pagination: { next, limitParam: 'pageSize', note: 'reports have offset and limit in their body instead' },
    rateLimit: googleRateLimit,
  },
  sources: {
    accounts: {
      title: 'Account',
      url: `${ADMIN}/accountSummaries?pageSize=200`,
      itemsPath: 'accountSummaries',
      valuePath: 'account',
      labelPath: 'displayName',
      next,
    },
    properties: {
      title: 'Property',
      url: `${ADMIN}/properties?filter=parent:{{parameters.accounts}}&pageSize=200`,
      parameters: ['accounts'],
      itemsPath: 'properties',
      valuePath: 'name',
      labelPath: 'displayName',
      next,
    },
  },
  provenance: {
    confidence: 'verified',
    checked: { endpoints: 'npm:grant@5.4.24' },
    recheck: ['refresh', 'revocation', 'scopes', 'test', 'pagination', 'rate_limit', 'sources'],
  },
})
