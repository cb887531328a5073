import { defineProvider } from './page/provider.ts'

const HOST = 'https://{{inputs.subdomain}}.bamboohr.com'

const account = {
  id: { from: 'input', path: 'subdomain' },
  label: { from: 'input', path: 'subdomain' },
} as const

const company = {
  type: 'TEXT_NO_VARS',
  id: 'subdomain',
  title: 'Company domain',
  pattern: '^[A-Za-z0-9][A-Za-z0-9-]*$',
  example: 'acme',
  prefixLabel: 'https://',
  suffixLabel: '.bamboohr.com',
} as const

export const bamboohr = defineProvider({
  id: 'bamboohr',
  name: 'BambooHR',
  category: 'hr',
  description: 'Employees, time off and reports of a BambooHR company',
  docs: 'https://documentation.bamboohr.com/docs/getting-started',
  icon: { simpleIcon: null, color: '#73C41D' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to BambooHR',
      inputs: [company],
      server: {
        authorizationUrl: `${HOST}/authorize.php`,
        tokenUrl: `${HOST}/token.php?request=token`,
        clientAuth: 'body',
        pkce: false,
        authorizeParams: { request: 'authorize' },
        refresh: {},
      },
      scopes: [
        { name: 'offline_access', description: 'Stay connected while you are away', required: true },
        { name: 'openid', description: 'Know which BambooHR user you are' },
        { name: 'email', description: 'See your e-mail address' },
        { name: 'employee', description: 'See employees that you can see', required: true },
        { name: 'employee_directory', description: 'See the company directory' },
        { name: 'field', description: 'See which fields employees have' },
      ],
      // Whoever asks; the list of fields, which any key may see, takes a scope of its own.
      test: { url: '/v1/employees/0' },
      account,
    },
    {
      id: 'api_key',
      type: 'entered',
      label: 'API key',
      inputs: [
        company,
        {
          type: 'PASSWORD',
          id: 'api_key',
          title: 'API key',
          pattern: '^[a-f0-9]{40}$',
          example: '0123456789abcdef0123456789abcdef01234567',
        },
      ],
      help: {
        text: 'In BambooHR, click your picture, choose API Keys, add a key and copy it. It may do what you may.',
        url: 'https://documentation.bamboohr.com/docs/getting-started',
      },
      placement: { basic: { username: '{{inputs.api_key}}', password: 'x' } },
    },
  ],
  api: {
    baseUrl: `${HOST}/api`,
    headers: { Accept: 'application/json' },
    test: { url: '/v1/meta/fields' },
    account,
    errorPaths: ['header:X-BambooHR-Error-Message', 'error.message', 'error', 'message'],
    rateLimit: { status: [429, 503], headers: ['Retry-After'] },
  },
  webhooks: {
    style: 'hmac',
    header: 'X-BambooHR-Signature',
    algorithm: 'sha256',
    encoding: 'hex',
    signedContent: '{{body}}{{timestamp}}',
    timestampHeader: 'X-BambooHR-Timestamp',
    key: 'private key, shown once when the webhook is created',
  },
  sources: {
    employees: {
      title: 'Employee',
      url: '/v1/employees/directory',
      itemsPath: 'employees',
      valuePath: 'id',
      labelPath: 'displayName',
      subtitlePath: 'jobTitle',
    },
    fields: { title: 'Field', url: '/v1/meta/fields', itemsPath: '', valuePath: 'id', labelPath: 'name' },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'https://documentation.bamboohr.com/docs/getting-started',
      test: 'https://documentation.bamboohr.com/docs/getting-started',
    },
    recheck: ['refresh', 'scopes', 'rate_limit', 'webhooks', 'sources'],
  },
})
