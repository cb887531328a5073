import { bearer, grantsClient, redeems, renews } from '../recorded.ts'
import { type KindRow, OWN_CLIENT, type RecordedCall, type Row } from '../row.ts'

const token = { url: 'https://auth.greenhouse.io/token', client: 'basic' } as const
const own = { ...token, owner: OWN_CLIENT, also: { sub: '4080' } }
/** Greenhouse says when a token ends, not how long it lives. */
const granted = (n: number) => ({
  token_type: 'Bearer',
  access_token: `at-${n}`,
  expires_at: '2126-11-21T10:00:00.000Z',
})
const renewable = (n: number) => ({
  access_token: `at-${n}`,
  refresh_token: `rt-${n}`,
  token_type: 'Bearer',
  expires_in: 3600,
})

const harvest: Pick<KindRow, 'calls' | 'proxied' | 'refused'> = {
  calls: [
    {
      request: {
        url: 'https://harvest.greenhouse.io/v3/users',
        query: { per_page: '1' },
        headers: bearer(),
      },
      reply: { json: [{ id: 4080, first_name: 'Ada', last_name: 'Lovelace', site_admin: true }] },
    },
  ],
  proxied: {
    path: 'v3/candidates?per_page=100',
    request: {
      url: 'https://harvest.greenhouse.io/v3/candidates',
      query: { per_page: '100' },
      headers: bearer(),
    },
  },
  refused: {
    reply: { status: 403, json: { message: 'You do not have permission to access this resource' } },
    says: 'You do not have permission',
  },
}
const ingestion = (path: string): RecordedCall['request'] => ({
  url: `https://api.greenhouse.io/v1/partner/${path}`,
  basic: ['key-1', ''],
  headers: { 'on-behalf-of': 'ada@acme.test' },
})

/** Shapes: https://harvestdocs.greenhouse.io/docs/authentication, …/harvest-partner-oauth, and of the Ingestion API. */
export default {
  kinds: {
    client_credentials: {
      inputs: { client_id: OWN_CLIENT.id, client_secret: OWN_CLIENT.secret, user_id: '4080' },
      tokens: [grantsClient(own, { json: granted(1) })],
      ...harvest,
      refresh: grantsClient(own, { json: granted(2) }),
    },
    oauth: {
      authorize: {
        url: 'https://auth.greenhouse.io/authorize',
        params: {
          client_id: 'client-1',
          response_type: 'code',
          scope: 'harvest:users:list harvest:candidates:list',
        },
      },
      tokens: [redeems(token, { json: renewable(1) })],
      ...harvest,
      refresh: renews(token, { json: renewable(2) }),
    },
    api_key: {
      inputs: { api_key: 'key-1', email: 'ada@acme.test' },
      calls: [
        {
          request: ingestion('current_user'),
          reply: { json: { first_name: 'Ada', last_name: 'Lovelace' } },
        },
      ],
      proxied: { path: 'jobs', request: ingestion('jobs') },
      refused: {
        reply: { status: 401, json: { errors: [{ message: 'Invalid Basic Auth credentials' }] } },
        says: 'Invalid Basic Auth credentials',
      },
    },
  },
} satisfies Row
