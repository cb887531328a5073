/** `INVALID`: the user has to connect again. `PENDING`: authorized, but something is still to be chosen. */
export type ConnectionStatus = 'VALID' | 'INVALID' | 'PENDING'

export type Settings = Record<string, unknown>

export interface WorkflowState {
  enabled: boolean
  settings: Settings
}

/** Settings on a connection. Each connection has one default configuration, and may have more. */
export interface Configuration {
  id: string
  connectCredentialId: string
  isDefault: boolean
  externalId: string | null
  sharedSettings: Settings
  /** By workflow id. */
  workflowSettings: Record<string, WorkflowState>
  configMeta: Record<string, unknown>
  dateCreated: string
  dateUpdated: string
}

/** One connected user's authorization for one integration: a *credential* on the wire. Holds no secret. */
export interface Connection {
  id: string
  projectId: string
  integrationId: string
  status: ConnectionStatus
  /** Your own name for this connection, unique per user and integration. */
  externalId: string | null
  /** The provider's id of the connected account. */
  providerId: string | null
  /** What the provider told about the account when it was connected. */
  providerData: Record<string, unknown>
  configurations: Configuration[]
  dateCreated: string
  dateUpdated: string
}

/** What one user has of one integration. The fields beside the lists describe the connection used by default. */
export interface IntegrationState {
  enabled: boolean
  credentialId?: string
  credentialStatus?: ConnectionStatus
  credentialConfigId?: string
  providerId?: string | null
  providerData?: Record<string, unknown>
  externalId?: string | null
  sharedSettings?: Settings
  workflowSettings?: Record<string, WorkflowState>
  /** `workflowSettings` under its older name. */
  configuredWorkflows?: Record<string, WorkflowState>
  configMeta?: Record<string, unknown>
  allCredentials: Connection[]
  allConfigurations: Configuration[]
}

export interface ResourceState {
  id: string
  slug: string
  credentialId: string | null
  credentialStatus: ConnectionStatus | null
  integrationId: string | null
}

export type Metadata = Record<string, unknown>

export interface ConnectedUser {
  authenticated: true
  /** `sub` of the user token: your own id for this user. */
  userId: string
  meta: Metadata
  /** By integration slug; every integration of the project has an entry. */
  integrations: Record<string, IntegrationState>
  resources: ResourceState[]
}

/** A field that the user fills in. `type` is one of the names in the Connect API's reference. */
export interface Input {
  id: string
  type: string
  title: string
  [field: string]: unknown
}

/** One of several ways to connect the same provider, such as production and sandbox. */
export interface AccountType {
  id: string
  scheme: string
  accountDescription?: string
  endUserSuppliedValues?: Input[]
  skipPostOAuthInputs?: boolean
}

export interface WorkflowMeta {
  id: string
  infoText?: string
  defaultEnabled?: boolean
  hidden?: boolean
  order?: number
  inputs: Input[]
}

/** What the portal shows of an integration. */
export interface PortalConfig {
  accentColor?: string
  description?: string
  overview?: string
  sharedMeta?: { inputs?: Input[] }
  workflowMeta?: Record<string, WorkflowMeta>
}

/** A provider switched on in the project. */
export interface Integration {
  id: string
  /** `slack`, or `custom.tasklab` for one the project described itself. The name that every call takes. */
  slug: string
  type: string
  name: string
  /** URL of the icon. */
  icon: string
  brandColor: string
  isActive: boolean
  /** Whether your team has entered what connecting needs, such as a client id. Absent on older servers. */
  isReady?: boolean
  authenticationType: string
  needPreOauthInputs?: boolean
  configs: { id: string; integrationId: string; values: PortalConfig }[]
  workflows: { id: string; description: string; customWebhookTriggerId?: string; resourceId?: string }[]
  noPermissionWorkflows?: string[]
  sdkIntegrationConfig?: {
    accountTypes?: AccountType[]
    authConfigInputs?: Input[]
    oauthInputs?: Input[]
    postOauthInputs?: Input[]
    dataSources?: Record<string, unknown>
  } | null
  customIntegration?: {
    slug: string
    icon?: string | null
    inputFields?: Input[]
  } | null
}

/** What `GET /sdk/me` tells of the project. */
export interface ProjectAnswer {
  /** Why this page may not show the portal, and what to run. Absent when it may. */
  pageRefusal?: string
}

/** `GET /sdk/me`, before the SDK adds `allConfigurations`. */
export interface MeAnswer {
  userId: string
  meta?: Metadata
  resources?: ResourceState[]
  project?: ProjectAnswer
  integrations: Record<string, Omit<IntegrationState, 'allConfigurations'>>
}

/** `GET /sdk/integrations`, before the SDK adds `slug` and `icon`. */
export type IntegrationAnswer = Omit<Integration, 'slug' | 'icon'>
