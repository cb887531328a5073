import { defineProvider } from './page/provider.ts'

export const quickbooks = defineProvider({
  id: 'quickbooks',
  name: 'QuickBooks Online',
  category: 'accounting',
  description: 'Customers, invoices, bills and accounts of a QuickBooks company',
  docs: 'https://developer.intuit.com/app/developer/qbo/docs/develop/authentication-and-authorization/oauth-2.0',
  icon: { simpleIcon: 'quickbooks', color: '#2CA01C' },
  variables: [
    {
      // Development keys of an Intuit app reach sandbox companies only, production keys real ones only.
      name: 'api_host',
      label: 'Environment',
      default: 'quickbooks.api.intuit.com',
      options: [
        { value: 'quickbooks.api.intuit.com', label: 'Production' },
        { value: 'sandbox-quickbooks.api.intuit.com', label: 'Sandbox' },
      ],
    },
  ],
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to QuickBooks',
      server: {
        authorizationUrl: 'https://appcenter.intuit.com/connect/oauth2',
        tokenUrl: 'https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer',
        clientAuth: 'basic',
        pkce: false,
        // A new refresh token comes about once a day; it dies after 100 days without use, and after 5 years.
        refresh: { rotates: true, unusedLifetimeMs: 100 * 24 * 60 * 60_000 },
        revocation: {
          url: 'https://developer.api.intuit.com/v2/oauth2/tokens/revoke',
          body: 'json',
          auth: 'basic',
        },
      },
      scopes: [
        {
          name: 'com.intuit.quickbooks.accounting',
          description: 'See and change the company’s customers, sales, purchases and accounts',
        },
      ],
      moreScopes: [
        { name: 'com.intuit.quickbooks.payment', description: 'Take payments for the company' },
        { name: 'openid', description: 'Know which Intuit user you are' },
        { name: 'profile', description: 'See your name' },
        { name: 'email', description: 'See your e-mail address' },
      ],
      // The company is named in the callback only, not in the token reply.
      metadata: { realm_id: { from: 'callback', path: 'realmId' } },
    },
  ],
  api: {
    baseUrl: 'https://{{variables.api_host}}',
    headers: { Accept: 'application/json' },
    test: { url: '/v3/company/{{metadata.realm_id}}/companyinfo/{{metadata.realm_id}}' },
    account: { id: { from: 'callback', path: 'realmId' }, label: 'CompanyInfo.CompanyName' },
    errorPaths: [
      'Fault.Error[0].Detail',
      'Fault.Error[0].Message',
      'fault.error[0].detail',
      'fault.error[0].message',
    ],
    pagination: {
      next: { by: 'query_language' },
      note: 'STARTPOSITION and MAXRESULTS (at most 1000) inside the query',
    },
    rateLimit: { note: '500 calls a minute per company' },
  },
  webhooks: {
    style: 'hmac',
    header: 'intuit-signature',
    algorithm: 'sha256',
    encoding: 'base64',
    key: 'webhook verifier token',
  },
  sources: {
    accounts: {
      title: 'Account',
      url: '/v3/company/{{metadata.realm_id}}/query?query=select%20*%20from%20Account%20maxresults%201000',
      itemsPath: 'QueryResponse.Account',
      valuePath: 'Id',
      labelPath: 'FullyQualifiedName',
      subtitlePath: 'AccountType',
    },
    tax_codes: {
      title: 'Tax code',
      url: '/v3/company/{{metadata.realm_id}}/query?query=select%20*%20from%20TaxCode%20maxresults%201000',
      itemsPath: 'QueryResponse.TaxCode',
      valuePath: 'Id',
      labelPath: 'Name',
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'npm:grant@5.4.24',
      refresh:
        'https://developer.intuit.com/app/developer/qbo/docs/develop/authentication-and-authorization/oauth-2.0',
      revocation: 'https://github.com/intuit/oauth-jsclient/blob/master/src/OAuthClient.js',
    },
    recheck: ['scopes', 'test', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
