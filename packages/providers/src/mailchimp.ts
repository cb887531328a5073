import { defineProvider } from './page/provider.ts'

const next = { by: 'offset', param: 'offset' } as const

export const mailchimp = defineProvider({
  id: 'mailchimp',
  name: 'Mailchimp',
  category: 'marketing',
  description: 'Audiences, members, campaigns and reports of a Mailchimp account',
  docs: 'https://mailchimp.com/developer/marketing/guides/access-user-data-oauth-2/',
  icon: { simpleIcon: 'mailchimp', color: '#FFE01B' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to Mailchimp',
      server: {
        authorizationUrl: 'https://login.mailchimp.com/oauth2/authorize',
        tokenUrl: 'https://login.mailchimp.com/oauth2/token',
        clientAuth: 'body',
        pkce: false,
        // There are no scopes, and tokens do not expire.
        omitEmptyScope: true,
      },
      scopes: [],
      // Which data centre an account is in, the token reply does not say.
      postConnect: [
        {
          name: 'account',
          url: 'https://login.mailchimp.com/oauth2/metadata',
          headers: { Authorization: 'OAuth {{token.access_token}}' },
        },
      ],
      metadata: {
        dc: { from: 'answer', answer: 'account', path: 'dc', pattern: '^[a-z]{2}[0-9]+$' },
        login_email: { from: 'answer', answer: 'account', path: 'login.email' },
      },
    },
    {
      id: 'api_key',
      type: 'entered',
      label: 'API key',
      inputs: [
        {
          type: 'PASSWORD',
          id: 'api_key',
          title: 'API key',
          pattern: '^[a-f0-9]+-[a-z]{2}[0-9]+$',
          example: '4f1c…-us6',
        },
      ],
      help: {
        text: 'In Mailchimp, open your profile → Extras → API keys and create a key.',
        url: 'https://admin.mailchimp.com/account/api/',
      },
      derived: { dc: { from: '{{inputs.api_key}}', match: '-([a-z]{2}[0-9]+)$' } },
      baseUrl: 'https://{{derived.dc}}.api.mailchimp.com',
      placement: { basic: { username: 'tenon', password: '{{inputs.api_key}}' } },
    },
  ],
  api: {
    baseUrl: 'https://{{metadata.dc}}.api.mailchimp.com',
    test: { url: '/3.0/' },
    account: { id: 'account_id', label: 'account_name' },
    errorPaths: ['detail', 'title', 'error_description'],
    pagination: {
      next,
      limitParam: 'count',
      note: 'the items are in a field named after what they are: lists, members, campaigns',
    },
    rateLimit: { note: '10 calls at a time' },
  },
  sources: {
    audiences: {
      title: 'Audience',
      url: '/3.0/lists?count=100&fields=lists.id,lists.name,lists.stats.member_count',
      itemsPath: 'lists',
      valuePath: 'id',
      labelPath: 'name',
      next,
    },
    campaigns: {
      title: 'Campaign',
      url: '/3.0/campaigns?count=100&fields=campaigns.id,campaigns.settings.title,campaigns.status',
      itemsPath: 'campaigns',
      valuePath: 'id',
      labelPath: 'settings.title',
      subtitlePath: 'status',
      next,
    },
    merge_fields: {
      title: 'Merge field',
      url: '/3.0/lists/{{parameters.audiences}}/merge-fields?count=100',
      parameters: ['audiences'],
      itemsPath: 'merge_fields',
      valuePath: 'tag',
      labelPath: 'name',
      next,
    },
  },
  provenance: {
    confidence: 'verified',
    checked: { endpoints: 'npm:grant@5.4.24' },
    recheck: ['scopes', 'test', 'pagination', 'rate_limit', 'sources'],
  },
})
