import { createHash, randomBytes } from 'node:crypto'
import { type Sandbox, type SandboxOptions, startSandbox } from './server.ts'

const testClient = {
  id: 'taskboard',
  secret: 'a secret of more than thirty-two characters',
  name: 'Taskboard',
  // Nothing listens there: tests read the redirect that would go to it.
  redirectUri: 'http://localhost:4400/oauth',
}

/** A sandbox on a free port that `await using` stops. */
export async function openSandbox(options: Partial<SandboxOptions> = {}): Promise<Sandbox & AsyncDisposable> {
  const sandbox = await startSandbox({ port: 0, client: testClient, ...options })
  return { ...sandbox, [Symbol.asyncDispose]: () => sandbox.stop() }
}

/** As much of a browser as a sign-in needs: it keeps cookies by path and sends forms. Redirects are the caller's. */
export class Browser {
  readonly #cookies = new Map<string, { value: string; path: string }>()

  async open(url: string | URL, form?: Record<string, string>): Promise<Response> {
    const { pathname, origin } = new URL(url)
    const cookie = [...this.#cookies]
      .filter(([, { path }]) => pathname.startsWith(path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ')
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie, accept: 'text/html', ...(form && { origin }) },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    })
    for (const header of response.headers.getSetCookie()) this.#keep(header)
    return response
  }

  /** Opens `url` and follows redirects for as long as they stay on its host. */
  async follow(url: string | URL, form?: Record<string, string>): Promise<{ response: Response; url: URL }> {
    let at = new URL(url)
    let response = await this.open(at, form)
    for (let next = redirectOf(response, at); next?.host === at.host; next = redirectOf(response, at)) {
      at = next
      response = await this.open(at)
    }
    return { response, url: redirectOf(response, at) ?? at }
  }

  #keep(header: string): void {
    const [pair = '', ...attributes] = header.split('; ')
    const [name = '', value = ''] = pair.split(/=(.*)/s)
    const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice('path='.length) ?? '/'
    if (value === '') this.#cookies.delete(name)
    else this.#cookies.set(name, { value, path })
  }
}

function redirectOf(response: Response, from: URL): URL | undefined {
  const location = response.headers.get('location')
  return location === null ? undefined : new URL(location, from)
}

export interface AuthorizationRequest {
  url: URL
  verifier: string
}

/** The URL that a client sends a browser to, and the PKCE verifier it keeps (RFC 7636). */
export function authorizationRequest(
  { origin }: Sandbox,
  params: Record<string, string> = {},
): AuthorizationRequest {
  const verifier = randomBytes(32).toString('base64url')
  const url = new URL('/oauth/authorize', origin)
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: testClient.id,
    redirect_uri: testClient.redirectUri,
    scope: 'contacts.read contacts.write profile',
    state: 'a-state',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...params,
  }).toString()
  return { url, verifier }
}

export interface Tokens {
  access_token: string
  refresh_token: string
  expires_in: number
  scope: string
}

/** Sends a form to the token or revocation endpoint as the client. */
export function asClient({ origin }: Sandbox, path: string, form: Record<string, string>): Promise<Response> {
  const basic = [testClient.id, testClient.secret].map(encodeURIComponent).join(':')
  return fetch(new URL(path, origin), {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(basic).toString('base64')}` },
    body: new URLSearchParams(form),
  })
}

export function refresh(sandbox: Sandbox, refreshToken: string): Promise<Response> {
  return asClient(sandbox, '/oauth/token', { grant_type: 'refresh_token', refresh_token: refreshToken })
}

/** The whole flow with one click on each page, up to the tokens. */
export async function connect(
  sandbox: Sandbox,
  {
    browser = new Browser(),
    account = 'acc_ada',
    scope,
  }: { browser?: Browser; account?: string; scope?: string } = {},
): Promise<Tokens> {
  const { url, verifier } = authorizationRequest(sandbox, scope === undefined ? {} : { scope })
  const signIn = await browser.follow(url)
  const consent = await browser.follow(`${signIn.url}/sign-in`, { account })
  const callback = await browser.follow(`${consent.url}/consent`, { decision: 'allow' })
  const answer = await asClient(sandbox, '/oauth/token', {
    grant_type: 'authorization_code',
    code: callback.url.searchParams.get('code') ?? '',
    redirect_uri: testClient.redirectUri,
    code_verifier: verifier,
  })
  return (await answer.json()) as Tokens
}

/** Calls the API, with a token or an API key. */
export function call(
  { origin }: Sandbox,
  path: string,
  { token, apiKey, ...init }: RequestInit & { token?: string; apiKey?: string } = {},
): Promise<Response> {
  const headers = new Headers(init.headers)
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`)
  if (apiKey !== undefined) headers.set('x-api-key', apiKey)
  if (init.body !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json')
  return fetch(`${origin}/api/v1${path}`, { ...init, headers })
}
