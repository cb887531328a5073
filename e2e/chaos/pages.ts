/**
 * Loaded before a server (`node --import`): pages beside those of the catalog, for ways of renewal that the sandbox's own
 * page does not use. They lead to the same provider.
 */
import { defineProvider, type Provider, providers } from '../../packages/providers/src/index.ts'

const ORIGIN = '{{variables.origin}}'

/** What the pages are called, and where each of them obtains tokens. */
export const TOKEN_PATHS = {
  sandbox: '/oauth/token',
  'chaos-grace': '/grace/token',
  'chaos-client': '/client/token',
  'chaos-login': '/login',
} as const
export type Page = keyof typeof TOKEN_PATHS

const frame = {
  category: 'testing',
  description: 'A provider of our own',
  docs: 'https://example.com/docs',
  icon: { simpleIcon: null, color: '#336699' },
  variables: [{ name: 'origin', label: 'Where it answers', default: 'http://localhost' }],
  api: {
    baseUrl: `${ORIGIN}/api/v1`,
    test: { url: '/me' },
    account: { id: 'id', label: 'email' },
  },
  provenance: { confidence: 'verified' as const, checked: {}, recheck: [] },
}

const pages: Record<Exclude<Page, 'sandbox'>, Provider> = {
  'chaos-grace': defineProvider({
    ...frame,
    id: 'chaos-grace',
    name: 'Rotates, and takes a replaced token for a while',
    auth: [
      {
        id: 'oauth',
        type: 'oauth2',
        label: 'Sign in',
        server: {
          authorizationUrl: `${ORIGIN}/oauth/authorize`,
          tokenUrl: `${ORIGIN}${TOKEN_PATHS['chaos-grace']}`,
          clientAuth: 'basic',
          pkce: true,
          refresh: { rotates: true, reuseGraceMs: 60_000 },
        },
        scopes: [],
      },
    ],
  }),
  'chaos-client': defineProvider({
    ...frame,
    id: 'chaos-client',
    name: 'Client credentials',
    auth: [
      {
        id: 'client',
        type: 'client_credentials',
        label: 'Connect',
        server: { tokenUrl: `${ORIGIN}${TOKEN_PATHS['chaos-client']}`, clientAuth: 'basic' },
      },
    ],
  }),
  'chaos-login': defineProvider({
    ...frame,
    id: 'chaos-login',
    name: 'A token for a key',
    auth: [
      {
        id: 'login',
        type: 'two_step',
        label: 'Key',
        inputs: [{ type: 'PASSWORD', id: 'key', title: 'Key' }],
        help: { text: 'There is but one', url: 'https://example.com/help' },
        exchange: {
          url: `${ORIGIN}${TOKEN_PATHS['chaos-login']}`,
          body: { as: 'json', fields: { key: '{{inputs.key}}' } },
          tokenPath: 'token',
          expiresInPath: 'lifetime',
        },
        placement: { headers: { Authorization: 'Bearer {{token.access_token}}' } },
      },
    ],
  }),
}

const catalog = providers as Map<string, Provider>
for (const page of Object.values(pages)) catalog.set(page.id, page)
