import { bearer, grantsClient, redeems, renews } from '../recorded.ts'
import type { ExpectedRequest, KindRow, Row } from '../row.ts'

const HOST = 'https://dev12345.service-now.com'
const TOKEN = { url: `${HOST}/oauth_token.do`, client: 'body' } as const
const client = { subdomain: 'dev12345', client_id: 'client-1', client_secret: 'secret-1' }
const granted = { scope: 'useraccount', token_type: 'Bearer', expires_in: 1799 }

const table = (credential: Pick<ExpectedRequest, 'headers' | 'basic'>) => {
  const sent = { ...credential, headers: { ...credential.headers, accept: 'application/json' } }
  return {
    calls: [
      {
        request: {
          url: `${HOST}/api/now/table/sys_user`,
          query: {
            sysparm_query: 'sys_id=javascript:gs.getUserID()',
            sysparm_fields: 'sys_id,user_name',
            sysparm_limit: '1',
          },
          ...sent,
        },
        reply: { json: { result: [{ sys_id: '6816f79c', user_name: 'ada' }] } },
      },
    ],
    account: { id: '6816f79c', label: 'ada' },
    proxied: {
      path: 'api/now/table/incident?sysparm_limit=2',
      request: { url: `${HOST}/api/now/table/incident`, query: { sysparm_limit: '2' }, ...sent },
    },
    refused: {
      reply: {
        status: 401,
        json: {
          error: {
            message: 'User Not Authenticated',
            detail: 'Required to provide Auth information',
          },
          status: 'failure',
        },
      },
      says: 'User Not Authenticated',
    },
  } satisfies KindRow
}

/** Shapes: https://www.servicenow.com/docs/ “OAuth API response parameters”, “Table API”. */
export default {
  kinds: {
    oauth: {
      inputs: client,
      authorize: {
        url: `${HOST}/oauth_auth.do`,
        params: { client_id: 'client-1', response_type: 'code', scope: 'useraccount' },
      },
      tokens: [redeems(TOKEN, { json: { ...granted, access_token: 'at-1', refresh_token: 'rt-1' } })],
      ...table({ headers: bearer() }),
      refresh: renews(TOKEN, { json: { ...granted, access_token: 'at-2', refresh_token: 'rt-1' } }),
    },
    client_credentials: {
      inputs: client,
      tokens: [grantsClient(TOKEN, { json: { ...granted, access_token: 'at-1' } })],
      ...table({ headers: bearer() }),
      refresh: grantsClient(TOKEN, { json: { ...granted, access_token: 'at-2' } }),
    },
    basic: {
      inputs: { subdomain: 'dev12345', username: 'ada', password: 'pw-1' },
      ...table({ basic: ['ada', 'pw-1'] }),
    },
  },
} satisfies Row
