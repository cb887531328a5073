import { defineProvider } from './page/provider.ts'

const API = '/services/data/v62.0'
/** Replies have no expires_in: a token lives as long as the org's session timeout, two hours by default. */
const SESSION_MS = 2 * 60 * 60_000

const instanceUrl = { from: 'token', path: 'instance_url' } as const
const identityUrl = { from: 'token', path: 'id' } as const

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
        // Whether refresh tokens rotate is a setting of the team's app.
        refresh: { defaultLifetimeMs: SESSION_MS },
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
      metadata: { instance_url: instanceUrl, identity_url: identityUrl },
    },
    {
      id: 'client_credentials',
      type: 'client_credentials',
      label: 'App of my own org',
      inputs: [
        {
          type: 'TEXT_NO_VARS',
          id: 'my_domain',
          title: 'My Domain',
          pattern: '^[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*\\.my\\.salesforce\\.com$',
          example: 'acme.my.salesforce.com',
          prefixLabel: 'https://',
        },
        { type: 'TEXT_NO_VARS', id: 'client_id', title: 'Consumer key' },
        { type: 'PASSWORD', id: 'client_secret', title: 'Consumer secret' },
      ],
      help: {
        text:
          'In Salesforce Setup, open External Client App Manager, enable the client credentials flow of your app and ' +
          'choose the user it runs as, then copy its consumer key and secret.',
        url: 'https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_client_credentials_flow.htm',
      },
      server: {
        tokenUrl: 'https://{{inputs.my_domain}}/services/oauth2/token',
        clientAuth: 'body',
        refresh: { defaultLifetimeMs: SESSION_MS },
      },
      test: { url: API },
      account: { id: identityUrl, label: { from: 'input', path: 'my_domain' } },
      metadata: { instance_url: instanceUrl, identity_url: identityUrl },
    },
    {
      id: 'jwt_bearer',
      type: 'jwt_bearer',
      label: 'Certificate',
      inputs: [
        {
          type: 'ENUM',
          id: 'login_host',
          title: 'Kind of org',
          defaultValue: 'login.salesforce.com',
          values: [
            { value: 'login.salesforce.com', label: 'Production or Developer Edition' },
            { value: 'test.salesforce.com', label: 'Sandbox' },
          ],
        },
        { type: 'TEXT_NO_VARS', id: 'client_id', title: 'Consumer key' },
        { type: 'TEXT_NO_VARS', id: 'username', title: 'Username', subtitle: 'Whom the app acts as' },
        {
          type: 'PASSWORD',
          id: 'private_key',
          title: 'Private key',
          subtitle: 'PKCS #8: it begins with -----BEGIN PRIVATE KEY-----',
        },
      ],
      help: {
        text:
          'In Salesforce Setup, upload a certificate to your external client app for the JWT bearer flow, and let an ' +
          'administrator pre-authorise the user. The private key is the one the certificate was made with.',
        url: 'https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_jwt_flow.htm',
      },
      server: {
        tokenUrl: 'https://{{inputs.login_host}}/services/oauth2/token',
        clientAuth: 'none',
        refresh: { defaultLifetimeMs: SESSION_MS },
      },
      assertion: {
        key: '{{inputs.private_key}}',
        issuer: '{{inputs.client_id}}',
        subject: '{{inputs.username}}',
        audience: 'https://{{inputs.login_host}}',
        lifetimeS: 180,
      },
      test: { url: API },
      account: { id: identityUrl, label: { from: 'input', path: 'username' } },
      metadata: { instance_url: instanceUrl, identity_url: identityUrl },
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
      when: { path: '[0].errorCode', is: ['REQUEST_LIMIT_EXCEEDED'] },
      headers: ['Sforce-Limit-Info'],
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
