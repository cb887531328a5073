import { defineProvider } from './page/provider.ts'

const TOKEN_URL = 'https://zoom.us/oauth/token'
const DAY_MS = 24 * 60 * 60_000
const next = { by: 'cursor', param: 'next_page_token', path: 'next_page_token' } as const

export const zoom = defineProvider({
  id: 'zoom',
  name: 'Zoom',
  category: 'communication',
  description: 'Meetings, webinars, recordings and users of a Zoom account',
  docs: 'https://developers.zoom.us/docs/integrations/oauth/',
  icon: { simpleIcon: 'zoom', color: '#0B5CFF' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to Zoom',
      server: {
        authorizationUrl: 'https://zoom.us/oauth/authorize',
        tokenUrl: TOKEN_URL,
        clientAuth: 'basic',
        pkce: true,
        // Without scopes, all those that the app has at Zoom are asked.
        omitEmptyScope: true,
        refresh: { rotates: true, unusedLifetimeMs: 90 * DAY_MS },
        revocation: { url: 'https://zoom.us/oauth/revoke', token: 'access', auth: 'basic' },
      },
      scopes: [],
      moreScopes: [
        { name: 'user:read:user', description: 'See your name and e-mail address', required: true },
        { name: 'meeting:read:meeting', description: 'See a meeting' },
        { name: 'meeting:read:list_meetings', description: 'See the list of your meetings' },
        { name: 'meeting:write:meeting', description: 'Create meetings' },
        { name: 'meeting:update:meeting', description: 'Change meetings' },
        { name: 'meeting:delete:meeting', description: 'Delete meetings' },
        { name: 'cloud_recording:read:list_user_recordings', description: 'See your recordings' },
        { name: 'webinar:read:list_webinars', description: 'See the list of your webinars' },
      ],
    },
    {
      id: 'server_to_server',
      type: 'client_credentials',
      label: 'Server-to-Server app',
      // RFC 6749 calls it otherwise, and has no account in it.
      grantType: 'account_credentials',
      inputs: [
        { type: 'TEXT_NO_VARS', id: 'account_id', title: 'Account ID' },
        { type: 'TEXT_NO_VARS', id: 'client_id', title: 'Client ID' },
        { type: 'PASSWORD', id: 'client_secret', title: 'Client secret' },
      ],
      help: {
        text:
          'In the Zoom App Marketplace, an administrator opens Develop → Build App → Server-to-Server OAuth App and ' +
          'copies all three from App Credentials. The app needs the scope user:read:user:admin.',
        url: 'https://developers.zoom.us/docs/internal-apps/create/',
      },
      server: {
        tokenUrl: TOKEN_URL,
        clientAuth: 'basic',
        tokenParams: { account_id: '{{inputs.account_id}}' },
      },
      account: { id: 'account_id', label: 'email' },
    },
  ],
  api: {
    baseUrl: 'https://api.zoom.us/v2',
    test: { url: '/users/me' },
    account: { id: 'id', label: 'email' },
    errorPaths: ['message', 'reason', 'error_description'],
    pagination: { next, limitParam: 'page_size' },
    rateLimit: { headers: ['Retry-After', 'X-RateLimit-Limit', 'X-RateLimit-Remaining'] },
  },
  webhooks: {
    style: 'hmac',
    header: 'x-zm-signature',
    algorithm: 'sha256',
    encoding: 'hex',
    prefix: 'v0=',
    signedContent: 'v0:{{timestamp}}:{{body}}',
    timestampHeader: 'x-zm-request-timestamp',
    key: 'secret token',
    note: 'endpoint.url_validation is answered with plainToken and encryptedToken, its HMAC in hex',
  },
  sources: {
    meetings: {
      title: 'Meeting',
      url: '/users/me/meetings?page_size=300',
      itemsPath: 'meetings',
      valuePath: 'id',
      labelPath: 'topic',
      subtitlePath: 'start_time',
      next,
    },
    users: {
      title: 'User',
      url: '/users?page_size=300',
      itemsPath: 'users',
      valuePath: 'id',
      labelPath: 'display_name',
      subtitlePath: 'email',
      next,
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'npm:grant@5.4.24',
      refresh: 'https://developers.zoom.us/docs/integrations/oauth/',
    },
    recheck: ['revocation', 'scopes', 'test', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
