import { Provider } from '@tenon/providers'

/** A page whose kinds are granted their tokens without the user, at the `FakeGrants` of an origin. */
export function grantPage(origin: string): Provider {
  const help = { text: 'Find it under Settings', url: 'https://example.com/help' }
  const tokenUrl = `${origin}/grants/token`
  const text = (id: string) => ({ type: 'TEXT_NO_VARS', id, title: id })
  const secret = (id: string) => ({ type: 'PASSWORD', id, title: id })
  return Provider.parse({
    ...frame(origin),
    auth: [
      {
        id: 'password',
        type: 'password',
        label: 'Name and password',
        inputs: [text('username'), secret('password')],
        help,
        server: { tokenUrl, clientAuth: 'none' },
      },
      {
        id: 'service_account',
        type: 'jwt_bearer',
        label: 'Service account',
        inputs: [{ type: 'TEXTAREA_NO_VARS', id: 'json', title: 'Key file' }],
        help,
        derived: {
          key: { from: '{{inputs.json}}', jsonPath: 'private_key' },
          email: { from: '{{inputs.json}}', jsonPath: 'client_email' },
        },
        assertion: {
          key: '{{derived.key}}',
          issuer: '{{derived.email}}',
          audience: tokenUrl,
          scopeClaim: true,
        },
        server: { tokenUrl, clientAuth: 'none' },
        scopes: [{ name: 'things.read' }],
      },
      {
        id: 'two_step',
        type: 'two_step',
        label: 'User and key',
        inputs: [text('user'), secret('key')],
        help,
        exchange: {
          url: `${origin}/grants/login`,
          body: { as: 'json', fields: { user: '{{inputs.user}}', key: '{{inputs.key}}' } },
          tokenPath: 'session.id',
          expiresAtPath: 'session.goodUntil',
          messagePaths: ['problem.text'],
        },
        placement: { headers: { 'X-Session': '{{token.access_token}}' } },
      },
    ],
    api: { baseUrl: origin, test: { url: '/grants/api' }, account: { id: 'id', label: 'id' } },
  })
}

/**
 * A page whose kinds differ in how an OAuth client proves itself, at an `oidc-provider`.
 *
 * @param origin of the authorization server, which has the API too
 */
export function clientPage(origin: string): Provider {
  const tokenUrl = `${origin}/token`
  const own = {
    inputs: [
      { type: 'TEXT_NO_VARS', id: 'client_id', title: 'Client ID' },
      { type: 'PASSWORD', id: 'client_secret', title: 'Client secret' },
    ],
    help: { text: 'Register a client', url: 'https://example.com/clients' },
  }
  return Provider.parse({
    ...frame(origin),
    auth: [
      {
        id: 'team',
        type: 'client_credentials',
        label: 'The product’s client',
        server: { tokenUrl, clientAuth: 'basic' },
      },
      {
        id: 'own',
        type: 'client_credentials',
        label: 'A client of your own',
        ...own,
        server: { tokenUrl, clientAuth: 'body' },
      },
      {
        id: 'key',
        type: 'client_credentials',
        label: 'A client with a key',
        ...own,
        inputs: [own.inputs[0], { type: 'TEXTAREA_NO_VARS', id: 'client_secret', title: 'Private key' }],
        server: { tokenUrl, clientAuth: 'private_key_jwt' },
      },
    ],
    api: { baseUrl: origin, test: { url: '/api' }, account: { id: 'clientId', label: 'clientId' } },
  })
}

function frame(origin: string) {
  return {
    id: 'programs',
    name: 'Programs',
    category: 'testing',
    description: 'For programs, not people',
    docs: origin,
    icon: { simpleIcon: null, color: '#336699' },
    provenance: { confidence: 'verified' as const, checked: {}, recheck: [] },
  }
}
