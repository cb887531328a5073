import { defineProvider } from './page/provider.ts'

export const figma = defineProvider({
  id: 'figma',
  name: 'Figma',
  category: 'design',
  description: 'Design files, their comments and components',
  docs: 'https://developers.figma.com/docs/rest-api/authentication/',
  icon: { simpleIcon: 'figma', color: '#F24E1E' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to Figma',
      server: {
        authorizationUrl: 'https://www.figma.com/oauth',
        tokenUrl: 'https://api.figma.com/v1/oauth/token',
        clientAuth: 'basic',
        scopeSeparator: ',',
        pkce: true,
        // A refresh brings a new access token only; they live for 90 days.
        refresh: { url: 'https://api.figma.com/v1/oauth/refresh' },
      },
      scopes: [
        {
          name: 'current_user:read',
          description: 'See your name, e-mail address and picture',
          required: true,
        },
        { name: 'file_content:read', description: 'Read the contents of your files' },
      ],
      moreScopes: [
        { name: 'file_metadata:read', description: 'See names and dates of your files' },
        { name: 'file_comments:read', description: 'Read comments' },
        { name: 'file_comments:write', description: 'Write and delete comments and reactions' },
        { name: 'file_versions:read', description: 'See the history of your files' },
        { name: 'file_variables:read', description: 'See variables (Enterprise plan)' },
        { name: 'file_variables:write', description: 'Change variables and collections (Enterprise plan)' },
        { name: 'file_dev_resources:read', description: 'See dev resources' },
        { name: 'file_dev_resources:write', description: 'Change dev resources' },
        { name: 'projects:read', description: 'See projects and the files in them' },
        { name: 'webhooks:write', description: 'Be told when files change' },
      ],
      metadata: { user_id: { from: 'token', path: 'user_id_string' } },
    },
    {
      id: 'api_key',
      type: 'entered',
      label: 'Personal access token',
      inputs: [
        {
          type: 'PASSWORD',
          id: 'api_key',
          title: 'Personal access token',
          pattern: '^figd_',
          example: 'figd_8Kd…',
        },
      ],
      help: {
        text:
          'In Figma, open Settings → Security and generate a personal access token; ' +
          'it needs current_user:read and whatever else is to be read.',
        url: 'https://developers.figma.com/docs/rest-api/authentication/',
      },
      placement: { headers: { 'X-Figma-Token': '{{inputs.api_key}}' } },
    },
  ],
  api: {
    baseUrl: 'https://api.figma.com',
    test: { url: '/v1/me' },
    account: { id: 'id', label: 'email' },
    errorPaths: ['err', 'message'],
    pagination: { next: { by: 'url', path: 'pagination.next_page' } },
    rateLimit: { headers: ['Retry-After'] },
  },
  webhooks: {
    style: 'shared_token',
    path: 'passcode',
    note: 'the passcode that was set when the webhook was created',
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'npm:arctic@3.7.0; npm:@auth/core@0.41.3',
      scopes: 'https://developers.figma.com/docs/rest-api/scopes/',
    },
    recheck: ['refresh', 'test', 'pagination', 'rate_limit', 'webhooks'],
  },
})
