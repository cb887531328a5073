import type { TestServer } from './harness.ts'

/** A browser as far as OAuth needs one: it follows redirects and keeps cookies, for one origin of ours. */
export interface TestBrowser {
  get: (url: string, headers?: Record<string, string>) => Promise<Response>
  post: (url: string, fields: Record<string, string>) => Promise<Response>
  /** Opens a page of ours and does what its script does in a window that another opened. */
  open: (url: string, headers?: Record<string, string>) => Promise<Response>
}

export function openBrowser(): TestBrowser {
  const jars = new Map<string, Map<string, string>>()

  async function send(url: string, init: RequestInit = {}): Promise<Response> {
    const { host } = new URL(url)
    const jar = jars.get(host) ?? new Map<string, string>()
    jars.set(host, jar)
    const cookie = Array.from(jar, (pair) => pair.join('=')).join('; ')
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, ...(cookie && { cookie }) },
    })
    for (const set of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';')[0] ?? '').split(/=(.*)/s)
      if (set.includes('Max-Age=0')) jar.delete(name)
      else jar.set(name, value)
    }
    return response
  }

  return {
    async get(url, headers = {}) {
      const response = await send(url, { headers })
      const location = response.headers.get('location')
      if (response.status < 300 || response.status >= 400 || location === null) return response
      return this.get(new URL(location, url).href)
    },
    async open(url, headers) {
      const response = await this.get(url, headers)
      const [, cookie] = /document\.cookie = "([^"]+)"/.exec(await response.clone().text()) ?? []
      const [name = '', value = ''] = (cookie?.split(';')[0] ?? '').split('=')
      if (name) jars.get(new URL(url).host)?.set(name, value)
      return response
    },
    post: (url, fields) => send(url, { method: 'POST', body: new URLSearchParams(fields) }),
  }
}

export interface OAuthStart {
  user?: string
  integration?: string
  installOptions?: Record<string, unknown>
  inputs?: Record<string, string>
  pollKey?: string
  browser?: TestBrowser
  /** The page that opens the popup; the project of most tests lists it. */
  page?: string
  /** Where the provider is to send the user back to. @default to us */
  redirectUrl?: string
}

export const KNOWN_PAGE = 'http://product.test'

/** As the SDK finds it: by asking for the list. */
export async function integrationIdOf(server: TestServer, slug: string): Promise<string> {
  const listed = (await (await server.call('sdk/integrations')).json()) as { type: string; id: string }[]
  const found = listed.find(({ type }) => type === slug)
  if (!found) throw new Error(`the test switched on no "${slug}"`)
  return found.id
}

/** Presses a button of the page that asks the user to confirm. @returns the page that follows */
export async function confirm(
  { origin }: TestServer,
  { browser, page, decision = 'connect' }: { browser: TestBrowser; page: Response; decision?: string },
): Promise<Response> {
  const hidden = (await page.text()).matchAll(/name="(\w+)" value="([^"]*)">/g)
  const fields = Object.fromEntries(Array.from(hidden, ([, name = '', value = '']) => [name, value]))
  return browser.post(`${origin}/oauth/confirm`, { ...fields, decision })
}

/** Goes through the whole popup as the SDK and the user would. @returns the page that the popup ends on */
export async function connectByOAuth(server: TestServer, start: OAuthStart = {}): Promise<Response> {
  const { browser = openBrowser(), page = KNOWN_PAGE } = start
  const { redirectUrl } = await beginOAuth(server, { ...start, browser })
  return browser.get(redirectUrl, { referer: `${page}/` })
}

export async function beginOAuth(
  server: TestServer,
  {
    user = 'user-1',
    integration = 'fake',
    installOptions = {},
    inputs = {},
    pollKey = 'poll-key-1',
    browser = openBrowser(),
    page = KNOWN_PAGE,
    redirectUrl,
  }: OAuthStart = {},
): Promise<{ redirectUrl: string }> {
  const token = server.token(user)
  const integrationId = await integrationIdOf(server, integration)
  const query = new URLSearchParams({
    integrationId,
    userToken: token,
    originForPostMessage: page,
    endUserSuppliedValues: JSON.stringify(inputs),
    installOptions: JSON.stringify(installOptions),
    oauthMetaKeyId: pollKey,
    ...(redirectUrl !== undefined && { redirectUrl }),
  })
  const { project } = server.ctx
  await browser.open(`${server.origin}/projects/${project.id}/sdk/actions/oauth-nonce?${query}`, {
    referer: `${page}/`,
  })
  const response = await server.call(`/v2/projects/${project.id}/sdk/actions/build-oauth?${query}`, { token })
  if (!response.ok) throw new Error(await response.text())
  return (await response.json()) as { redirectUrl: string }
}
