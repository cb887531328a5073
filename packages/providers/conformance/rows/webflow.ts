import { bearer, redeems } from '../recorded.ts'
import type { Row } from '../row.ts'

const API = 'https://api.webflow.com/v2'
const lists = (token: string) => ({
  path: 'sites/s-1/collections',
  request: { url: `${API}/sites/s-1/collections`, headers: bearer(token) },
})
const refused = {
  reply: {
    status: 401,
    json: {
      message: 'Request not authorized',
      code: 'not_authorized',
      externalReference: null,
      details: [],
    },
  },
  says: 'Request not authorized',
}

/** Shapes: https://developers.webflow.com/data/reference/oauth-app, …/reference/token/authorized-by, …/token/introspect */
export default {
  kinds: {
    oauth: {
      authorize: {
        url: 'https://webflow.com/oauth/authorize',
        params: {
          client_id: 'client-1',
          response_type: 'code',
          scope: 'authorized_user:read sites:read',
        },
      },
      tokens: [
        redeems(
          { url: 'https://api.webflow.com/oauth/access_token', client: 'body' },
          {
            json: {
              token_type: 'bearer',
              access_token: 'at-1',
              scope: 'authorized_user:read sites:read',
            },
          },
        ),
      ],
      calls: [
        {
          request: { url: `${API}/token/authorized_by`, headers: bearer() },
          reply: { json: { id: 'u-1', email: 'ada@acme.example', firstName: 'Ada', lastName: 'L' } },
        },
      ],
      account: { id: 'u-1', label: 'ada@acme.example' },
      proxied: lists('at-1'),
      refused,
    },
    api_key: {
      inputs: { api_key: 'site-1' },
      calls: [
        {
          request: { url: `${API}/token/introspect`, headers: bearer('site-1') },
          reply: {
            json: {
              authorization: {
                id: 'a-1',
                createdOn: '2026-10-03T23:12:00.755Z',
                lastUsed: '2026-10-10T21:41:12.736Z',
                grantType: 'authorization_code',
                rateLimit: 60,
                scope: 'sites:read',
                authorizedTo: { siteIds: ['s-1'], workspaceIds: [], userIds: [] },
              },
              application: { id: 'app-1', displayName: 'Acme', homepage: 'https://acme.example' },
            },
          },
        },
      ],
      account: { id: 's-1', label: 's-1' },
      proxied: lists('site-1'),
      refused,
    },
  },
} satisfies Row
