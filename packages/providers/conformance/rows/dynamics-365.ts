import { bearer, grantsClient, redeems, renews } from '../recorded.ts'
import { ANY, type KindRow, type Row } from '../row.ts'

const HOST = 'acme.crm4.dynamics.com'
const API = `https://${HOST}/api/data/v9.2`
const TENANT = '72f988bf-86f1-41af-91ab-2d7cd011db47'
const SCOPE = `offline_access https://${HOST}/user_impersonation`
const LOGIN = 'https://login.microsoftonline.com'
const USER_TOKEN = { url: `${LOGIN}/common/oauth2/v2.0/token`, client: 'body' } as const
const APP_TOKEN = {
  url: `${LOGIN}/${TENANT}/oauth2/v2.0/token`,
  client: 'body',
  also: { scope: `https://${HOST}/.default` },
} as const
const lived = { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599 }
const tokens = (n: number) => ({
  ...lived,
  scope: `https://${HOST}/user_impersonation https://${HOST}/.default`,
  access_token: `at-${n}`,
  refresh_token: `rt-${n}`,
})
const headers = {
  ...bearer(),
  accept: 'application/json',
  'odata-version': '4.0',
  'odata-maxversion': '4.0',
}
const kept = {
  calls: [
    {
      request: { url: `${API}/WhoAmI`, headers },
      reply: {
        json: {
          '@odata.context': `${API}/$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse`,
          BusinessUnitId: '38e0dbe4',
          UserId: '4f0a6e23',
          OrganizationId: '0d1a9b5c',
        },
      },
    },
  ],
  account: { id: '4f0a6e23', label: HOST },
  proxied: {
    path: 'accounts?$select=name&$top=3',
    request: { url: `${API}/accounts`, query: { $select: 'name', $top: '3' }, headers },
  },
  refused: {
    reply: {
      status: 403,
      json: { error: { code: '0x80072560', message: 'The user is not a member of the organization.' } },
    },
    says: 'not a member of the organization',
  },
} satisfies KindRow

/** Shapes: https://learn.microsoft.com/en-us/power-apps/developer/data-platform/webapi/reference/whoami, …/compose-http-requests-handle-errors */
export default {
  kinds: {
    oauth: {
      inputs: { environment_host: HOST },
      authorize: {
        url: `${LOGIN}/common/oauth2/v2.0/authorize`,
        params: {
          client_id: 'client-1',
          response_type: 'code',
          response_mode: 'query',
          scope: SCOPE,
          code_challenge: ANY,
          code_challenge_method: 'S256',
        },
      },
      callback: { session_state: '002f' },
      tokens: [redeems({ ...USER_TOKEN, pkce: true }, { json: tokens(1) })],
      ...kept,
      refresh: renews({ ...USER_TOKEN, also: { scope: SCOPE } }, { json: tokens(2) }),
    },
    app: {
      inputs: { tenant: TENANT, environment_host: HOST },
      tokens: [grantsClient(APP_TOKEN, { json: { ...lived, access_token: 'at-1' } })],
      ...kept,
      refresh: grantsClient(APP_TOKEN, { json: { ...lived, access_token: 'at-2' } }),
    },
  },
} satisfies Row
