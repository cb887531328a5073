import { bearer, redeems, renews } from '../recorded.ts'
import type { KindRow, Row } from '../row.ts'

const token = { url: 'https://api.hubapi.com/oauth/2026-03/token', client: 'body' } as const
const granted = (n: number) => ({
  json: {
    access_token: `at-${n}`,
    refresh_token: 'rt-1',
    expires_in: 1800,
    token_type: 'bearer',
    hub_id: 62_515,
    scopes: ['oauth', 'crm.objects.contacts.read'],
    user_id: 293_199,
  },
})

const api = (key: string): Pick<KindRow, 'calls' | 'account' | 'metadata' | 'proxied' | 'refused'> => ({
  calls: [
    {
      request: { url: 'https://api.hubapi.com/account-info/2026-03/details', headers: bearer(key) },
      reply: {
        json: {
          portalId: 62_515,
          accountType: 'STANDARD',
          timeZone: 'US/Eastern',
          companyCurrency: 'USD',
          utcOffset: '-05:00',
          uiDomain: 'app.hubspot.com',
          dataHostingLocation: 'na1',
        },
      },
    },
  ],
  account: { id: '62515', label: '62515' },
  metadata: { portal_id: '62515' },
  proxied: {
    path: 'crm/v3/objects/contacts/search',
    request: {
      url: 'https://api.hubapi.com/crm/v3/objects/contacts/search',
      headers: bearer(key),
      json: { limit: 10, properties: ['email'] },
    },
  },
  refused: {
    reply: {
      status: 401,
      json: {
        status: 'error',
        message: 'Authentication credentials not found.',
        correlationId: 'aeb5f871',
        category: 'INVALID_AUTHENTICATION',
      },
    },
    says: 'Authentication credentials not found',
  },
})

/** Shapes: https://developers.hubspot.com/docs/api-reference/latest/authentication/manage-oauth-tokens */
export default {
  kinds: {
    oauth: {
      authorize: {
        url: 'https://app.hubspot.com/oauth/authorize',
        params: { client_id: 'client-1', response_type: 'code', scope: 'oauth crm.objects.contacts.read' },
      },
      tokens: [redeems(token, granted(1))],
      ...api('at-1'),
      refresh: renews(token, granted(2)),
    },
    api_key: { inputs: { api_key: 'pat-na1-0a1b2c3d' }, ...api('pat-na1-0a1b2c3d') },
  },
} satisfies Row
