import { defineProvider } from './page/provider.ts'

export const gusto = defineProvider({
  id: 'gusto',
  name: 'Gusto',
  category: 'hr',
  description: 'Employees, payrolls and time off of a company on Gusto',
  docs: 'https://docs.gusto.com/app-integrations/docs/oauth2',
  icon: { simpleIcon: 'gusto', color: '#F45D48' },
  variables: [
    {
      name: 'api_host',
      label: 'Environment',
      default: 'api.gusto.com',
      options: [
        { value: 'api.gusto.com', label: 'Production' },
        { value: 'api.gusto-demo.com', label: 'Demo' },
      ],
    },
  ],
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to Gusto',
      server: {
        authorizationUrl: 'https://{{variables.api_host}}/oauth/authorize',
        tokenUrl: 'https://{{variables.api_host}}/oauth/token',
        clientAuth: 'body', // in a URL the secret would be refused
        tokenBody: 'json',
        pkce: false,
        // What a client may do is agreed with Gusto.
        omitEmptyScope: true,
        // The old refresh token dies when the new access token is first used.
        refresh: { rotates: true, defaultLifetimeMs: 2 * 60 * 60_000 },
      },
      scopes: [],
      metadata: {
        // A token is good for one company since API version 2023-05-01.
        company_uuid: { from: 'answer', answer: 'test', path: 'resource.uuid' },
      },
    },
  ],
  api: {
    baseUrl: 'https://{{variables.api_host}}',
    headers: { 'X-Gusto-API-Version': '2025-11-15' },
    test: { url: '/v1/token_info' },
    account: { id: 'resource.uuid', label: 'resource.uuid' },
    errorPaths: ['errors[0].message', 'error_description', 'message'],
    pagination: { next: { by: 'page_number', param: 'page' }, itemsPath: '', limitParam: 'per' },
    rateLimit: { headers: ['Retry-After'] },
  },
  webhooks: {
    style: 'hmac',
    header: 'X-Gusto-Signature',
    algorithm: 'sha256',
    encoding: 'hex',
    key: 'verification token of the subscription',
  },
  sources: {
    employees: {
      title: 'Employee',
      url: '/v1/companies/{{metadata.company_uuid}}/employees?per=100',
      itemsPath: '',
      valuePath: 'uuid',
      labelPath: 'first_name',
      subtitlePath: 'last_name',
      next: { by: 'page_number', param: 'page' },
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'https://docs.gusto.com/app-integrations/docs/oauth2',
      refresh: 'https://docs.gusto.com/embedded-payroll/docs/company-access-tokens',
      test: 'https://docs.gusto.com/app-integrations/docs/oauth2',
    },
    recheck: ['scopes', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
