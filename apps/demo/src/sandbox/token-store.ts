/** What the authorization server keeps about one token, grant, session or sign-in under way. */
export interface TokenPayload {
  kind?: string
  uid?: string
  accountId?: string
  clientId?: string
  grantId?: string
  /** Seconds since 1970. */
  exp?: number
  iat?: number
  consumed?: number
  [key: string]: unknown
}

/** How `oidc-provider` asks for its memory, one adapter per kind. Its names, not ours. */
export interface TokenAdapter {
  upsert(id: string, payload: TokenPayload, expiresInS?: number): Promise<void>
  find(id: string): Promise<TokenPayload | undefined>
  findByUid(uid: string): Promise<TokenPayload | undefined>
  findByUserCode(userCode: string): Promise<undefined>
  consume(id: string): Promise<void>
  destroy(id: string): Promise<void>
  revokeByGrantId(grantId: string): Promise<void>
}

/** What survives a restart: apps stay connected, people sign in again. */
const LASTING_KINDS = ['Grant:', 'RefreshToken:', 'AccessToken:']
const SWEEP_EVERY = 1000

/** Everything the authorization server remembers, in memory, by `<kind>:<id>`. */
export class TokenStore {
  readonly #entries = new Map<string, TokenPayload>()
  readonly #onChange: () => void
  #sweptAtSize = 0

  constructor(onChange: () => void = () => {}) {
    this.#onChange = onChange
  }

  adapter(kind: string): TokenAdapter {
    const key = (id: string) => `${kind}:${id}`
    return {
      upsert: async (id, payload) => this.#set(key(id), payload),
      find: async (id) => this.#entries.get(key(id)),
      findByUid: async (uid) =>
        this.#find((entry, payload) => entry.startsWith(key('')) && payload.uid === uid),
      findByUserCode: async () => undefined,
      consume: async (id) => {
        const payload = this.#entries.get(key(id))
        if (payload) this.#set(key(id), { ...payload, consumed: epochS() })
      },
      destroy: async (id) => this.#delete((entry) => entry === key(id)),
      revokeByGrantId: async (grantId) =>
        this.#delete((entry, payload) => entry.startsWith(key('')) && payload.grantId === grantId),
    }
  }

  /** The consents of one account that an app can still use, newest first. */
  grantsOf(accountId: string): { id: string; grantedAt: Date }[] {
    const live = new Set(
      [...this.#entries]
        .filter(([entry, { consumed }]) => entry.startsWith('RefreshToken:') && consumed === undefined)
        .map(([, { grantId }]) => grantId),
    )
    return [...this.#entries]
      .filter(([entry, payload]) => entry.startsWith('Grant:') && payload.accountId === accountId)
      .map(([entry, { iat = 0 }]) => ({ id: entry.slice('Grant:'.length), grantedAt: new Date(iat * 1000) }))
      .filter(({ id }) => live.has(id))
      .reverse()
  }

  /** Withdraws one consent and every token that came of it. */
  revokeGrant(grantId: string): void {
    this.#delete((entry, payload) => entry === `Grant:${grantId}` || payload.grantId === grantId)
  }

  /** The part that survives a restart. Holds secrets. */
  dump(): [string, TokenPayload][] {
    return [...this.#entries].filter(([entry]) => LASTING_KINDS.some((kind) => entry.startsWith(kind)))
  }

  load(dumped: [string, TokenPayload][]): void {
    for (const [entry, payload] of dumped) this.#entries.set(entry, payload)
    this.#sweep()
  }

  #set(entry: string, payload: TokenPayload): void {
    this.#entries.set(entry, payload)
    if (this.#entries.size - this.#sweptAtSize > SWEEP_EVERY) this.#sweep()
    this.#onChange()
  }

  #find(isWanted: (entry: string, payload: TokenPayload) => boolean): TokenPayload | undefined {
    for (const [entry, payload] of this.#entries) if (isWanted(entry, payload)) return payload
    return undefined
  }

  #delete(isUnwanted: (entry: string, payload: TokenPayload) => boolean): void {
    for (const [entry, payload] of this.#entries) if (isUnwanted(entry, payload)) this.#entries.delete(entry)
    this.#onChange()
  }

  #sweep(): void {
    const now = epochS()
    this.#delete((_, { exp }) => exp !== undefined && exp < now)
    this.#sweptAtSize = this.#entries.size
  }
}

// oidc-provider writes and compares expiry by the machine's clock, so its store must too.
function epochS(): number {
  return Math.floor(Date.now() / 1000)
}
