import { defineProvider } from './page/provider.ts'

const SUITETALK = 'https://{{derived.account_host}}.suitetalk.api.netsuite.com'

const account = {
  type: 'TEXT_NO_VARS',
  id: 'account_id',
  title: 'Account ID',
  subtitle: 'in NetSuite under Setup → Company → Company Information',
  pattern: '^[A-Za-z0-9]+([_-][A-Za-z0-9]+)*$',
  example: '1234567_SB1',
} as const

/** 1234567_SB1 answers at 1234567-sb1.…, and signs as 1234567_SB1. */
const derived = {
  account_host: { from: '{{inputs.account_id}}', replace: { _: '-' }, case: 'lower' },
  realm: { from: '{{inputs.account_id}}', replace: { '-': '_' }, case: 'upper' },
} as const

export const netsuite = defineProvider({
  id: 'netsuite',
  name: 'NetSuite',
  category: 'accounting',
  description: 'Customers, orders, invoices and any other record of a NetSuite account',
  docs: 'https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_156338994830.html',
  icon: { simpleIcon: null, color: '#F80000' },
  auth: [
    {
      id: 'token',
      type: 'entered',
      label: 'Token-based authentication',
      inputs: [
        account,
        { type: 'TEXT_NO_VARS', id: 'consumer_key', title: 'Consumer key' },
        { type: 'PASSWORD', id: 'consumer_secret', title: 'Consumer secret' },
        { type: 'TEXT_NO_VARS', id: 'token', title: 'Token ID' },
        { type: 'PASSWORD', id: 'token_secret', title: 'Token secret' },
      ],
      help: {
        text:
          'An administrator creates an integration record with token-based authentication, and then an access ' +
          'token for it; NetSuite shows each pair once.',
        url: 'https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_156338994830.html',
      },
      derived,
      // NetSuite takes no other method, and wants the realm in the header although it is not signed.
      signing: {
        scheme: 'oauth1',
        method: 'HMAC-SHA256',
        realm: '{{derived.realm}}',
        consumerKey: '{{inputs.consumer_key}}',
        consumerSecret: '{{inputs.consumer_secret}}',
        token: '{{inputs.token}}',
        tokenSecret: '{{inputs.token_secret}}',
      },
    },
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to NetSuite',
      inputs: [account],
      help: {
        text: 'In NetSuite, open Setup → Company → Company Information and copy the Account ID.',
        url: 'https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/chapter_157769826287.html',
      },
      derived,
      server: {
        authorizationUrl: 'https://{{derived.account_host}}.app.netsuite.com/app/login/oauth2/authorize.nl',
        tokenUrl: `${SUITETALK}/services/rest/auth/oauth2/v1/token`,
        clientAuth: 'basic',
        pkce: true,
        // A refresh token is good for seven days, unless the integration record says otherwise, and using it does
        // not lengthen them: then the user signs in again.
        refresh: {},
        revocation: { url: `${SUITETALK}/services/rest/auth/oauth2/v1/revoke`, auth: 'basic' },
      },
      scopes: [{ name: 'rest_webservices', description: 'See and change records that your role can' }],
      moreScopes: [
        { name: 'restlets', description: 'Use RESTlets that your role can' },
        { name: 'suite_analytics', description: 'Query with SuiteAnalytics Connect' },
      ],
    },
  ],
  api: {
    baseUrl: SUITETALK,
    allowedHosts: ['{{derived.account_host}}.restlets.api.netsuite.com'],
    test: { url: '/services/rest/record/v1/customer?limit=1' },
    account: { id: { from: 'input', path: 'account_id' }, label: { from: 'input', path: 'account_id' } },
    errorPaths: ['o:errorDetails[0].detail', 'title'],
    pagination: {
      next: { by: 'offset', param: 'offset', morePath: 'hasMore' },
      itemsPath: 'items',
      limitParam: 'limit',
    },
    rateLimit: { note: 'so many calls at a time per account' },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_160855594402.html',
      scopes: 'https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_158255317571.html',
    },
    recheck: ['refresh', 'revocation', 'test', 'pagination', 'rate_limit'],
  },
})
