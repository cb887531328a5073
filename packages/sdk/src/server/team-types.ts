/** Dates are ISO 8601. */
export interface TeamProject {
  id: string
  name: string
  productId: string
  productName: string
  allowedOrigins: string[]
  /** Callers without the SDK get answers wrapped as `{"output": …}`, unless they ask for raw ones. */
  wrapsRestAnswers: boolean
}

export interface TeamSigningKey {
  id: string
  name: string
  /** What user tokens may carry as `kid`, and `createTenonServer()` takes as `keyId`. */
  fingerprint: string
  /** PEM. */
  publicKey: string
  createdAt: string
  revokedAt: string | null
}

export interface TeamIntegration {
  id: string
  slug: string
  name: string
  isActive: boolean
  description: string
  /** Markdown. */
  overview: string
  accentColor: string
  /** Its OAuth client's name in the keyvault. */
  client: string | null
  clientId: string | null
  /** Users may bring an OAuth client of their own; where there is no other they have to. */
  allowsOwnClient: boolean
  /** `null` asks for the provider's own list. */
  scopes: string[] | null
  /** Kinds of account offered, the default first. */
  accountTypes: string[]
  variables: Record<string, string>
  inputs: unknown[]
  createdAt: string
  updatedAt: string
}

/** What is left out keeps its value or default. */
export interface TeamIntegrationSettings {
  isActive?: boolean
  description?: string
  overview?: string
  accentColor?: string
  clientId?: string
  /** Written only, never read back. */
  clientSecret?: string
  /** In place of both: an OAuth client of the keyvault, by name. */
  client?: string
  allowsOwnClient?: boolean
  scopes?: string[]
  accountTypes?: string[]
  variables?: Record<string, string>
  inputs?: unknown[]
}

export interface TeamConnection {
  id: string
  userId: string
  /** Your own id of the user. */
  userExternalId: string
  integration: string
  accountType: string
  status: 'pending' | 'active' | 'needs_reauth'
  reauthReason: string | null
  /** Your own name for the connection. */
  externalId: string | null
  accountId: string | null
  accountLabel: string | null
  expiresAt: string | null
  createdAt: string
  updatedAt: string
}

export interface TeamUser {
  id: string
  /** Your own id of the user. */
  externalId: string
  meta: Record<string, unknown>
  createdAt: string
  connections: TeamConnection[]
}

/** The newest come first. */
export interface Page<Item> {
  items: Item[]
  /** Asks for the next page; `null` on the last. */
  nextCursor: string | null
}

export interface PageQuery {
  limit?: number
  cursor?: string
}

export interface UserQuery extends PageQuery {
  /** Only your ids that begin with this. */
  externalId?: string
}

export interface ConnectionQuery extends PageQuery {
  /** Tenon's id of the user. */
  userId?: string
  integration?: string
  status?: TeamConnection['status']
}

/** A connection that was made elsewhere. */
export interface TeamImportRow {
  /** Your own id of the user. */
  user: string
  integration: string
  accountType: string
  externalId?: string
  accessToken?: string
  refreshToken?: string
  /** OAuth 1.0a. */
  tokenSecret?: string
  /** Of the access token, ISO 8601. */
  expiresAt?: string
  scope?: string
  inputs?: Record<string, string>
  metadata?: Record<string, string>
}

export interface TeamImportReport {
  items: {
    /** The first is 1. */
    row: number
    user: string | null
    integration: string | null
    externalId: string | null
    outcome: 'created' | 'replaced' | 'skipped' | 'failed'
    connectionId: string | null
    code: string | null
    reason: string | null
  }[]
  created: number
  replaced: number
  skipped: number
  failed: number
}
