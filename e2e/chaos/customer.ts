import { randomUUID } from 'node:crypto'
import { openBrowser } from '../../apps/server/src/testing/browser.ts'
import { signUserToken } from '../../apps/server/src/testing/user-token.ts'
import type { Page } from './pages.ts'
import type { ServerProcess } from './server-process.ts'
import { PRODUCT_PAGE, type World } from './world.ts'

/** How one call ended. `status` is undefined when no whole answer came. */
export interface Answer {
  status: number | undefined
  /** A failure of ours; absent for the provider's own answers. */
  code: string | undefined
  body: string
  /** On the clock of `performance.now()`. */
  askedAt: number
}

/** A connected user, who may have connected the provider. */
export interface Customer {
  /** Calls the provider's API through a server. Never rejects. */
  call: (server: ServerProcess, path?: string) => Promise<Answer>
  /** Goes through the popup. @returns the connection's id */
  connect: (server: ServerProcess) => Promise<string>
  /** Connects without one. @returns the connection's id */
  enter: (server: ServerProcess, inputs: Record<string, string>) => Promise<string>
  disconnect: (server: ServerProcess) => Promise<void>
}

interface CustomerOptions {
  /** Which one is connected and called. */
  page?: Page
  /** Signs the user's tokens; absent: the project's first key. */
  privateKey?: Parameters<typeof signUserToken>[0]
}

export async function newCustomer(
  { project }: World,
  { page: slug = 'sandbox', privateKey = project.privateKey }: CustomerOptions = {},
): Promise<Customer> {
  const token = await signUserToken(privateKey, { claims: { sub: `user-${randomUUID()}` } })
  const headers = { authorization: `Bearer ${token}` }
  const at = ({ origin }: ServerProcess, path: string) => `${origin}/projects/${project.id}/sdk/${path}`

  async function ask<Json>(url: string, init: RequestInit = {}): Promise<Json> {
    const response = await fetch(url, { ...init, headers: { ...init.headers, ...headers } })
    const text = await response.text()
    if (!response.ok) throw new Error(`${response.status} from ${url}: ${text}`)
    return (text === '' ? undefined : JSON.parse(text)) as Json
  }

  async function integrationId(server: ServerProcess): Promise<string> {
    const listed = await ask<{ id: string; type: string }[]>(at(server, 'integrations'))
    return listed.find(({ type }) => type === slug)?.id ?? ''
  }

  return {
    call: (server, path = 'things') => callOnce(at(server, `proxy/${slug}/${path}`), headers),
    async connect(server) {
      const browser = openBrowser()
      const oauthMetaKeyId = randomUUID()
      const query = new URLSearchParams({
        integrationId: await integrationId(server),
        userToken: token,
        originForPostMessage: PRODUCT_PAGE,
        oauthMetaKeyId,
      })
      const from = { referer: `${PRODUCT_PAGE}/` }
      await browser.open(at(server, `actions/oauth-nonce?${query}`), from)
      const build = `${server.origin}/v2/projects/${project.id}/sdk/actions/build-oauth?${query}`
      const { redirectUrl } = await ask<{ redirectUrl: string }>(build)
      const page = await browser.get(redirectUrl, from)
      if (!page.ok) throw new Error(`the popup ended with ${page.status}: ${await page.text()}`)
      const poll = at(server, `actions/session-id/${oauthMetaKeyId}`)
      const { connectCredentialId } = await ask<{ connectCredentialId?: string }>(poll)
      if (!connectCredentialId) throw new Error(`the popup did not connect: ${await page.text()}`)
      return connectCredentialId
    },
    async enter(server, payload) {
      const { id } = await ask<{ id: string }>(at(server, 'credentials'), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ integrationId: await integrationId(server), payload, installOptions: {} }),
      })
      return id
    },
    async disconnect(server) {
      await ask(at(server, `integrations/${await integrationId(server)}`), { method: 'DELETE' })
    },
  }
}

async function callOnce(url: string, headers: Record<string, string>): Promise<Answer> {
  const askedAt = performance.now()
  try {
    const response = await fetch(url, { headers })
    const code = response.headers.get('x-tenon-error') ?? undefined
    return { status: response.status, code, body: await response.text(), askedAt }
  } catch (error) {
    return { status: undefined, code: undefined, body: String((error as Error).cause ?? error), askedAt }
  }
}

/** As if the time of their access tokens were over. Only for connections that no server has used yet. */
export async function expire({ database }: World, connectionIds: string[]): Promise<void> {
  await database.query(
    `update connection set issued_at = now() - interval '2 hours', expires_at = now() - interval '1 hour'
     where id = any($1)`,
    [connectionIds],
  )
}

/** What the database knows of connections. */
export async function stateOf({ database }: World, connectionIds: string[]) {
  return database.query<{ id: string; status: string; reason: string | null; isLeased: boolean }>(
    `select id, status, reauth_reason as reason, refresh_lease_until is not null as "isLeased"
     from connection where id = any($1) order by id`,
    [connectionIds],
  )
}
