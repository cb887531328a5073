import { defineProvider } from './page/provider.ts'

const HOST = 'https://{{variables.auth_host}}'
const ACCOUNT = '/v2.1/accounts/{{metadata.account_id}}'

export const docusign = defineProvider({
  id: 'docusign',
  name: 'Docusign',
  category: 'documents',
  description: 'Envelopes, templates and signatures of a Docusign account',
  docs: 'https://developers.docusign.com/platform/auth/authcode/',
  icon: { simpleIcon: null, color: '#4C00FF' },
  variables: [
    {
      name: 'auth_host',
      label: 'Environment',
      default: 'account.docusign.com',
      options: [
        { value: 'account.docusign.com', label: 'Production' },
        { value: 'account-d.docusign.com', label: 'Development' },
      ],
    },
  ],
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to Docusign',
      server: {
        authorizationUrl: `${HOST}/oauth/auth`,
        tokenUrl: `${HOST}/oauth/token`,
        clientAuth: 'basic',
        pkce: true,
        refresh: { rotates: true },
      },
      scopes: [
        { name: 'signature', description: 'Send envelopes, and see those you can see' },
        // Without it, 30 days after signing in there is nothing left to renew with.
        { name: 'extended', description: 'Stay connected while you are away', required: true },
      ],
      moreScopes: [
        { name: 'click.manage', description: 'Manage your clickwraps' },
        { name: 'organization_read', description: 'See your organisation' },
        { name: 'user_read', description: 'See users of your organisation' },
      ],
      // Every account may live on another host, which this answer names.
      postConnect: [
        {
          name: 'userinfo',
          url: `${HOST}/oauth/userinfo`,
          choose: {
            title: 'Which Docusign account do you want to connect?',
            itemsPath: 'accounts',
            valuePath: 'account_id',
            labelPath: 'account_name',
          },
        },
      ],
      metadata: {
        account_id: { from: 'choice', path: 'account_id' },
        account_name: { from: 'choice', path: 'account_name' },
        base_uri: {
          from: 'choice',
          path: 'base_uri',
          pattern: '^https://[a-z0-9-]+\\.docusign\\.(net|com)$',
        },
        user_id: { from: 'answer', answer: 'userinfo', path: 'sub' },
      },
    },
  ],
  api: {
    baseUrl: '{{metadata.base_uri}}/restapi',
    test: { url: ACCOUNT },
    account: {
      id: { from: 'choice', path: 'account_id' },
      label: { from: 'choice', path: 'account_name' },
    },
    errorPaths: ['message', 'error_description'],
    pagination: {
      next: { by: 'offset', param: 'start_position' },
      limitParam: 'count',
      note: 'nextUri has the next page’s path; what holds the items differs from list to list',
    },
    rateLimit: {
      status: [400, 429],
      when: {
        path: 'errorCode',
        is: ['HOURLY_APIINVOCATION_LIMIT_EXCEEDED', 'BURST_APIINVOCATION_LIMIT_EXCEEDED'],
      },
      headers: ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset'],
      reset: { header: 'X-RateLimit-Reset', as: 'epoch_seconds' },
    },
  },
  webhooks: {
    style: 'hmac',
    header: 'X-DocuSign-Signature-1',
    algorithm: 'sha256',
    encoding: 'base64',
    key: 'Connect HMAC key',
    note: 'with several keys, a header for each: -2, -3 and so on, up to 100',
  },
  sources: {
    templates: {
      title: 'Template',
      url: `${ACCOUNT}/templates?count=100`,
      itemsPath: 'envelopeTemplates',
      valuePath: 'templateId',
      labelPath: 'name',
      next: { by: 'offset', param: 'start_position' },
      searchParam: 'search_text',
    },
    folders: {
      title: 'Folder',
      url: `${ACCOUNT}/folders`,
      itemsPath: 'folders',
      valuePath: 'folderId',
      labelPath: 'name',
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'https://developers.docusign.com/platform/auth/reference',
      refresh: 'https://developers.docusign.com/platform/auth/reference/obtain-access-token.md',
    },
    recheck: ['scopes', 'test', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
