import { generateKeyPairSync } from 'node:crypto'
import { bearer, grantsClient, redeems, renews } from '../recorded.ts'
import type { KindRow, RecordedCall, RecordedReply, Row } from '../row.ts'

const INSTANCE = 'https://acme.my.salesforce.com'
const IDENTITY = 'https://login.salesforce.com/id/00D50000000IZ3ZEAW/00550000001fg5OAAQ'
const metadata = { instance_url: INSTANCE, identity_url: IDENTITY }
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

const granted = (token: string, more: Record<string, string> = {}): RecordedReply => ({
  json: {
    access_token: token,
    signature: 'c2lnbmVk',
    scope: 'refresh_token api',
    instance_url: INSTANCE,
    id: IDENTITY,
    token_type: 'Bearer',
    issued_at: '1278448384422',
    ...more,
  },
})

const proxied = {
  path: 'services/data/v62.0/query?q=SELECT+Id+FROM+Account',
  request: {
    url: `${INSTANCE}/services/data/v62.0/query`,
    query: { q: 'SELECT Id FROM Account' },
    headers: bearer(),
  },
}
const refused = {
  reply: {
    status: 403,
    json: [
      {
        message: 'The REST API is not enabled for this Organization.',
        errorCode: 'API_DISABLED_FOR_ORG',
      },
    ],
  },
  says: 'The REST API is not enabled for this Organization.',
}
const resources: RecordedCall = {
  request: { url: `${INSTANCE}/services/data/v62.0`, headers: bearer() },
  reply: { json: { sobjects: '/services/data/v62.0/sobjects', identity: IDENTITY } },
}

const LOGIN = { url: `${INSTANCE}/services/oauth2/token`, client: 'body' } as const
const assertion = (token: string): RecordedCall => ({
  request: {
    url: 'https://test.salesforce.com/services/oauth2/token',
    form: {
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      // RFC 7521 §4.1 lets a client name itself beside the assertion.
      client_id: 'client-1',
      assertion: {
        claims: { iss: 'client-1', sub: 'ada@acme.example', aud: 'https://test.salesforce.com' },
      },
    },
  },
  reply: granted(token),
})

/** Shapes: https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_web_server_flow.htm, …_jwt_flow.htm */
export default {
  kinds: {
    oauth: {
      inputs: { login_domain: 'acme.my.salesforce.com' },
      authorize: {
        url: `${INSTANCE}/services/oauth2/authorize`,
        params: {
          client_id: 'client-1',
          response_type: 'code',
          scope: 'refresh_token api',
          code_challenge_method: 'S256',
        },
      },
      tokens: [redeems({ ...LOGIN, pkce: true }, granted('at-1', { refresh_token: 'rt-1' }))],
      calls: [
        {
          request: { url: `${INSTANCE}/services/oauth2/userinfo`, headers: bearer() },
          reply: {
            json: {
              sub: IDENTITY,
              user_id: '00550000001fg5OAAQ',
              organization_id: '00D50000000IZ3ZEAW',
              preferred_username: 'ada@acme.example',
              active: true,
            },
          },
        },
      ],
      account: { id: '00D50000000IZ3ZEAW', label: 'ada@acme.example' },
      metadata,
      proxied,
      // The refresh token stays the one it was, unless the app rotates it.
      refresh: renews(LOGIN, granted('at-2')),
      refused,
    },
    client_credentials: {
      inputs: { my_domain: 'acme.my.salesforce.com', client_id: 'client-1', client_secret: 'secret-1' },
      tokens: [grantsClient(LOGIN, granted('at-1'))],
      calls: [resources],
      account: { id: IDENTITY, label: 'acme.my.salesforce.com' },
      metadata,
      proxied,
      refresh: grantsClient(LOGIN, granted('at-2')),
      refused,
    },
    jwt_bearer: {
      inputs: {
        login_host: 'test.salesforce.com',
        client_id: 'client-1',
        username: 'ada@acme.example',
        private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      },
      tokens: [assertion('at-1')],
      calls: [resources],
      account: { id: IDENTITY, label: 'ada@acme.example' },
      metadata,
      proxied,
      refresh: assertion('at-2'),
      refused,
    } satisfies KindRow,
  },
} satisfies Row
