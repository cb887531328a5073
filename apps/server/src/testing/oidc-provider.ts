import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import { createMemoryAdapter } from 'oidc-provider/lib/adapters/memory_adapter.js'

const SIGNING_KEY = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })

export interface OidcProvider {
  /**
   * `http://127.0.0.1:<port>`: `/auth`, `/token`, `/token/revocation`; `/me`, an API that wants a user's access token, and
   * `/api`, one that wants a client's own.
   */
  origin: string
  /** Requests to the token endpoint so far. */
  tokenRequests: () => number
  /** Begins to answer, for these clients and no others: they can only be named once their redirect URL is known. */
  register: (...clients: OidcClient[]) => void
  close: () => void
}

/** With a redirect URL for users, without one for itself. */
export type OidcClient = { id: string; redirectUri?: string } & (
  | { secret: string; auth?: 'client_secret_basic' | 'client_secret_post' }
  | { publicKey: KeyObject } // private_key_jwt
)

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
  function register(...clients: OidcClient[]): void {
    const provider = new Provider(origin, configuration(clients, accessTokenTtlS))
    const callback = provider.callback()
    const own = { '/interaction': interact, '/api': answerClient }
    server.removeAllListeners('request')
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      if (request.url === '/token') tokenRequests += 1
      const handle = own[request.url as keyof typeof own]
      if (!handle) return callback(request, response)
      handle(provider, request, response).catch((error) => response.destroy(error))
    })
  }

  return {
    origin,
    tokenRequests: () => tokenRequests,
    register,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

function configuration(clients: OidcClient[], accessTokenTtlS: number) {
  return {
    adapter: createMemoryAdapter(0),
    clients: clients.map(metadataOf),
    jwks: { keys: [{ ...SIGNING_KEY, use: 'sig', alg: 'ES256' }] },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    cookies: { keys: ['a key for tests'] },
    pkce: { required: () => true },
    features: {
      clientCredentials: { enabled: true },
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
      ClientCredentials: accessTokenTtlS,
      Grant: 3600,
      IdToken: 60,
      Interaction: 60,
      RefreshToken: 3600,
      Session: 3600,
    },
    findAccount: (_: unknown, accountId: string) => ({ accountId, claims: () => ({ sub: accountId }) }),
  }
}

function metadataOf(client: OidcClient) {
  return {
    client_id: client.id,
    ...('secret' in client
      ? { client_secret: client.secret, token_endpoint_auth_method: client.auth ?? 'client_secret_basic' }
      : {
          token_endpoint_auth_method: 'private_key_jwt',
          jwks: { keys: [client.publicKey.export({ format: 'jwk' })] },
        }),
    ...(client.redirectUri
      ? { redirect_uris: [client.redirectUri], grant_types: ['authorization_code', 'refresh_token'] }
      : { redirect_uris: [], response_types: [], grant_types: ['client_credentials'] }),
  }
}

/** `/api`. */
async function answerClient(
  provider: Provider,
  { headers }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const token = await provider.ClientCredentials.find(headers.authorization?.replace('Bearer ', '') ?? '')
  const answer = token ? { clientId: token.clientId } : { message: 'Token is not valid' }
  response.writeHead(token ? 200 : 401, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
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
