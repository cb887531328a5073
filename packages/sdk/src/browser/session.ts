import { abortable } from '../shared/abortable.ts'
import type { ConnectApi } from '../shared/connect-api.ts'
import { metadataOf, type TokenKeeper } from '../shared/token.ts'
import {
  type Abortable,
  fetchIntegrations,
  fetchMe,
  findIntegration,
  type Me,
  normalizeMetadata,
  patchMetadata,
} from '../shared/user-api.ts'
import type { ConnectedUser, Integration, Metadata } from '../shared/wire.ts'

export interface Loaded extends Me {
  integrations: Integration[]
}

/** What the server last told about the user and the project. Changes are made there and read again. */
export interface Session {
  /** `undefined` until loaded. */
  readonly loaded: Loaded | undefined
  /** Loads once; who comes meanwhile waits for the same answer. */
  ensure(options?: Abortable): Promise<Loaded>
  /** Reads user and integrations again. */
  reload(options?: Abortable): Promise<Loaded>
  /** Reads the user again, as after a change. */
  reloadUser(options?: Abortable): Promise<ConnectedUser>
  integration(slug: string): Integration
  /** Adds to the user's metadata, unless it says the same already. */
  addMetadata(metadata: Metadata, options?: Abortable): Promise<ConnectedUser>
  /** Changes the state without asking the server. */
  patchUser(part: Partial<ConnectedUser>): void
  forget(): void
}

export function createSession(api: ConnectApi, tokens: TokenKeeper, onChange: () => void): Session {
  let loaded: Loaded | undefined
  let loading: Promise<Loaded> | undefined
  let asked = 0
  let answered = 0

  /** An older answer never replaces a newer one. */
  function keep(question: number, next: Loaded): Loaded {
    if (question > answered) {
      answered = question
      loaded = next
      onChange()
    }
    return next
  }

  async function reload(options?: Abortable): Promise<Loaded> {
    const question = ++asked
    const [me, integrations] = await Promise.all([fetchMe(api, options), fetchIntegrations(api, options)])
    return keep(question, { ...me, integrations })
  }

  async function ensure(options?: Abortable): Promise<Loaded> {
    const token = await tokens.get(options?.signal) // a new one may be another user's, which empties this session
    if (loaded) return loaded
    // shared by all who wait, so no single caller's signal ends it
    if (!loading) {
      const mine = load(token).finally(() => {
        if (loading === mine) loading = undefined
      })
      loading = mine
    }
    return abortable(loading, options?.signal)
  }

  /** The first time, what the token says about the user is kept. */
  async function load(token: string): Promise<Loaded> {
    const first = await reload()
    const told = metadataOf(token)
    if (!isNews(told, first.user)) return first
    // a courtesy: a token that may not change the user is still good for the rest
    await patchMetadata(api, told).catch(() => {})
    return reload()
  }

  async function reloadUser(options?: Abortable): Promise<ConnectedUser> {
    if (!loaded) return (await ensure(options)).user
    const { integrations } = loaded
    const question = ++asked
    return keep(question, { ...(await fetchMe(api, options)), integrations }).user
  }

  return {
    get loaded() {
      return loaded
    },
    ensure,
    reload,
    reloadUser,
    integration: (slug) => findIntegration(loaded?.integrations ?? [], slug),

    async addMetadata(metadata, options) {
      const { user } = await ensure(options)
      if (!isNews(metadata, user)) return user
      await patchMetadata(api, metadata, options)
      return reloadUser(options)
    },

    patchUser(part) {
      if (!loaded) return
      loaded = { ...loaded, user: { ...loaded.user, ...part } }
      onChange()
    },

    forget() {
      answered = asked
      loaded = loading = undefined
      onChange()
    },
  }
}

function isNews(metadata: Metadata, { meta }: ConnectedUser): boolean {
  const added = Object.entries(normalizeMetadata(metadata))
  return added.some(([key, value]) => JSON.stringify(value) !== JSON.stringify(meta[key]))
}
