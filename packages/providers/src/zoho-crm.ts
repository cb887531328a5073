import { defineProvider } from './page/provider.ts'

/** Zoho runs each data centre under a domain of its own: https://www.zoho.com/crm/developer/docs/api/multi-dc.html */
const TOP_LEVELS = String.raw`(com|eu|in|com\.au|jp|com\.cn|sa|uk)`

export const zohoCrm = defineProvider({
  id: 'zoho-crm',
  name: 'Zoho CRM',
  category: 'crm',
  description: 'Leads, contacts, deals and any other module of Zoho CRM',
  docs: 'https://www.zoho.com/crm/developer/docs/api/v8/oauth-overview.html',
  icon: { simpleIcon: 'zoho', color: '#E42527' },
  variables: [
    {
      name: 'accounts_host',
      label: 'Data centre where your client is registered',
      default: 'accounts.zoho.com',
      options: [
        { value: 'accounts.zoho.com', label: 'United States' },
        { value: 'accounts.zoho.eu', label: 'European Union' },
        { value: 'accounts.zoho.uk', label: 'United Kingdom' },
        { value: 'accounts.zoho.in', label: 'India' },
        { value: 'accounts.zoho.com.au', label: 'Australia' },
        { value: 'accounts.zoho.jp', label: 'Japan' },
        { value: 'accounts.zohocloud.ca', label: 'Canada' },
        { value: 'accounts.zoho.sa', label: 'Saudi Arabia' },
        { value: 'accounts.zoho.com.cn', label: 'China' },
      ],
    },
  ],
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to Zoho CRM',
      server: {
        // Zoho leads the user on to the data centre where their account is, and names it in the callback. A client
        // serves several only with Multi DC switched on, and the same secret for all of them.
        authorizationUrl: 'https://{{variables.accounts_host}}/oauth/v2/auth',
        tokenUrl: '{{metadata.accounts_server}}/oauth/v2/token',
        clientAuth: 'body',
        scopeSeparator: ',',
        pkce: false,
        authorizeParams: { access_type: 'offline', prompt: 'consent' },
        // Errors come under HTTP 200. A user has 20 refresh tokens per client; the next ends the oldest.
        refresh: { defaultLifetimeMs: 60 * 60_000 },
        revocation: { url: '{{metadata.accounts_server}}/oauth/v2/token/revoke', auth: 'none' },
      },
      scopes: [
        { name: 'ZohoCRM.users.READ', description: 'See the users of Zoho CRM', required: true },
        {
          name: 'ZohoCRM.modules.ALL',
          description: 'See and change all records that you can see and change',
        },
      ],
      moreScopes: [
        { name: 'ZohoCRM.modules.READ', description: 'See all records that you can see' },
        { name: 'ZohoCRM.settings.ALL', description: 'See and change modules, fields and layouts' },
        { name: 'ZohoCRM.settings.modules.READ', description: 'See which modules there are' },
        { name: 'ZohoCRM.settings.fields.READ', description: 'See which fields there are' },
        { name: 'ZohoCRM.org.READ', description: 'See the organisation' },
        { name: 'ZohoCRM.coql.READ', description: 'Query records' },
        { name: 'ZohoCRM.notifications.ALL', description: 'Be told when records change' },
        { name: 'ZohoCRM.bulk.ALL', description: 'Read and write many records at once' },
      ],
      metadata: {
        // Gets the client secret: no host but Zoho's.
        accounts_server: {
          from: 'callback',
          path: 'accounts-server',
          pattern: String.raw`^https://accounts\.(zoho\.${TOP_LEVELS}|zohocloud\.ca)$`,
        },
        location: { from: 'callback', path: 'location' },
        api_domain: {
          from: 'token',
          path: 'api_domain',
          pattern: String.raw`^https://(www|sandbox|developer)\.(zohoapis\.${TOP_LEVELS}|zohoapis\.ca|zohocloud\.ca)$`,
        },
      },
      placement: { headers: { Authorization: 'Zoho-oauthtoken {{token.access_token}}' } },
    },
  ],
  api: {
    baseUrl: '{{metadata.api_domain}}',
    test: { url: '/crm/v8/users?type=CurrentUser' },
    account: { id: 'users[0].id', label: 'users[0].email' },
    errorPaths: ['message', 'code'],
    pagination: {
      next: { by: 'page_number', param: 'page', morePath: 'info.more_records' },
      itemsPath: 'data',
      limitParam: 'per_page',
      note: 'beyond 2,000 records: page_token from info.next_page_token',
    },
    rateLimit: { headers: ['Retry-After'] },
  },
  sources: {
    users: {
      title: 'User',
      url: '/crm/v8/users?type=ActiveUsers&per_page=200',
      itemsPath: 'users',
      valuePath: 'id',
      labelPath: 'full_name',
      subtitlePath: 'email',
      next: { by: 'page_number', param: 'page', morePath: 'info.more_records' },
    },
    // These two need ZohoCRM.settings.modules.READ and ZohoCRM.settings.fields.READ.
    modules: {
      title: 'Module',
      url: '/crm/v8/settings/modules',
      itemsPath: 'modules',
      valuePath: 'api_name',
      labelPath: 'plural_label',
    },
    fields: {
      title: 'Field',
      url: '/crm/v8/settings/fields?module={{parameters.modules}}',
      parameters: ['modules'],
      itemsPath: 'fields',
      valuePath: 'api_name',
      labelPath: 'field_label',
      subtitlePath: 'data_type',
    },
  },
  provenance: {
    confidence: 'verified',
    checked: { endpoints: 'https://www.zoho.com/crm/developer/docs/api/multi-dc.html' },
    recheck: ['refresh', 'revocation', 'scopes', 'test', 'pagination', 'rate_limit', 'sources'],
  },
})
