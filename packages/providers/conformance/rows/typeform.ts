import { bearer, redeems, renews } from '../recorded.ts'
import type { KindRow, Row } from '../row.ts'

const TOKEN = { url: 'https://api.typeform.com/oauth/token', client: 'body' } as const
const API = 'https://api.eu.typeform.com'
const granted = { expires_in: 604_800, token_type: 'bearer' }

const api = (token: string) =>
  ({
    calls: [
      {
        request: { url: `${API}/me`, headers: bearer(token) },
        reply: {
          json: { alias: 'Ada', email: 'ada@acme.example', language: 'en', user_id: '01J' },
        },
      },
    ],
    account: { id: '01J', label: 'ada@acme.example' },
    proxied: {
      path: 'forms/abc/responses?page_size=2',
      request: {
        url: `${API}/forms/abc/responses`,
        query: { page_size: '2' },
        headers: bearer(token),
      },
    },
    refused: {
      reply: {
        status: 403,
        json: { code: 'AUTHENTICATION_FAILED', description: 'Invalid credentials' },
      },
      says: 'Invalid credentials',
    },
  }) satisfies KindRow

/** Shapes: https://www.typeform.com/developers/get-started/applications/, …/create/reference/retrieve-your-own-account/ */
export default {
  kinds: {
    oauth: {
      inputs: { api_host: 'api.eu.typeform.com' },
      authorize: {
        url: 'https://api.typeform.com/oauth/authorize',
        params: {
          client_id: 'client-1',
          response_type: 'code',
          scope: 'offline accounts:read forms:read responses:read',
        },
      },
      tokens: [redeems(TOKEN, { json: { ...granted, access_token: 'at-1', refresh_token: 'rt-1' } })],
      ...api('at-1'),
      refresh: renews(TOKEN, { json: { ...granted, access_token: 'at-2', refresh_token: 'rt-2' } }),
    },
    api_key: { inputs: { api_key: 'tfp_1', api_host: 'api.eu.typeform.com' }, ...api('tfp_1') },
  },
} satisfies Row
