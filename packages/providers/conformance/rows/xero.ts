import { bearer, grantsClient, redeems, renews } from '../recorded.ts'
import { ABSENT, type Row } from '../row.ts'

const TOKEN = { url: 'https://identity.xero.com/connect/token', client: 'basic' } as const
const granted = {
  expires_in: 1800,
  token_type: 'Bearer',
  scope: 'offline_access accounting.settings.read',
}
const TENANT = 'e0da6937-de07-4a14-adee-37abfac298ce'
const connection = (id: string, tenantId: string, tenantName: string) => ({
  id,
  authEventId: 'd99ecdfe-391d-43d2-b834-17636ba90e8d',
  tenantId,
  tenantType: 'ORGANISATION',
  tenantName,
  createdDateUtc: '2026-07-09T23:40:30.1833130',
  updatedDateUtc: '2026-07-09T23:40:30.1833130',
})
const proxied = {
  path: 'api.xro/2.0/Invoices?page=1',
  request: {
    url: 'https://api.xero.com/api.xro/2.0/Invoices',
    query: { page: '1' },
    headers: { ...bearer(), 'xero-tenant-id': TENANT, accept: 'application/json' },
  },
}
const refused = {
  reply: {
    status: 403,
    json: {
      Type: null,
      Title: 'Forbidden',
      Status: 403,
      Detail: 'AuthenticationUnsuccessful',
      Instance: 'd4a9f5d7',
      Extensions: {},
    },
  },
  says: 'AuthenticationUnsuccessful',
}

/** Shapes: https://developer.xero.com/documentation/guides/oauth2/auth-flow, …/custom-connections, …/api/accounting/organisation */
export default {
  kinds: {
    oauth: {
      authorize: {
        url: 'https://login.xero.com/identity/connect/authorize',
        params: {
          client_id: 'client-1',
          response_type: 'code',
          scope: 'offline_access accounting.settings.read',
          code_challenge_method: 'S256',
        },
      },
      tokens: [
        redeems(
          { ...TOKEN, pkce: true },
          { json: { ...granted, access_token: 'at-1', refresh_token: 'rt-1' } },
        ),
      ],
      calls: [
        {
          request: {
            url: 'https://api.xero.com/connections',
            headers: { ...bearer(), 'xero-tenant-id': ABSENT },
          },
          reply: { json: [connection('c-1', 't-1', 'Acme'), connection('c-2', TENANT, 'Acme Two')] },
        },
      ],
      choice: { input: 'organisation', value: TENANT },
      account: { id: TENANT, label: 'Acme Two' },
      metadata: { tenant_id: TENANT, tenant_name: 'Acme Two', connection_id: 'c-2' },
      proxied,
      refresh: renews(TOKEN, { json: { ...granted, access_token: 'at-2', refresh_token: 'rt-2' } }),
      refused,
    },
    custom_connection: {
      inputs: { client_id: 'client-1', client_secret: 'secret-1' },
      tokens: [grantsClient(TOKEN, { json: { ...granted, access_token: 'at-1' } })],
      calls: [
        {
          request: {
            url: 'https://api.xero.com/api.xro/2.0/Organisation',
            headers: { ...bearer(), accept: 'application/json', 'xero-tenant-id': ABSENT },
          },
          reply: {
            json: {
              Id: '1',
              Status: 'OK',
              Organisations: [{ Name: 'Acme Two', OrganisationID: TENANT, BaseCurrency: 'GBP' }],
            },
          },
        },
      ],
      account: { id: TENANT, label: 'Acme Two' },
      metadata: { tenant_id: TENANT, tenant_name: 'Acme Two' },
      proxied,
      refresh: grantsClient(TOKEN, { json: { ...granted, access_token: 'at-2' } }),
      refused,
    },
  },
} satisfies Row
