import type { AuthKindPage } from './page/auth-kind.ts'
import { defineProvider } from './page/provider.ts'

type OAuthServer = Extract<AuthKindPage, { type: 'oauth2' }>['server']

const server = {
  authorizationUrl: 'https://slack.com/oauth/v2/authorize',
  tokenUrl: 'https://slack.com/api/oauth.v2.access',
  clientAuth: 'basic',
  scopeSeparator: ',',
  pkce: false, // accepted from apps that switched it on
  response: { okField: 'ok', tokenTypes: ['bot', 'user', 'bearer'] },
  // Tokens expire, after 12 hours, only where the app has token rotation on. Else they live for ever.
  refresh: { rotates: true },
  // An app has one bot token per workspace, however often it is installed.
  revocation: {
    url: 'https://slack.com/api/auth.revoke',
    token: 'access',
    body: 'none',
    auth: 'bearer',
    ends: 'grant',
  },
} satisfies OAuthServer

const team = {
  team_id: { from: 'token', path: 'team.id' },
  team_name: { from: 'token', path: 'team.name' },
  authed_user_id: { from: 'token', path: 'authed_user.id' },
} as const

export const slack = defineProvider({
  id: 'slack',
  name: 'Slack',
  category: 'communication',
  description: 'Send messages, and read channels and people of a Slack workspace',
  docs: 'https://docs.slack.dev/authentication/installing-with-oauth',
  icon: { simpleIcon: null, color: '#4A154B' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Add to Slack',
      server,
      scopes: [
        { name: 'chat:write', description: 'Send messages as the app' },
        { name: 'channels:read', description: 'See public channels and who is in them' },
      ],
      moreScopes: [
        { name: 'chat:write.public', description: 'Send messages to channels it is not in' },
        { name: 'channels:join', description: 'Join public channels' },
        { name: 'channels:history', description: 'Read messages in public channels it is in' },
        { name: 'groups:read', description: 'See private channels it is in' },
        { name: 'groups:history', description: 'Read messages in private channels it is in' },
        { name: 'im:write', description: 'Start direct messages with people' },
        { name: 'im:history', description: 'Read its direct messages' },
        { name: 'users:read', description: 'See people in the workspace' },
        { name: 'users:read.email', description: 'See e-mail addresses of people in the workspace' },
        { name: 'files:read', description: 'See files shared where it is' },
        { name: 'files:write', description: 'Upload and delete files as the app' },
        { name: 'reactions:write', description: 'Add and remove emoji reactions' },
        { name: 'app_mentions:read', description: 'Read messages that mention the app' },
        { name: 'commands', description: 'Add slash commands' },
      ],
      metadata: { ...team, bot_user_id: { from: 'token', path: 'bot_user_id' } },
    },
    {
      id: 'user',
      type: 'oauth2',
      label: 'Act as me in Slack',
      // With user scopes only, the token is nested in authed_user; a refresh answers it at the top.
      server: {
        ...server,
        scopeParam: 'user_scope',
        response: { ...server.response, accessTokenPaths: ['authed_user.access_token', 'access_token'] },
      },
      scopes: [
        { name: 'chat:write', description: 'Send messages as you' },
        { name: 'channels:read', description: 'See public channels and who is in them' },
      ],
      moreScopes: [
        { name: 'channels:history', description: 'Read messages in your public channels' },
        { name: 'groups:read', description: 'See your private channels' },
        { name: 'groups:history', description: 'Read messages in your private channels' },
        { name: 'im:history', description: 'Read your direct messages' },
        { name: 'search:read', description: 'Search what you can see' },
        { name: 'users:read', description: 'See people in the workspace' },
        { name: 'users.profile:write', description: 'Change your profile and status' },
      ],
      metadata: team,
    },
    {
      id: 'api_key',
      type: 'entered',
      label: 'Bot token',
      inputs: [
        {
          type: 'PASSWORD',
          id: 'api_key',
          title: 'Bot token',
          pattern: '^(xoxe\\.)?xox[bp]-[A-Za-z0-9-]+$',
          example: 'xoxb-2489…',
        },
      ],
      help: {
        text: 'Open your app at api.slack.com/apps, choose OAuth & Permissions, and copy the Bot User OAuth Token.',
        url: 'https://api.slack.com/apps',
      },
      placement: { headers: { Authorization: 'Bearer {{inputs.api_key}}' } },
    },
  ],
  api: {
    baseUrl: 'https://slack.com/api',
    allowedHosts: ['files.slack.com'],
    test: { method: 'POST', url: '/auth.test' },
    account: { id: 'team_id', label: 'team' },
    successCheck: { path: 'ok', equals: true },
    errorPaths: ['error'],
    pagination: {
      next: { by: 'cursor', param: 'cursor', path: 'response_metadata.next_cursor' },
      limitParam: 'limit',
    },
    rateLimit: { headers: ['Retry-After'] },
  },
  webhooks: {
    style: 'hmac',
    header: 'X-Slack-Signature',
    algorithm: 'sha256',
    encoding: 'hex',
    prefix: 'v0=',
    signedContent: 'v0:{{timestamp}}:{{body}}',
    timestampHeader: 'X-Slack-Request-Timestamp',
    key: 'signing secret',
    toleranceS: 300,
    note: 'the url_verification event is answered with its challenge',
  },
  sources: {
    channels: {
      title: 'Channel',
      url: '/conversations.list?types=public_channel&exclude_archived=true&limit=200',
      itemsPath: 'channels',
      valuePath: 'id',
      labelPath: 'name',
      next: { by: 'cursor', param: 'cursor', path: 'response_metadata.next_cursor' },
    },
    users: {
      title: 'Person',
      url: '/users.list?limit=200',
      itemsPath: 'members',
      valuePath: 'id',
      labelPath: 'name',
      subtitlePath: 'profile.real_name',
      next: { by: 'cursor', param: 'cursor', path: 'response_metadata.next_cursor' },
    },
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'https://docs.slack.dev/reference/methods/oauth.v2.access',
      response: 'https://docs.slack.dev/reference/methods/oauth.v2.access',
      refresh: 'https://docs.slack.dev/authentication/using-token-rotation',
      test: 'https://docs.slack.dev/reference/methods/auth.test',
      pagination: 'https://docs.slack.dev/apis/web-api/pagination',
      sources: 'https://docs.slack.dev/reference/methods/conversations.list',
    },
    recheck: ['revocation', 'scopes', 'rate_limit', 'webhooks'],
  },
})
