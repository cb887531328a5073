import { bearer, redeems, renews } from './recorded.ts'
import type { ExpectedRequest, KindRow, RecordedCall, RecordedReply } from './row.ts'

const SITES = [
  { id: 'cloud-1', name: 'acme', url: 'https://acme.atlassian.net' },
  { id: 'cloud-2', name: 'acme-lab', url: 'https://acme-lab.atlassian.net' },
]
const ACCEPT = { accept: 'application/json' }

/** How a product of Atlassian's cloud answers, and what it is called. */
interface Product {
  /** In the address of the API, such as `jira`. */
  product: string
  scopes: string[]
  /** Of the test call, and of a call that the product makes. */
  test: { path: string; reply: RecordedReply }
  call: { path: string } & Pick<ExpectedRequest, 'method' | 'json'>
  refused: NonNullable<KindRow['refused']>
}

/** Shapes: https://developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps/ */
export function atlassianRows({ product, scopes, test, call, refused }: Product): {
  oauth: KindRow
  api_key: KindRow
} {
  const scope = ['offline_access', ...scopes].join(' ')
  const token = { url: 'https://auth.atlassian.com/oauth/token', client: 'body', as: 'json' } as const
  const reply = (n: number) => ({
    access_token: `at-${n}`,
    refresh_token: `rt-${n}`,
    expires_in: 3600,
    scope,
    token_type: 'Bearer',
  })
  const { path, ...body } = call
  const rows = (root: string, authorised: Pick<ExpectedRequest, 'headers' | 'basic'>) => {
    const common = { ...authorised, headers: { ...ACCEPT, ...authorised.headers } }
    const tested: RecordedCall = { request: { url: `${root}${test.path}`, ...common }, reply: test.reply }
    return {
      tested,
      proxied: { path: path.slice(1), request: { url: `${root}${path}`, ...body, ...common } },
    }
  }
  const chosen = rows(`https://api.atlassian.com/ex/${product}/cloud-2`, { headers: bearer() })
  const own = rows('https://acme.atlassian.net', { basic: ['ada@acme.test', 'ATATT3xFf'] })
  return {
    oauth: {
      authorize: {
        url: 'https://auth.atlassian.com/authorize',
        params: {
          audience: 'api.atlassian.com',
          client_id: 'client-1',
          scope,
          response_type: 'code',
          prompt: 'consent',
        },
      },
      tokens: [redeems(token, { json: reply(1) })],
      calls: [
        {
          request: { url: 'https://api.atlassian.com/oauth/token/accessible-resources', headers: bearer() },
          reply: {
            json: SITES.map((site) => ({ ...site, scopes, avatarUrl: `${site.url}/avatars/240.png` })),
          },
        },
        chosen.tested,
      ],
      choice: { input: 'site', value: 'cloud-2' },
      account: { id: 'cloud-2', label: 'acme-lab' },
      metadata: { cloud_id: 'cloud-2', site_name: 'acme-lab', site_url: 'https://acme-lab.atlassian.net' },
      proxied: chosen.proxied,
      refresh: renews(token, { json: reply(2) }),
      refused,
    },
    api_key: {
      inputs: { subdomain: 'acme', username: 'ada@acme.test', password: 'ATATT3xFf' },
      calls: [own.tested],
      account: { id: 'acme', label: 'ada@acme.test' },
      proxied: own.proxied,
      refused,
    },
  }
}
