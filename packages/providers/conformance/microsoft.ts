import { bearer, grantsClient, redeems, renews } from './recorded.ts'
import { ANY, type KindRow, type RecordedCall } from './row.ts'

const GRAPH = 'https://graph.microsoft.com'
const tokenUrl = (tenant: string) => `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`
const DIRECTORY = '72f988bf-86f1-41af-91ab-2d7cd011db47'

const me: RecordedCall = {
  request: { url: `${GRAPH}/v1.0/me`, headers: bearer() },
  reply: {
    json: {
      '@odata.context': `${GRAPH}/v1.0/$metadata#users/$entity`,
      businessPhones: [],
      displayName: 'Ada',
      mail: 'ada@acme.test',
      userPrincipalName: 'ada@acme.test',
      id: '87d349ed',
    },
  },
}
const organization: RecordedCall = {
  request: {
    url: `${GRAPH}/v1.0/organization`,
    query: { $select: 'id,displayName' },
    headers: bearer(),
  },
  reply: {
    json: {
      '@odata.context': `${GRAPH}/v1.0/$metadata#organization(id,displayName)`,
      value: [{ id: DIRECTORY, displayName: 'Acme' }],
    },
  },
}
const refused = {
  reply: {
    status: 401,
    json: {
      error: {
        code: 'InvalidAuthenticationToken',
        message: 'Lifetime validation failed, the token is expired.',
        innerError: { date: '2026-11-20T09:00:00', 'request-id': 'f1', 'client-request-id': 'f1' },
      },
    },
  },
  says: 'the token is expired',
}

/**
 * Both ways in to Microsoft Graph. Shapes: https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-auth-code-flow,
 * …/v2-oauth2-client-creds-grant-flow.
 *
 * @param scopes beyond those that keep the connection and name the user
 * @param path of a call, as the product makes it @param query what of it is query
 */
export function graphRows(
  scopes: string[],
  path: string,
  query: Record<string, string> = {},
): { oauth: KindRow; app: KindRow } {
  const scope = ['offline_access', 'User.Read', ...scopes].join(' ')
  const user = { url: tokenUrl('common'), client: 'body' } as const
  const app = {
    url: tokenUrl(DIRECTORY),
    client: 'body',
    also: { scope: `${GRAPH}/.default` },
  } as const
  // Its own scope is missing among those granted.
  const granted = { token_type: 'Bearer', scope: ['User.Read', ...scopes, 'profile', 'openid'].join(' ') }
  const lifetimes = { expires_in: 3599, ext_expires_in: 3599 }
  const proxied = {
    path: `${path}?${new URLSearchParams(query)}`,
    request: { url: `${GRAPH}/${path}`, query, headers: bearer() },
  }
  return {
    oauth: {
      authorize: {
        url: 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize',
        params: {
          client_id: 'client-1',
          response_type: 'code',
          response_mode: 'query',
          scope,
          code_challenge: ANY,
          code_challenge_method: 'S256',
        },
      },
      callback: { session_state: '002f' },
      tokens: [
        redeems(
          { ...user, pkce: true },
          { json: { ...granted, ...lifetimes, access_token: 'at-1', refresh_token: 'rt-1' } },
        ),
      ],
      calls: [me],
      account: { id: '87d349ed', label: 'ada@acme.test' },
      proxied,
      refresh: renews(
        { ...user, also: { scope } },
        { json: { ...granted, ...lifetimes, access_token: 'at-2', refresh_token: 'rt-2' } },
      ),
      refused,
    },
    app: {
      inputs: { tenant: DIRECTORY },
      tokens: [grantsClient(app, { json: { token_type: 'Bearer', ...lifetimes, access_token: 'at-1' } })],
      calls: [organization],
      account: { id: DIRECTORY, label: 'Acme' },
      proxied,
      refresh: grantsClient(app, { json: { token_type: 'Bearer', ...lifetimes, access_token: 'at-2' } }),
      refused,
    },
  }
}
