import { bearer, redeems, renews } from '../recorded.ts'
import { ABSENT, type Row } from '../row.ts'

const TOKEN = { url: 'https://oauth.accounting.sage.com/token', client: 'body' } as const
const API = 'https://api.accounting.sage.com/v3.1'
const granted = {
  expires_in: 300,
  token_type: 'bearer',
  refresh_token_expires_in: 2_678_400,
  scope: 'full_access',
  requested_by_id: 'u-1',
}
const business = (id: string, name: string) => ({
  id,
  displayed_as: name,
  $path: `/businesses/${id}`,
})
const ofBusiness = { ...bearer(), 'x-business': 'b-2' }

/** Shapes: https://developer.sage.com/accounting/guides/authenticating/authentication, …/concepts/multi_business */
export default {
  kinds: {
    oauth: {
      authorize: {
        url: 'https://www.sageone.com/oauth2/auth/central',
        params: {
          filter: 'apiv3.1',
          response_type: 'code',
          client_id: 'client-1',
          scope: 'full_access',
        },
      },
      tokens: [redeems(TOKEN, { json: { ...granted, access_token: 'at-1', refresh_token: 'rt-1' } })],
      calls: [
        {
          request: { url: `${API}/businesses`, headers: { ...bearer(), 'x-business': ABSENT } },
          reply: {
            json: {
              $total: 2,
              $page: 1,
              $next: null,
              $back: null,
              $itemsPerPage: 20,
              $items: [business('b-1', 'Acme Ltd'), business('b-2', 'Acme Two Ltd')],
            },
          },
        },
        {
          request: { url: `${API}/user`, headers: ofBusiness },
          reply: { json: { id: 'u-1', displayed_as: 'Ada', first_name: 'Ada', email: 'ada@acme.example' } },
        },
      ],
      choice: { input: 'business', value: 'b-2' },
      account: { id: 'b-2', label: 'Acme Two Ltd' },
      metadata: { business_id: 'b-2', business_name: 'Acme Two Ltd' },
      proxied: {
        path: 'v3.1/contacts?items_per_page=2',
        request: { url: `${API}/contacts`, query: { items_per_page: '2' }, headers: ofBusiness },
      },
      refresh: renews(TOKEN, { json: { ...granted, access_token: 'at-2', refresh_token: 'rt-2' } }),
      refused: {
        reply: {
          status: 401,
          json: [
            {
              $severity: 'error',
              $dataCode: 'AuthenticationFailed',
              $message: 'Authentication failed',
              $source: '',
            },
          ],
        },
        says: 'Authentication failed',
      },
    },
  },
} satisfies Row
