import { bearer, grantsClient } from '../recorded.ts'
import { OWN_CLIENT, type Row } from '../row.ts'

const HOST = 'https://123-abc-456.mktorest.com'
const token = { url: `${HOST}/identity/oauth/token`, client: 'body', owner: OWN_CLIENT } as const
const granted = (n: number) => ({
  json: { access_token: `at-${n}`, token_type: 'bearer', expires_in: 3599, scope: 'api@acme.test' },
})

/** Shapes: https://experienceleague.adobe.com/en/docs/marketo-developer/marketo/rest/authentication and …/error-codes */
export default {
  kinds: {
    client_credentials: {
      inputs: {
        munchkin_id: '123-ABC-456',
        client_id: OWN_CLIENT.id,
        client_secret: OWN_CLIENT.secret,
      },
      tokens: [grantsClient(token, granted(1))],
      calls: [
        {
          request: { url: `${HOST}/rest/v1/leads/describe.json`, headers: bearer() },
          reply: {
            json: {
              requestId: '185d6#14b51985ff0',
              success: true,
              result: [{ id: 2, displayName: 'Company Name', dataType: 'string', length: 255 }],
            },
          },
        },
      ],
      account: { id: '123-ABC-456', label: '123-ABC-456' },
      proxied: {
        path: 'rest/v1/leads.json?filterType=email&filterValues=ada@acme.test',
        request: {
          url: `${HOST}/rest/v1/leads.json`,
          query: { filterType: 'email', filterValues: 'ada@acme.test' },
          headers: bearer(),
        },
      },
      refresh: grantsClient(token, granted(2)),
      refused: {
        reply: {
          json: {
            requestId: '6d#14b',
            success: false,
            errors: [{ code: '603', message: 'Access denied' }],
          },
        },
        says: 'Access denied',
      },
    },
  },
} satisfies Row
