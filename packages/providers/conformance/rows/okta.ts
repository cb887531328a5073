import { bearer, idToken, redeems, renews } from '../recorded.ts'
import { ANY, CLIENT, type KindRow, OWN_CLIENT, type Row } from '../row.ts'

const ORG = 'https://acme.okta.com'
const scope = 'openid offline_access okta.users.read'

const api = (authorization: string): Pick<KindRow, 'calls' | 'account' | 'proxied' | 'refused'> => {
  const headers = { authorization, accept: 'application/json' }
  return {
    calls: [
      {
        request: { url: `${ORG}/api/v1/users/me`, headers },
        reply: {
          json: {
            id: '00u1',
            status: 'ACTIVE',
            profile: {
              firstName: 'Ada',
              lastName: 'Lovelace',
              email: 'ada@acme.test',
              login: 'ada@acme.test',
            },
            _links: { self: { href: `${ORG}/api/v1/users/00u1` } },
          },
        },
      },
    ],
    account: { id: '00u1', label: 'ada@acme.test' },
    proxied: {
      path: 'api/v1/groups?limit=200',
      request: { url: `${ORG}/api/v1/groups`, query: { limit: '200' }, headers },
    },
    refused: {
      reply: {
        status: 401,
        json: {
          errorCode: 'E0000011',
          errorSummary: 'Invalid token provided',
          errorLink: 'E0000011',
          errorId: 'oae1',
          errorCauses: [],
        },
      },
      says: 'Invalid token provided',
    },
  }
}
const oauth = (owner: typeof CLIENT, inputs: Record<string, string>): KindRow => {
  const token = { url: `${ORG}/oauth2/v1/token`, client: 'basic', owner } as const
  const granted = (n: number) => ({
    token_type: 'Bearer',
    expires_in: 3600,
    access_token: `at-${n}`,
    scope,
    refresh_token: `rt-${n}`,
    id_token: idToken(ORG, { sub: '00u1', aud: owner.id }),
  })
  return {
    inputs: { okta_domain: 'acme.okta.com', ...inputs },
    authorize: {
      url: `${ORG}/oauth2/v1/authorize`,
      params: {
        client_id: owner.id,
        response_type: 'code',
        scope,
        code_challenge: ANY,
        code_challenge_method: 'S256',
      },
    },
    tokens: [redeems({ ...token, pkce: true }, { json: granted(1) })],
    ...api(bearer().authorization),
    refresh: renews(token, { json: granted(2) }),
  }
}

/** Shapes: https://developer.okta.com/docs/api/openapi/okta-oauth/oauth/orgas/token and …/okta-management/management/user/getuser */
export default {
  kinds: {
    oauth: oauth(CLIENT, {}),
    own_client: oauth(OWN_CLIENT, { client_id: OWN_CLIENT.id, client_secret: OWN_CLIENT.secret }),
    api_key: { inputs: { okta_domain: 'acme.okta.com', api_key: '00QC' }, ...api('SSWS 00QC') },
  },
} satisfies Row
