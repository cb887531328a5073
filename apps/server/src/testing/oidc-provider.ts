import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import { createMemoryAdapter } from 'oidc-provider/lib/adapters/memory_adapter.js'

const SIGNING_KEY = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })

export interface OidcProvider {
  /** `http://127.0.0.1:<port>`: `/auth`, `/token`, `/token/revocation`, and `/me`, an API that wants an access token. */
  origin: string
  /** Requests to the token endpoint so far. */
  tokenRequests: () => number
  /** Begins to answer for one client, which can only be named once its redirect URL is known. */
  register: (client: { id: string; secret: string; redirectUri: string }) => void
  close: () => void
}

/**
 * The real `oidc-provider`: access tokens of a given life, refresh tokens that rotate and of which one used twice ends the
 * grant, PKCE required. Its only user signs in and consents by itself. It goes by `Date`.
 */
export async function startOidcProvider({
  accessTokenTtlS,
}: {
  accessTokenTtlS: number
}): Promise<OidcProvider> {
  let tokenRequests = 0
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    tokenRequests: () => tokenRequests,
    register(client) {
      const provider = new Provider(origin, configuration(client, accessTokenTtlS))
      const callback = provider.callback()
      server.on('request', (request: IncomingMessage, response: ServerResponse) => {
        if (request.url === '/token') tokenRequests += 1
        if (request.url !== '/interaction') return callback(request, response)
        interact(provider, request, response).catch((error) => response.destroy(error))
      })
    },
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

function configuration(client: { id: string; secret: string; redirectUri: string }, accessTokenTtlS: number) {
  return {
    adapter: createMemoryAdapter(0),
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [client.redirectUri],
        grant_types: ['authorization_code', 'refresh_token'],
      },
    ],
    jwks: { keys: [{ ...SIGNING_KEY, use: 'sig', alg: 'ES256' }] },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    cookies: { keys: ['a key for tests'] },
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true, allowedPolicy: () => true },
    },
    interactions: { url: () => '/interaction' },
    expiresWithSession: () => false,
    issueRefreshToken: () => true,
    rotateRefreshToken: true,
    ttl: {
      AccessToken: accessTokenTtlS,
      AuthorizationCode: 60,
      Grant: 3600,
      IdToken: 60,
      Interaction: 60,
      RefreshToken: 3600,
      Session: 3600,
    },
    findAccount: (_: unknown, accountId: string) => ({ accountId, claims: () => ({ sub: accountId }) }),
  }
}

async function interact(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { prompt, params, session } = await provider.interactionDetails(request, response)
  const finish = (result: Record<string, unknown>) =>
    provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true })
  if (prompt.name === 'login') return finish({ login: { accountId: 'ada' } })
  const grant = new provider.Grant({ accountId: session?.accountId, clientId: params.client_id })
  grant.addOIDCScope(params.scope)
  return finish({ consent: { grantId: await grant.save() } })
}
