import { defineProvider } from './page/provider.ts'

const list = { itemsPath: '', valuePath: 'id', labelPath: 'name' }

export const trello = defineProvider({
  id: 'trello',
  name: 'Trello',
  category: 'project-management',
  description: 'Boards, lists, cards and comments of a Trello account',
  docs: 'https://developer.atlassian.com/cloud/trello/guides/rest-api/authorization/',
  icon: { simpleIcon: 'trello', color: '#0052CC' },
  variables: [{ name: 'app_name', label: 'What Trello calls your app when it asks', default: 'This app' }],
  auth: [
    {
      id: 'oauth1',
      type: 'oauth1',
      label: 'Sign in to Trello',
      // The host of the redirect URL must be among the allowed origins of the Power-Up whose key this is.
      server: {
        requestUrl: 'https://trello.com/1/OAuthGetRequestToken',
        authorizationUrl: 'https://trello.com/1/OAuthAuthorizeToken',
        tokenUrl: 'https://trello.com/1/OAuthGetAccessToken',
        // Left to itself, a token dies after 30 days, and nothing renews it.
        authorizeParams: { name: '{{variables.app_name}}', expiration: 'never' },
        scopeParam: 'scope',
        scopeSeparator: ',',
        revocation: { url: 'https://api.trello.com/1/tokens/{{token.access_token}}', method: 'DELETE' },
      },
      signing: {
        scheme: 'oauth1',
        method: 'HMAC-SHA1',
        token: '{{token.access_token}}',
        tokenSecret: '{{token.token_secret}}',
      },
      scopes: [
        { name: 'read', description: 'See your boards, cards and teams', required: true },
        { name: 'write', description: 'Create and change boards, cards and comments' },
      ],
      moreScopes: [{ name: 'account', description: 'See your e-mail address, and change your profile' }],
    },
    {
      id: 'api_key',
      type: 'entered',
      label: 'API key and token',
      inputs: [
        {
          type: 'TEXT_NO_VARS',
          id: 'key',
          title: 'API key',
          pattern: '^[a-f0-9]{32}$',
          example: '0123456789abcdef0123456789abcdef',
        },
        { type: 'PASSWORD', id: 'token', title: 'Token' },
      ],
      help: {
        text: 'At Trello’s Power-Up admin, open a Power-Up, choose API key, copy it, and click Token beside it.',
        url: 'https://trello.com/power-ups/admin',
      },
      placement: {
        headers: {
          Authorization: 'OAuth oauth_consumer_key="{{inputs.key}}", oauth_token="{{inputs.token}}"',
        },
      },
    },
  ],
  api: {
    baseUrl: 'https://api.trello.com',
    test: { url: '/1/members/me?fields=id,username' },
    account: { id: 'id', label: 'username' },
    // Who may not call is told in plain text.
    errorPaths: ['message', ''],
    pagination: {
      next: { by: 'query_language' },
      limitParam: 'limit',
      note: 'newest first; `before` takes the id of the last item',
    },
    rateLimit: {
      headers: ['x-rate-limit-api-key-remaining', 'x-rate-limit-api-token-remaining'],
      note: '300 calls in 10 seconds per key and 100 per token',
    },
  },
  webhooks: {
    style: 'hmac',
    header: 'X-Trello-Webhook',
    algorithm: 'sha1',
    encoding: 'base64',
    signedContent: '{{body}}{{url}}',
    key: 'OAuth secret of the API key',
    note: 'the URL is the callback as it was registered; creating a webhook sends it a HEAD that wants 200',
  },
  sources: {
    boards: { title: 'Board', url: '/1/members/me/boards?filter=open&fields=name', ...list },
    lists: {
      title: 'List',
      url: '/1/boards/{{parameters.boards}}/lists?filter=open&fields=name',
      parameters: ['boards'],
      ...list,
    },
    labels: {
      title: 'Label',
      url: '/1/boards/{{parameters.boards}}/labels?fields=name,color&limit=1000',
      parameters: ['boards'],
      ...list,
      subtitlePath: 'color',
    },
    members: {
      title: 'Person',
      url: '/1/boards/{{parameters.boards}}/members?fields=fullName,username',
      parameters: ['boards'],
      itemsPath: '',
      valuePath: 'id',
      labelPath: 'fullName',
      subtitlePath: 'username',
    },
  },
  provenance: {
    confidence: 'verified',
    checked: { endpoints: 'https://developer.atlassian.com/cloud/trello/guides/rest-api/authorization/' },
    recheck: ['revocation', 'scopes', 'test', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
