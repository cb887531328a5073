import { defineProvider } from './page/provider.ts'

const HOST = 'https://{{inputs.subdomain}}.service-now.com'
const next = { by: 'link_header', param: 'sysparm_offset' } as const

const instance = {
  type: 'TEXT_NO_VARS',
  id: 'subdomain',
  title: 'Instance',
  pattern: '^[A-Za-z0-9][A-Za-z0-9-]*$',
  example: 'dev12345',
  prefixLabel: 'https://',
  suffixLabel: '.service-now.com',
} as const

// An instance knows no client but its own: there is none that a team could bring.
const ownClient = [
  instance,
  { type: 'TEXT_NO_VARS', id: 'client_id', title: 'Client ID' },
  { type: 'PASSWORD', id: 'client_secret', title: 'Client secret' },
] as const

const server = {
  tokenUrl: `${HOST}/oauth_token.do`,
  clientAuth: 'body',
  revocation: { url: `${HOST}/oauth_revoke_token.do`, auth: 'body' },
} as const

const REGISTRY =
  'https://www.servicenow.com/docs/r/platform-security/authentication/t_CreateEndpointforExternalClients.html'

export const servicenow = defineProvider({
  id: 'servicenow',
  name: 'ServiceNow',
  category: 'it-operations',
  description: 'Incidents, requests and any other table of a ServiceNow instance',
  docs: 'https://www.servicenow.com/docs/bundle/zurich-platform-security/page/administer/security/concept/c_OAuthApplications.html',
  icon: { simpleIcon: null, color: '#62D84E' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to ServiceNow',
      inputs: [...ownClient],
      help: {
        text:
          'In your instance, an admin opens System OAuth → Application Registry, chooses New → OAuth API endpoint for external ' +
          'clients, enters our redirect URL, and copies client ID and secret.',
        url: REGISTRY,
      },
      server: {
        ...server,
        authorizationUrl: `${HOST}/oauth_auth.do`,
        pkce: false, // a choice of each registration
        omitEmptyScope: true,
        // How long either token lives is set in the registration; 30 minutes and 100 days if nobody did.
        refresh: {},
      },
      scopes: [{ name: 'useraccount', description: 'Do what you can do in ServiceNow' }],
    },
    {
      id: 'client_credentials',
      type: 'client_credentials',
      label: 'Client credentials',
      inputs: [...ownClient],
      help: {
        text:
          'In your instance, an admin registers an OAuth API endpoint for external clients whose grant is client ' +
          'credentials, gives it an application user, and copies client ID and secret.',
        url: REGISTRY,
      },
      server,
    },
    {
      id: 'basic',
      type: 'entered',
      label: 'User name and password',
      inputs: [
        instance,
        { type: 'TEXT_NO_VARS', id: 'username', title: 'User name' },
        { type: 'PASSWORD', id: 'password', title: 'Password' },
      ],
      help: {
        text: 'Of a user for integrations: an admin adds one under User Administration → Users.',
        url: 'https://www.servicenow.com/docs/',
      },
      placement: { basic: { username: '{{inputs.username}}', password: '{{inputs.password}}' } },
    },
  ],
  api: {
    baseUrl: HOST,
    headers: { Accept: 'application/json' },
    // The user whose credential it is.
    test: {
      url:
        '/api/now/table/sys_user?sysparm_query=sys_id%3Djavascript:gs.getUserID()' +
        '&sysparm_fields=sys_id,user_name&sysparm_limit=1',
    },
    account: { id: 'result[0].sys_id', label: 'result[0].user_name' },
    errorPaths: ['error.message', 'error_description'],
    pagination: {
      next,
      itemsPath: 'result',
      limitParam: 'sysparm_limit',
      note: 'X-Total-Count has the count',
    },
    rateLimit: {
      headers: ['X-RateLimit-Limit', 'X-RateLimit-Reset', 'Retry-After'],
      reset: { header: 'X-RateLimit-Reset', as: 'epoch_seconds' },
    },
  },
  sources: {
    groups: {
      title: 'Group',
      url: '/api/now/table/sys_user_group?sysparm_query=active%3Dtrue%5EORDERBYname&sysparm_fields=sys_id,name&sysparm_limit=100',
      itemsPath: 'result',
      valuePath: 'sys_id',
      labelPath: 'name',
      next,
    },
    users: {
      title: 'Person',
      url: '/api/now/table/sys_user?sysparm_query=active%3Dtrue%5EORDERBYname&sysparm_fields=sys_id,name,email&sysparm_limit=100',
      itemsPath: 'result',
      valuePath: 'sys_id',
      labelPath: 'name',
      subtitlePath: 'email',
      next,
    },
    tables: {
      title: 'Table',
      url: '/api/now/table/sys_db_object?sysparm_query=ORDERBYlabel&sysparm_fields=name,label&sysparm_limit=1000',
      itemsPath: 'result',
      valuePath: 'name',
      labelPath: 'label',
      subtitlePath: 'name',
      next,
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'github:NangoHQ/nango@2f4c0af packages/providers/providers.yaml',
    },
    recheck: ['refresh', 'revocation', 'scopes', 'test', 'pagination', 'rate_limit', 'sources'],
  },
})
