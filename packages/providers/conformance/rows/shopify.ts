import { createHmac } from 'node:crypto'
import { grantsClient, redeems, renews } from '../recorded.ts'
import { CLIENT, type KindRow, type RecordedReply, type Row } from '../row.ts'

const SHOP = 'acme.myshopify.com'
const TOKEN = { url: `https://${SHOP}/admin/oauth/access_token`, client: 'body' } as const
const EXPIRING = { ...TOKEN, also: { expiring: '1' } }

const expiring = (token: string, refreshToken: string): RecordedReply => ({
  json: {
    access_token: token,
    scope: 'read_products',
    expires_in: 3600,
    refresh_token: refreshToken,
    refresh_token_expires_in: 7_776_000,
  },
})
const forADay = (token: string): RecordedReply => ({
  json: { access_token: token, scope: 'read_products', expires_in: 86_399 },
})

const admin = (token: string) => {
  const request = {
    url: `https://${SHOP}/admin/api/2026-10/graphql.json`,
    headers: {
      'x-shopify-access-token': token,
      'content-type': /^application\/json/,
    },
  }
  return {
    calls: [
      {
        request: { ...request, json: { query: '{ shop { id name myshopifyDomain } }' } },
        reply: {
          json: {
            data: { shop: { id: 'gid://shopify/Shop/1', name: 'Acme', myshopifyDomain: SHOP } },
            extensions: { cost: { requestedQueryCost: 1, actualQueryCost: 1 } },
          },
        },
      },
    ],
    account: { id: SHOP, label: 'Acme' },
    proxied: {
      path: 'admin/api/2026-10/graphql.json',
      request: { ...request, json: { query: '{ products(first: 2) { nodes { id } } }' } },
    },
    refused: {
      reply: {
        status: 401,
        json: {
          errors: '[API] Invalid API key or access token (unrecognized login or wrong password)',
        },
      },
      says: '[API] Invalid API key or access token',
    },
  } satisfies KindRow
}

/** https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/authorization-code-grant */
function signs(callback: URLSearchParams): Record<string, string> {
  const message = [...callback]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')
  return { hmac: createHmac('sha256', CLIENT.secret).update(message).digest('hex') }
}

/** Shapes: as above, …/access-tokens/offline-access-tokens, …/access-tokens/client-credentials-grant */
export default {
  kinds: {
    oauth: {
      inputs: { subdomain: 'acme' },
      authorize: {
        url: `https://${SHOP}/admin/oauth/authorize`,
        params: { client_id: 'client-1', scope: 'read_products' },
      },
      callback: { shop: SHOP, host: 'YWRtaW4uc2hvcGlmeS5jb20', timestamp: '1337178173' },
      signs,
      tokens: [redeems(EXPIRING, expiring('at-1', 'rt-1'))],
      ...admin('at-1'),
      metadata: { shop: SHOP },
      refresh: renews(EXPIRING, expiring('at-2', 'rt-2')),
    },
    client_credentials: {
      inputs: { subdomain: 'acme', client_id: 'client-1', client_secret: 'secret-1' },
      tokens: [grantsClient(TOKEN, forADay('at-1'))],
      ...admin('at-1'),
      refresh: grantsClient(TOKEN, forADay('at-2')),
    },
    api_key: { inputs: { subdomain: 'acme', api_key: 'shpat_1' }, ...admin('shpat_1') },
  },
} satisfies Row
