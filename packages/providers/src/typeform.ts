import type { AuthKindPage } from './page/auth-kind.ts'
import { defineProvider } from './page/provider.ts'

type Input = NonNullable<AuthKindPage['inputs']>[number]

/** Accounts of the EU data centre have an API of their own. */
const region: Input = {
  type: 'ENUM',
  id: 'api_host',
  title: 'Data centre',
  defaultValue: 'api.typeform.com',
  values: [
    { value: 'api.typeform.com', label: 'United States' },
    { value: 'api.eu.typeform.com', label: 'European Union' },
  ],
}

export const typeform = defineProvider({
  id: 'typeform',
  name: 'Typeform',
  category: 'forms',
  description: 'Forms and the responses to them',
  docs: 'https://www.typeform.com/developers/get-started/applications/',
  icon: { simpleIcon: 'typeform', color: '#262627' },
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in to Typeform',
      inputs: [region],
      server: {
        authorizationUrl: 'https://api.typeform.com/oauth/authorize',
        tokenUrl: 'https://api.typeform.com/oauth/token',
        clientAuth: 'body',
        pkce: false,
        refresh: { rotates: true },
      },
      scopes: [
        { name: 'offline', description: 'Stay connected while you are away', required: true },
        { name: 'accounts:read', description: 'Know who you are in Typeform', required: true },
        { name: 'forms:read', description: 'See your forms' },
        { name: 'responses:read', description: 'See the responses to your forms' },
      ],
      moreScopes: [
        { name: 'forms:write', description: 'Create and change forms' },
        { name: 'responses:write', description: 'Delete responses' },
        { name: 'webhooks:read', description: 'See where responses are sent' },
        { name: 'webhooks:write', description: 'Have responses sent as they come in' },
        { name: 'workspaces:read', description: 'See your workspaces' },
        { name: 'themes:read', description: 'See your themes' },
        { name: 'images:read', description: 'See your images' },
      ],
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
          pattern: '^tfp_',
          example: 'tfp_7k2…',
        },
        region,
      ],
      help: {
        text: 'In Typeform, open your account menu → Your settings → Personal tokens and generate a token.',
        url: 'https://www.typeform.com/developers/get-started/personal-access-token/',
      },
      placement: { headers: { Authorization: 'Bearer {{inputs.api_key}}' } },
    },
  ],
  api: {
    baseUrl: 'https://{{inputs.api_host}}',
    test: { url: '/me' },
    account: { id: 'user_id', label: 'email' },
    errorPaths: ['description', 'code'],
    pagination: { next: { by: 'page_number', param: 'page' }, itemsPath: 'items', limitParam: 'page_size' },
    rateLimit: { headers: ['Retry-After'], note: 'two requests a second' },
  },
  webhooks: {
    style: 'hmac',
    header: 'Typeform-Signature',
    algorithm: 'sha256',
    encoding: 'base64',
    prefix: 'sha256=',
    key: 'secret of the webhook',
  },
  sources: {
    forms: {
      title: 'Form',
      url: '/forms?page_size=200',
      itemsPath: 'items',
      valuePath: 'id',
      labelPath: 'title',
      next: { by: 'page_number', param: 'page' },
      searchParam: 'search',
    },
  },
  provenance: {
    confidence: 'verified',
    checked: { endpoints: 'npm:grant@5.4.24' },
    recheck: ['refresh', 'scopes', 'test', 'pagination', 'rate_limit', 'webhooks', 'sources'],
  },
})
