import { defineProvider } from './page/provider.ts'

export const discord = defineProvider({
  id: 'discord',
  name: 'Discord',
  category: 'communication',
  description: 'Your Discord account, or the servers and channels of a bot',
  docs: 'https://discord.com/developers/docs/topics/oauth2',
  icon: { simpleIcon: 'discord', color: '#5865F2' },
  variables: [
    {
      name: 'app_url',
      label: 'Web address of your product',
      // Discord blocks clients whose User-Agent names no address and version.
      default: 'https://example.com',
    },
  ],
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to Discord',
      server: {
        authorizationUrl: 'https://discord.com/oauth2/authorize',
        tokenUrl: 'https://discord.com/api/oauth2/token',
        clientAuth: 'body',
        pkce: true,
        refresh: { rotates: true },
        revocation: { url: 'https://discord.com/api/oauth2/token/revoke', auth: 'body' },
      },
      scopes: [{ name: 'identify', description: 'See your user name and picture', required: true }],
      moreScopes: [
        { name: 'email', description: 'See your e-mail address' },
        { name: 'guilds', description: 'See which servers you are in' },
        { name: 'guilds.members.read', description: 'See your profile and roles in your servers' },
        { name: 'guilds.join', description: 'Let you join servers' },
        { name: 'connections', description: 'See the accounts you have linked' },
        { name: 'bot', description: 'Add the product’s bot to a server of yours' },
        { name: 'applications.commands', description: 'Add commands to a server of yours' },
        { name: 'webhook.incoming', description: 'Post messages to a channel that you pick' },
      ],
      // The reply to webhook.incoming also has the address of the webhook, which is a secret: it is not kept here.
      metadata: {
        guild_id: { from: 'callback', path: 'guild_id' },
        webhook_channel_id: { from: 'token', path: 'webhook.channel_id' },
      },
    },
    {
      id: 'api_key',
      type: 'entered',
      label: 'Bot token',
      inputs: [{ type: 'PASSWORD', id: 'api_key', title: 'Bot token' }],
      help: {
        text: 'In the Discord Developer Portal, open your application → Bot, and reset and copy the token.',
        url: 'https://discord.com/developers/applications',
      },
      placement: { headers: { Authorization: 'Bot {{inputs.api_key}}' } },
    },
  ],
  api: {
    baseUrl: 'https://discord.com/api/v10',
    headers: { 'User-Agent': 'DiscordBot ({{variables.app_url}}, 1.0)' },
    test: { url: '/users/@me' },
    account: { id: 'id', label: 'username' },
    errorPaths: ['message'],
    pagination: {
      next: { by: 'query_language' },
      itemsPath: '',
      limitParam: 'limit',
      note: '`after` is the id of the last item; a page shorter than `limit` is the last',
    },
    rateLimit: {
      headers: ['X-RateLimit-Remaining', 'X-RateLimit-Reset', 'X-RateLimit-Reset-After', 'Retry-After'],
      reset: { header: 'X-RateLimit-Reset-After', as: 'seconds' },
    },
  },
  webhooks: {
    style: 'public_key',
    header: 'X-Signature-Ed25519',
    algorithm: 'ed25519',
    encoding: 'hex',
    timestampHeader: 'X-Signature-Timestamp',
    signedContent: '{{timestamp}}{{body}}',
    note: 'the public key of the application; a ping (type 1) is answered with {"type":1}',
  },
  sources: {
    guilds: {
      title: 'Server',
      url: '/users/@me/guilds?limit=200',
      itemsPath: '',
      valuePath: 'id',
      labelPath: 'name',
    },
    channels: {
      title: 'Channel',
      url: '/guilds/{{parameters.guilds}}/channels',
      parameters: ['guilds'],
      itemsPath: '',
      valuePath: 'id',
      labelPath: 'name',
    },
  },
  provenance: {
    confidence: 'verified',
    checked: { endpoints: 'npm:arctic@3.7.0; npm:grant@5.4.24; npm:@auth/core@0.41.3' },
    recheck: ['refresh', 'revocation', 'scopes', 'test', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
