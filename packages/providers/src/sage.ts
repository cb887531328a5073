import { defineProvider } from './page/provider.ts'

const next = { by: 'next_url', param: 'page', path: '$next' } as const
const list = { itemsPath: '$items', valuePath: 'id', labelPath: 'displayed_as', next }

export const sage = defineProvider({
  id: 'sage',
  name: 'Sage Accounting',
  category: 'accounting',
  description: 'Invoices, contacts, payments and ledgers of a Sage business',
  docs: 'https://developer.sage.com/accounting/guides/authenticating/authentication',
  icon: { simpleIcon: 'sage', color: '#00D639' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to Sage',
      server: {
        authorizationUrl: 'https://www.sageone.com/oauth2/auth/central',
        tokenUrl: 'https://oauth.accounting.sage.com/token',
        clientAuth: 'body',
        pkce: false,
        authorizeParams: { filter: 'apiv3.1' },
        // An access token lives for five minutes, a refresh token for one use or 31 days.
        refresh: { rotates: true, unusedLifetimeMs: 31 * 24 * 60 * 60_000 },
        revocation: { url: 'https://oauth.accounting.sage.com/revoke', auth: 'body' },
      },
      scopes: [{ name: 'full_access', description: 'See and change your accounts' }],
      moreScopes: [{ name: 'readonly', description: 'See your accounts' }],
      // Calls that do not say which business they are about reach the first one the user made.
      postConnect: [
        {
          name: 'business',
          url: '/v3.1/businesses',
          choose: {
            title: 'Which Sage business do you want to connect?',
            itemsPath: '$items',
            valuePath: 'id',
            labelPath: 'displayed_as',
          },
        },
      ],
      metadata: {
        business_id: { from: 'choice', path: 'id' },
        business_name: { from: 'choice', path: 'displayed_as' },
      },
    },
  ],
  api: {
    baseUrl: 'https://api.accounting.sage.com',
    headers: { 'X-Business': '{{metadata.business_id}}' },
    test: { url: '/v3.1/user' },
    account: { id: { from: 'choice', path: 'id' }, label: { from: 'choice', path: 'displayed_as' } },
    errorPaths: ['[0].$message', '$message', 'error_description'],
    pagination: { next, itemsPath: '$items', limitParam: 'items_per_page' },
    rateLimit: {},
  },
  sources: {
    ledger_accounts: {
      title: 'Ledger account',
      url: '/v3.1/ledger_accounts?items_per_page=200',
      ...list,
    },
    tax_rates: { title: 'Tax rate', url: '/v3.1/tax_rates?items_per_page=200', ...list },
    contacts: { title: 'Contact', url: '/v3.1/contacts?items_per_page=200', ...list, searchParam: 'search' },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'https://developer.sage.com/accounting/guides/authenticating/authentication',
      refresh: 'https://developer.sage.com/accounting/guides/authenticating/authentication',
      pagination: 'https://developer.sage.com/accounting/guides/concepts/best_practices',
    },
    recheck: ['revocation', 'scopes', 'test', 'rate_limit', 'sources'],
  },
})
