import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import { createMemoryAdapter } from 'oidc-provider/lib/adapters/memory_adapter.js'
import { onTestFinished } from 'vitest'
import { REDIRECT_URI } from './registration.ts'

const SIGNING_KEY = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })

interface Setting {
  client: { id: string; secret: string; auth: 'client_secret_basic' | 'client_secret_post' }
  /** The user refuses consent. */
  deniesConsent?: boolean
}

export interface AuthorizationServer {
  origin: string
  /** Signs the user in and consents, as a browser would, and returns the callback. */
  authorize: (url: string) => Promise<URLSearchParams>
}

/** oidc-provider with rotating refresh tokens and PKCE required, until the test is over. */
export async function startAuthorizationServer({
  client,
  deniesConsent,
}: Setting): Promise<AuthorizationServer> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(origin, {
    adapter: createMemoryAdapter(0),
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        token_endpoint_auth_method: client.auth,
        redirect_uris: [REDIRECT_URI],
        grant_types: ['authorization_code', 'refresh_token'],
      },
    ],
    jwks: { keys: [{ ...SIGNING_KEY, use: 'sig', alg: 'ES256' }] },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    cookies: { keys: ['a key for tests'] },
    scopes: ['openid', 'offline_access', 'contacts'],
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true, allowedPolicy: () => true },
    },
    interactions: { url: () => '/interaction' },
    issueRefreshToken: () => true,
    rotateRefreshToken: true,
    ttl: {
      AccessToken: 3600,
      AuthorizationCode: 60,
      Grant: 3600,
      IdToken: 60,
      Interaction: 60,
      RefreshToken: 3600,
      Session: 60,
    },
    findAccount: (_: unknown, accountId: string) => ({ accountId, claims: () => ({ sub: accountId }) }),
  })
  const callback = provider.callback()
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (request.url !== '/interaction') return callback(request, response)
    interact(provider, request, response, deniesConsent ?? false).catch((error) => response.destroy(error))
  })
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return { origin, authorize }
}

async function interact(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
  deniesConsent: boolean,
): Promise<void> {
  const { prompt, params, session } = await provider.interactionDetails(request, response)
  const finish = (result: Record<string, unknown>) =>
    provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true })
  if (prompt.name === 'login') return finish({ login: { accountId: 'user-1' } })
  if (deniesConsent) return finish({ error: 'access_denied', error_description: 'The user said no' })
  const grant = new provider.Grant({ accountId: session?.accountId, clientId: params.client_id })
  grant.addOIDCScope(params.scope)
  return finish({ consent: { grantId: await grant.save() } })
}

/** Follows redirects with a cookie jar until one leads to us. */
async function authorize(start: string): Promise<URLSearchParams> {
  const cookies = new Map<string, string>()
  let url = new URL(start)
  while (url.origin !== new URL(REDIRECT_URI).origin) {
    const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    const location = response.headers.get('location')
    if (!location) throw new Error(`no redirect but HTTP ${response.status}: ${await response.text()}`)
    url = new URL(location, url)
  }
  return url.searchParams
}
