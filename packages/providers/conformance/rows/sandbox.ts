import { bearer, redeems, renews } from '../recorded.ts'
import type { ExpectedRequest, KindRow, Row } from '../row.ts'

const ORIGIN = 'http://localhost:4402'
const TOKEN = { url: `${ORIGIN}/oauth/token`, client: 'basic' } as const
const KEY = 'sk_sandbox_ada_1'
const granted = { token_type: 'Bearer', expires_in: 3600, scope: 'profile contacts.read contacts.write' }

const api = (headers: Required<ExpectedRequest>['headers']) =>
  ({
    calls: [
      {
        request: { url: `${ORIGIN}/api/v1/me`, headers },
        reply: {
          json: { id: 'u-1', email: 'ada@acme.example', name: 'Ada', company: 'Acme', plan: 'Growth' },
        },
      },
    ],
    account: { id: 'u-1', label: 'ada@acme.example' },
    proxied: {
      path: 'contacts',
      request: { url: `${ORIGIN}/api/v1/contacts`, json: { name: 'Grace' }, headers },
    },
    refused: {
      reply: { status: 401, json: { error: { code: 'invalid_token', message: 'Unknown key' } } },
      says: 'Unknown key',
    },
  }) satisfies KindRow

/** Shapes: `apps/demo/src/sandbox`. */
export default {
  kinds: {
    oauth: {
      authorize: {
        url: `${ORIGIN}/oauth/authorize`,
        params: {
          client_id: 'client-1',
          response_type: 'code',
          scope: 'profile contacts.read contacts.write',
          code_challenge_method: 'S256',
        },
      },
      tokens: [
        redeems(
          { ...TOKEN, pkce: true },
          { json: { ...granted, access_token: 'at-1', refresh_token: 'rt-1' } },
        ),
      ],
      ...api(bearer()),
      refresh: renews(TOKEN, { json: { ...granted, access_token: 'at-2', refresh_token: 'rt-2' } }),
    },
    api_key: { inputs: { api_key: KEY }, ...api({ 'x-api-key': KEY }) },
  },
} satisfies Row
