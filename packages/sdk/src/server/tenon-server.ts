import { connectApi } from '../shared/connect-api.ts'
import { getConnection } from '../shared/connections.ts'
import { normalizeHost } from '../shared/host.ts'
import { keepToken } from '../shared/token.ts'
import {
  type Abortable,
  deleteConnection,
  fetchIntegrations,
  fetchMe,
  findIntegration,
  patchMetadata,
  type UserApi,
  userApi,
} from '../shared/user-api.ts'
import type { ConnectedUser, Integration, Metadata } from '../shared/wire.ts'
import { readSigningKey } from './signing-key.ts'
import { type TeamApi, teamApi } from './team-api.ts'
import { signUserToken } from './user-token.ts'
import type { UserTokenInput } from './user-token-input.ts'

/** Users whose tokens are kept; signing one takes longer than looking one up. */
const MAX_KEPT_USERS = 1_000

export interface TenonServerOptions {
  /** Where this process reaches Tenon. */
  host: string
  projectId: string
  /** The project's private signing key: PEM (PKCS #8), or its base64. */
  signingKey: string
  /** The signing key's fingerprint, as Tenon lists it; spares Tenon trying several. */
  keyId?: string | undefined
  /** For `team`. */
  apiKey?: string | undefined
  /** Where browsers reach Tenon, if that is another address than `host`. */
  publicHost?: string | undefined
  /** Replaces the global `fetch`. */
  fetch?: typeof fetch | undefined
}

/** The Connect API as one user. */
export interface ServerUser extends UserApi {
  getUser(options?: Abortable): Promise<ConnectedUser>
  getIntegrations(options?: Abortable): Promise<Integration[]>
  /** Adds to the user's metadata. */
  setUserMetadata(metadata: Metadata, options?: Abortable): Promise<void>
  /** Disconnects one connection, by default the only or first one. */
  uninstallIntegration(
    integration: string,
    options?: Abortable & { selectedCredentialId?: string | undefined },
  ): Promise<void>
}

export interface TenonServer {
  /** Signs a user token, for your page to hand to `createTenon()`. Only for a user who is signed in to your product. */
  signUserToken(input: UserTokenInput): Promise<string>
  /** Calls the Connect API as a user, with tokens signed as they are needed. */
  asUser(userId: string): ServerUser
  readonly team: TeamApi
}

/**
 * @throws TypeError when the signing key cannot be used
 * @example
 * const tenon = createTenonServer({ host: 'https://connect.example.com', projectId, signingKey })
 * await tenon.asUser('user-1').request('slack', '/chat.postMessage', { body: { channel, text } })
 */
export function createTenonServer(options: TenonServerOptions): TenonServer {
  const { projectId, keyId, apiKey, fetch = globalThis.fetch } = options
  if (!projectId) throw new TypeError('projectId is missing')
  const host = normalizeHost(options.host)
  const audience = `${new URL(normalizeHost(options.publicHost ?? host)).host}/${projectId}`
  const tokenKey = { key: readSigningKey(options.signingKey), keyId, audience }
  const sign = (input: UserTokenInput) => signUserToken(tokenKey, input, Date.now())
  const users = new Map<string, ServerUser>()

  function asUser(userId: string): ServerUser {
    const known = users.get(userId)
    if (known) return known
    const tokens = keepToken({ getUserToken: () => sign({ userId }) })
    const user = serverUser(connectApi({ host, projectId, tokens, fetch }))
    const [oldest] = users.keys()
    if (users.size >= MAX_KEPT_USERS && oldest !== undefined) users.delete(oldest)
    users.set(userId, user)
    return user
  }

  return { signUserToken: sign, asUser, team: teamApi(host, apiKey, fetch) }
}

function serverUser(api: ReturnType<typeof connectApi>): ServerUser {
  return {
    ...userApi(api),
    getUser: async (options) => (await fetchMe(api, options)).user,
    getIntegrations: (options) => fetchIntegrations(api, options),
    setUserMetadata: async (metadata, options) => void (await patchMetadata(api, metadata, options)),

    async uninstallIntegration(slug, options = {}) {
      const [{ user }, integrations] = await Promise.all([
        fetchMe(api, options),
        fetchIntegrations(api, options),
      ])
      const integration = findIntegration(integrations, slug)
      const connection = getConnection(user.integrations[slug], slug, options.selectedCredentialId)
      await deleteConnection(api, integration.id, connection.id, options)
    },
  }
}
