import { bearer, redeems, renews } from '../recorded.ts'
import type { Row } from '../row.ts'

const TOKEN = { url: 'https://cloud.digitalocean.com/v1/oauth/token', client: 'body' } as const
const API = 'https://api.digitalocean.com'
const tokens = (n: number) => ({
  access_token: `at-${n}`,
  token_type: 'bearer',
  expires_in: 2_592_000,
  refresh_token: `rt-${n}`,
  scope: 'read',
  info: {
    name: 'Ada Lovelace',
    email: 'ada@acme.test',
    uuid: 'e028b1b918853eca7fba208a9d7e9d29a6e93c57',
    team_name: 'Acme',
    team_uuid: 'd7e9d29a6e93c57e028b1b918853eca7fba208a9',
  },
})
const kept = (token: string) => ({
  calls: [
    {
      request: { url: `${API}/v2/account`, headers: bearer(token) },
      reply: {
        json: {
          account: {
            droplet_limit: 25,
            floating_ip_limit: 5,
            email: 'ada@acme.test',
            name: 'Ada Lovelace',
            uuid: 'e028b1b918853eca7fba208a9d7e9d29a6e93c57',
            email_verified: true,
            status: 'active',
            status_message: '',
            team: { uuid: 'd7e9d29a6e93c57e028b1b918853eca7fba208a9', name: 'Acme' },
          },
        },
      },
    },
  ],
  account: { id: 'e028b1b918853eca7fba208a9d7e9d29a6e93c57', label: 'ada@acme.test' },
  proxied: {
    path: 'v2/droplets?per_page=20',
    request: { url: `${API}/v2/droplets`, query: { per_page: '20' }, headers: bearer(token) },
  },
  refused: {
    reply: { status: 401, json: { id: 'unauthorized', message: 'Unable to authenticate you' } },
    says: 'Unable to authenticate you',
  },
})

/** Shapes: https://docs.digitalocean.com/reference/api/oauth/, …/reference/api/digitalocean/#tag/Account */
export default {
  kinds: {
    oauth: {
      authorize: {
        url: 'https://cloud.digitalocean.com/v1/oauth/authorize',
        params: { client_id: 'client-1', response_type: 'code', scope: 'read' },
      },
      tokens: [redeems(TOKEN, { json: tokens(1) })],
      ...kept('at-1'),
      metadata: {
        user_uuid: 'e028b1b918853eca7fba208a9d7e9d29a6e93c57',
        email: 'ada@acme.test',
        team_uuid: 'd7e9d29a6e93c57e028b1b918853eca7fba208a9',
        team_name: 'Acme',
      },
      refresh: renews(TOKEN, { json: tokens(2) }),
    },
    api_key: { inputs: { api_key: 'dop_v1_6f1a' }, ...kept('dop_v1_6f1a') },
  },
} satisfies Row
