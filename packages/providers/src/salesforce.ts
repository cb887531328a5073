import { defineProvider } from './page/provider.ts'

const API = '/services/data/v62.0'

export const salesforce = defineProvider({
  id: 'salesforce',
  name: 'Salesforce',
  category: 'crm',
  description: 'Accounts, contacts, opportunities and any other object of a Salesforce org',
  docs: 'https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_web_server_flow.htm',
  icon: { simpleIcon: null, color: '#00A1E0' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to Salesforce',
      inputs: [
        {
          type: 'TEXT_NO_VARS',
          id: 'login_domain',
          title: 'Login domain',
          subtitle: 'test.salesforce.com for a sandbox, or your own My Domain',
          defaultValue: 'login.salesforce.com',
          // The client secret is sent to this host: nobody but Salesforce may be named.
          pattern: '^[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*\\.salesforce\\.com$',
          example: 'acme.my.salesforce.com',
          prefixLabel: 'https://',
        },
      ],
      help: {
        text: 'The address you sign in at. Your My Domain is in Salesforce under Setup → My Domain.',
        url: 'https://help.salesforce.com/s/articleView?id=sf.domain_name_overview.htm',
      },
      server: {
        authorizationUrl: 'https://{{inputs.login_domain}}/services/oauth2/authorize',
        tokenUrl: 'https://{{inputs.login_domain}}/services/oauth2/token',
        clientAuth: 'body',
        pkce: true,
        // Replies have no expires_in: a token lives as long as the org's session timeout, two hours by default.
        // Whether refresh tokens rotate is a setting of the team's app.
        refresh: { defaultLifetimeMs: 2 * 60 * 60_000 },
        revocation: { url: 'https://{{inputs.login_domain}}/services/oauth2/revoke', auth: 'none' },
      },
      scopes: [
        { name: 'api', description: 'See and change what you can see and change in Salesforce' },
        { name: 'refresh_token', description: 'Stay connected while you are away', required: true },
      ],
      moreScopes: [
        { name: 'id', description: 'See your name, e-mail address and profile' },
        { name: 'openid', description: 'Know which Salesforce user you are' },
        { name: 'chatter_api', description: 'Read and post in Chatter' },
        { name: 'custom_permissions', description: 'See your custom permissions' },
        { name: 'wave_api', description: 'Read CRM Analytics' },
        { name: 'pardot_api', description: 'Use Account Engagement' },
        { name: 'full', description: 'Do everything you can do in Salesforce' },
      ],
      metadata: {
        instance_url: { from: 'token', path: 'instance_url' },
        identity_url: { from: 'token', path: 'id' },
      },
    },
  ],
  api: {
    // Every org has a host of its own.
    baseUrl: '{{metadata.instance_url}}',
    test: { url: '/services/oauth2/userinfo' },
    account: { id: 'organization_id', label: 'preferred_username' },
    errorPaths: ['[0].message', 'error_description', 'message'],
    pagination: { next: { by: 'url', path: 'nextRecordsUrl' }, itemsPath: 'records' },
    rateLimit: {
      status: [403],
      headers: ['Sforce-Limit-Info'],
      note: '403 counts when its errorCode is REQUEST_LIMIT_EXCEEDED',
    },
  },
  sources: {
    objects: {
      title: 'Object',
      url: `${API}/sobjects`,
      itemsPath: 'sobjects',
      valuePath: 'name',
      labelPath: 'label',
      subtitlePath: 'name',
    },
    fields: {
      title: 'Field',
      url: `${API}/sobjects/{{parameters.objects}}/describe`,
      parameters: ['objects'],
      itemsPath: 'fields',
      valuePath: 'name',
      labelPath: 'label',
      subtitlePath: 'type',
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'https://login.salesforce.com/.well-known/openid-configuration',
      refresh:
        'https://help.salesforce.com/apex/HTViewHelpDoc?id=xcloud.remoteaccess_oauth_refresh_token_flow_ca.htm',
      revocation: 'https://login.salesforce.com/.well-known/openid-configuration',
      scopes: 'https://login.salesforce.com/.well-known/openid-configuration',
    },
    recheck: ['test', 'pagination', 'rate_limit', 'sources'],
  },
})
