import { bearer, redeems } from '../recorded.ts'
import { ABSENT, type ExpectedRequest, type KindRow, type RecordedCall, type Row } from '../row.ts'

const KEY = '0123456789abcdef0123456789abcdef-us6'

const api = (
  authorised: Pick<ExpectedRequest, 'headers' | 'basic'>,
): Pick<KindRow, 'account' | 'proxied' | 'refused'> & { root: RecordedCall } => ({
  root: {
    request: { url: 'https://us6.api.mailchimp.com/3.0/', ...authorised },
    reply: {
      json: {
        account_id: '8d3a3db4d97663a9074efcc16',
        login_id: '1234',
        account_name: 'Acme',
        email: 'ada@acme.test',
        role: 'owner',
        total_subscribers: 9001,
      },
    },
  },
  account: { id: '8d3a3db4d97663a9074efcc16', label: 'Acme' },
  proxied: {
    path: '3.0/lists?count=100',
    request: { url: 'https://us6.api.mailchimp.com/3.0/lists', query: { count: '100' }, ...authorised },
  },
  refused: {
    reply: {
      status: 401,
      json: {
        type: 'https://mailchimp.com/developer/marketing/docs/errors/',
        title: 'API Key Invalid',
        status: 401,
        detail: 'Your API key may be invalid, or you have attempted to access the wrong datacenter.',
        instance: '5cd4dd9c',
      },
    },
    says: 'Your API key may be invalid',
  },
})
const { root: byToken, ...oauth } = api({ headers: bearer() })
const { root: byKey, ...apiKey } = api({ basic: ['tenon', KEY] })

/** Shapes: https://mailchimp.com/developer/marketing/guides/access-user-data-oauth-2/ */
export default {
  kinds: {
    oauth: {
      authorize: {
        url: 'https://login.mailchimp.com/oauth2/authorize',
        params: { client_id: 'client-1', response_type: 'code', scope: ABSENT },
      },
      tokens: [
        redeems(
          { url: 'https://login.mailchimp.com/oauth2/token', client: 'body' },
          { json: { access_token: 'at-1', expires_in: 0, scope: null } }, // for ever
        ),
      ],
      calls: [
        {
          request: {
            url: 'https://login.mailchimp.com/oauth2/metadata',
            headers: { authorization: 'OAuth at-1' },
          },
          reply: {
            json: {
              dc: 'us6',
              role: 'owner',
              accountname: 'Acme',
              user_id: 1234,
              login: { email: 'ada@acme.test', avatar: null, login_id: 1234, login_name: 'ada' },
              login_url: 'https://login.mailchimp.com',
              api_endpoint: 'https://us6.api.mailchimp.com',
            },
          },
        },
        byToken,
      ],
      metadata: { dc: 'us6', login_email: 'ada@acme.test' },
      ...oauth,
    },
    api_key: { inputs: { api_key: KEY }, calls: [byKey], ...apiKey },
  },
} satisfies Row
