import type { AuthKindPage } from './page/auth-kind.ts'
import { defineProvider } from './page/provider.ts'

/** Versions come each quarter and live for a year; calls to one that is gone go to the oldest that is left. */
const GRAPHQL = '/admin/api/2026-10/graphql.json'
const TOKEN_URL = 'https://{{inputs.subdomain}}.myshopify.com/admin/oauth/access_token'
const DAY_MS = 24 * 60 * 60_000

const store = {
  type: 'TEXT_NO_VARS',
  id: 'subdomain',
  title: 'Store name',
  pattern: '^[A-Za-z0-9][A-Za-z0-9-]*$',
  example: 'acme',
  suffixLabel: '.myshopify.com',
} as const

const placement = { headers: { 'X-Shopify-Access-Token': '{{token.access_token}}' } }

const kinds: AuthKindPage[] = [
  {
    id: 'oauth',
    type: 'oauth2',
    label: 'Install in my store',
    inputs: [store],
    server: {
      authorizationUrl: 'https://{{inputs.subdomain}}.myshopify.com/admin/oauth/authorize',
      tokenUrl: TOKEN_URL,
      clientAuth: 'body',
      scopeSeparator: ',',
      pkce: false,
      callbackSignature: { param: 'hmac', algorithm: 'sha256' },
      // Tokens for an hour and a refresh token for one use. Without it a token never expires, which public apps
      // created since April 2026 may not have, and others not after 2026.
      tokenParams: { expiring: '1' },
      refresh: { rotates: true, unusedLifetimeMs: 90 * DAY_MS },
    },
    scopes: [{ name: 'read_products', description: 'See products, variants and collections' }],
    moreScopes: [
      { name: 'write_products', description: 'Create, change and delete products' },
      { name: 'read_orders', description: 'See orders of the last 60 days' },
      { name: 'read_all_orders', description: 'See all orders' },
      { name: 'write_orders', description: 'Create and change orders' },
      { name: 'read_customers', description: 'See customers' },
      { name: 'write_customers', description: 'Create and change customers' },
      { name: 'read_inventory', description: 'See stock' },
      { name: 'write_inventory', description: 'Change stock' },
      { name: 'read_locations', description: 'See locations' },
      { name: 'read_fulfillments', description: 'See fulfilments' },
      { name: 'write_fulfillments', description: 'Create and change fulfilments' },
      { name: 'read_draft_orders', description: 'See draft orders' },
      { name: 'write_draft_orders', description: 'Create and change draft orders' },
    ],
    placement,
    // The callback is signed by Shopify, and says which store it is about.
    metadata: {
      shop: { from: 'callback', path: 'shop', pattern: '^[a-z0-9][a-z0-9-]*\\.myshopify\\.com$' },
    },
  },
  {
    id: 'client_credentials',
    type: 'client_credentials',
    label: 'App of my own organisation',
    inputs: [
      store,
      { type: 'TEXT_NO_VARS', id: 'client_id', title: 'Client ID' },
      { type: 'PASSWORD', id: 'client_secret', title: 'Client secret' },
    ],
    help: {
      text: 'In Shopify’s Dev Dashboard, open your app, install it in your store, and copy both from Settings.',
      url: 'https://dev.shopify.com/dashboard',
    },
    server: { tokenUrl: TOKEN_URL, clientAuth: 'body', refresh: { defaultLifetimeMs: DAY_MS } },
    placement,
  },
  {
    id: 'api_key',
    type: 'entered',
    label: 'Admin API access token',
    inputs: [
      store,
      {
        type: 'PASSWORD',
        id: 'api_key',
        title: 'Admin API access token',
        pattern: '^shp(at|ca|pa|ua|ss)_[A-Za-z0-9]+$',
        example: 'shpat_38b5…',
      },
    ],
    help: {
      text: 'In the Shopify admin, open Settings → Apps → Develop apps, choose your app, and reveal the token.',
      url: 'https://help.shopify.com/en/manual/apps/app-types/custom-apps',
    },
    placement: { headers: { 'X-Shopify-Access-Token': '{{inputs.api_key}}' } },
  },
]

/** A list of the GraphQL API: `id` and one more field of each. */
function list(title: string, field: string, label: string) {
  return {
    title,
    method: 'POST' as const,
    url: GRAPHQL,
    body: {
      query: `query ($after: String) { ${field}(first: 100, after: $after) { nodes { id ${label} } pageInfo { endCursor hasNextPage } } }`,
    },
    itemsPath: `data.${field}.nodes`,
    valuePath: 'id',
    labelPath: label,
    next: {
      by: 'cursor' as const,
      param: 'variables.after',
      path: `data.${field}.pageInfo.endCursor`,
      morePath: `data.${field}.pageInfo.hasNextPage`,
    },
  }
}

export const shopify = defineProvider({
  id: 'shopify',
  name: 'Shopify',
  category: 'ecommerce',
  description: 'Products, orders, customers and stock of a Shopify store',
  docs: 'https://shopify.dev/docs/apps/build/authentication-authorization',
  icon: { simpleIcon: 'shopify', color: '#7AB55C' },
  auth: kinds,
  api: {
    baseUrl: 'https://{{inputs.subdomain}}.myshopify.com',
    headers: { Accept: 'application/json' },
    test: { method: 'POST', url: GRAPHQL, body: { query: '{ shop { id name myshopifyDomain } }' } },
    account: { id: 'data.shop.myshopifyDomain', label: 'data.shop.name' },
    errorPaths: ['errors', 'errors[0].message', 'error_description', 'error'],
    pagination: {
      next: { by: 'link_header', param: 'page_info' },
      limitParam: 'limit',
      note: 'of the REST API; GraphQL has pageInfo.endCursor',
    },
    rateLimit: { headers: ['Retry-After', 'X-Shopify-Shop-Api-Call-Limit'] },
  },
  webhooks: {
    style: 'hmac',
    header: 'X-Shopify-Hmac-Sha256',
    algorithm: 'sha256',
    encoding: 'base64',
    key: 'client secret',
    note: 'X-Shopify-Topic names the event, X-Shopify-Shop-Domain the store; X-Shopify-Webhook-Id is unique',
  },
  sources: {
    products: list('Product', 'products', 'title'),
    collections: list('Collection', 'collections', 'title'),
    locations: list('Location', 'locations', 'name'),
  },
  provenance: {
    confidence: 'verified',
    checked: {
      endpoints: 'npm:grant@5.4.24',
      refresh:
        'https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/offline-access-tokens',
      webhooks: 'https://shopify.dev/docs/apps/build/authentication-authorization/client-secrets',
    },
    recheck: ['scopes', 'test', 'pagination', 'rate_limit', 'sources'],
  },
})
