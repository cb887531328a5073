import { bearer, redeems, renews } from '../recorded.ts'
import type { ExpectedRequest, KindRow, RecordedReply, Row } from '../row.ts'

const HOST = 'https://acme.zendesk.com'
const TOKEN = {
  url: `${HOST}/oauth/tokens`,
  client: 'body',
  also: { expires_in: '172800', refresh_token_expires_in: '7776000' },
} as const
const granted = (token: string, refreshToken: string): RecordedReply => ({
  json: {
    access_token: token,
    refresh_token: refreshToken,
    token_type: 'bearer',
    scope: 'users:read read write',
    expires_in: 172_800,
    refresh_token_expires_in: 7_776_000,
  },
})

const api = (credential: Pick<ExpectedRequest, 'basic' | 'headers'>) =>
  ({
    calls: [
      {
        request: { url: `${HOST}/api/v2/users/me.json`, ...credential },
        reply: {
          json: {
            user: { id: 35436, email: 'ada@acme.example', name: 'Ada', role: 'agent', verified: true },
          },
        },
      },
    ],
    account: { id: '35436', label: 'ada@acme.example' },
    proxied: {
      path: 'api/v2/tickets.json',
      request: {
        url: `${HOST}/api/v2/tickets.json`,
        json: { ticket: { subject: 'Hello', comment: { body: 'World' } } },
        ...credential,
      },
    },
    refused: {
      reply: { status: 401, json: { error: "Couldn't authenticate you" } },
      says: 'authenticate you',
    },
  }) satisfies KindRow

/** Shapes: https://developer.zendesk.com/api-reference/ticketing/oauth/grant_type_tokens/, …/ticketing/users/users/#show-self */
export default {
  kinds: {
    oauth: {
      inputs: { subdomain: 'acme' },
      authorize: {
        url: `${HOST}/oauth/authorizations/new`,
        params: {
          client_id: 'client-1',
          response_type: 'code',
          scope: 'users:read read write',
          code_challenge_method: 'S256',
        },
      },
      tokens: [redeems({ ...TOKEN, pkce: true }, granted('at-1', 'rt-1'))],
      ...api({ headers: bearer() }),
      refresh: renews(TOKEN, granted('at-2', 'rt-2')),
    },
    api_key: {
      inputs: { subdomain: 'acme', email: 'ada@acme.example', api_key: 'key-1' },
      ...api({ basic: ['ada@acme.example/token', 'key-1'] }),
    },
  },
} satisfies Row
