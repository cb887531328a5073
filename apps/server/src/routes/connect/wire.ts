import { type Input, wireStatus } from '@tenon/core'
import { type AuthKind, visitsProvider } from '@tenon/providers'
import type { ConfiguredConnection, UserIntegration } from '../../connections/list.ts'
import { CHOICE_SOURCE } from '../../connections/options.ts'
import type { UserContext } from '../../context.ts'
import { type Integration, isReady } from '../../integrations/integrations.ts'
import { pageRefusal } from '../../projects/origin.ts'

/** The names under which existing clients know kinds of authorisation. */
function schemeOf(auth: AuthKind): 'oauth' | 'basic' {
  return visitsProvider(auth) ? 'oauth' : 'basic'
}

/** Client-side gates of existing SDKs: every one of them is open here. */
const ACCESSIBLE_FEATURES = [
  'byo',
  'dfm',
  'headless-cp',
  'th-api',
  'monitoring',
  'rbac',
  'user-metadata',
  'whitelabel',
  'workflow-permissions',
]

/** A connection as existing clients read it: `Credential` in the wire document's section 3. */
export function toWireCredential({ connection: row, configurations }: ConfiguredConnection) {
  return {
    id: row.id,
    projectId: row.projectId,
    integrationId: row.integrationId,
    personaId: row.userId,
    isPreviewCredential: false,
    providerId: row.accountId ?? '',
    providerData: { ...row.metadata, ...(row.accountLabel && { accountLabel: row.accountLabel }) },
    accountType: row.accountType,
    status: wireStatus[row.status],
    refreshFailureCount: row.refreshFailureCount,
    externalId: row.externalId,
    dateCreated: row.createdAt,
    dateUpdated: row.updatedAt,
    dateRefreshed: row.issuedAt,
    ...(row.expiresAt && { dateValidUntil: row.expiresAt }),
    config: {},
    configurations: configurations.map((configuration) => ({
      id: configuration.id,
      connectCredentialId: row.id,
      isDefault: configuration.isDefault,
      externalId: configuration.externalId,
      workflowSettings: configuration.workflowSettings,
      sharedSettings: configuration.sharedSettings,
      configMeta: configuration.meta,
      dateCreated: configuration.createdAt,
      dateUpdated: configuration.updatedAt,
    })),
  }
}

/** One entry of `GET /sdk/me`'s `integrations`: a missing entry would mean "not set up" to existing clients. */
function toWireUserIntegration(connections: readonly ConfiguredConnection[]) {
  const credentials = connections.map(toWireCredential)
  const current = credentials.find(({ status }) => status === 'VALID') ?? credentials[0]
  const configuration = current?.configurations.find(({ isDefault }) => isDefault)
  if (!current || !configuration) return { enabled: false, allCredentials: [] }
  return {
    enabled: current.status === 'VALID',
    credentialId: current.id,
    credentialStatus: current.status,
    credentialConfigId: configuration.id,
    providerId: current.providerId,
    providerData: current.providerData,
    sharedSettings: configuration.sharedSettings,
    workflowSettings: configuration.workflowSettings,
    configuredWorkflows: configuration.workflowSettings,
    configMeta: configuration.configMeta,
    allCredentials: credentials,
  }
}

/** `GET /sdk/me`. `meta` is what the product told about the user. */
/** @param origin the `Origin` header */
export function toWireMe(
  { user, project }: UserContext,
  meta: Record<string, unknown>,
  integrations: readonly UserIntegration[],
  origin: string | undefined,
) {
  const refusal = pageRefusal(project, origin)
  return {
    authenticated: true,
    userId: user.externalId,
    meta,
    resources: [],
    project: {
      id: project.id,
      billingPlan: 'connect_enterprise',
      accessibleFeatures: ACCESSIBLE_FEATURES,
      ...(refusal && { pageRefusal: refusal }),
    },
    integrations: Object.fromEntries(
      integrations.map(({ integration, connections }) => [
        integration.slug,
        toWireUserIntegration(connections),
      ]),
    ),
  }
}

/** One entry of `GET /sdk/integrations`. */
export function toWireIntegration(
  integration: Integration,
  { projectId, hasCredential }: { projectId: string; hasCredential: boolean },
) {
  const { id, slug, provider, authKinds } = integration
  const [first] = authKinds
  return {
    id,
    projectId,
    type: slug,
    isActive: integration.isActive,
    /** Not known to existing SDKs: whether there is a way to connect it for which the team has entered all. */
    isReady: authKinds.some((auth) => isReady(integration, auth)),
    name: provider.name,
    brandColor: provider.icon.color,
    authenticationType: first ? schemeOf(first) : 'basic',
    hasCredential,
    connectedUserLimitOnDevCred: 0,
    connectedUserLimitReached: false,
    needPreOauthInputs: asksFirst(authKinds),
    configs: [
      {
        id,
        integrationId: id,
        values: {
          accentColor: integration.accentColor,
          paragonLink: false,
          description: integration.description,
          overview: integration.overview,
          sharedMeta: { inputs: integration.inputs.map(toWireInput) },
          workflowMeta: {},
        },
      },
    ],
    workflows: [],
    noPermissionWorkflows: [],
    sdkIntegrationConfig: {
      oauthInputs: first && visitsProvider(first) ? first.inputs : [],
      accountTypes: authKinds.length > 1 ? authKinds.map(toWireAccountType) : [],
      // Clients fall back to these for an account type that asks for nothing.
      authConfigInputs: authKinds.length > 1 ? [] : (first?.inputs ?? []),
      postOauthInputs: toPostInputs(integration),
      dataSources: toDataSources(integration),
      authSchemeOptions: {},
    },
    customIntegrationId: null,
    customIntegration: null,
    dateCreated: integration.createdAt,
    dateUpdated: integration.updatedAt,
  }
}

/** Whether something has to be asked before the provider’s window opens; if not, clients open it by themselves. */
function asksFirst(authKinds: readonly AuthKind[]): boolean {
  return authKinds.length > 1 || authKinds.some((auth) => !visitsProvider(auth) || auth.inputs.length > 0)
}

/** Existing SDKs fill a dropdown of the product's own only where there is a list to fill. */
function toWireInput(input: Input): Input {
  return input.type === 'CUSTOM_DROPDOWN' ? { customDropdownOptions: [], ...input } : input
}

function toWireAccountType(auth: AuthKind) {
  const { id, label, inputs } = auth
  return { id, scheme: schemeOf(auth), accountDescription: label, endUserSuppliedValues: inputs }
}

/** What a user may have to choose after authorising. Its options come from row 18, under a name of its own. */
function toPostInputs({ authKinds }: Integration): Input[] {
  return authKinds.flatMap(({ postConnect }) =>
    postConnect.flatMap(({ name, choose }): Input[] =>
      choose
        ? [
            {
              type: 'DYNAMIC_ENUM',
              id: name,
              title: choose.title,
              sourceType: choiceSource(name),
              required: true,
            },
          ]
        : [],
    ),
  )
}

/** Dynamic dropdowns: those the page declares, and one for each choice after authorising. */
function toDataSources({ provider, authKinds }: Integration) {
  const choices = authKinds.flatMap(({ postConnect }) =>
    postConnect.flatMap(({ name, choose }) => (choose ? [choiceSource(name)] : [])),
  )
  const declared = Object.entries(provider.sources).map(
    ([name, { next }]) => [name, next !== undefined] as const,
  )
  const all = [...declared, ...choices.map((name) => [name, false] as const)]
  return Object.fromEntries(
    all.map(([name, supportPagination]) => [
      name,
      {
        type: 'DYNAMIC_DATA_SOURCE',
        cacheKey: name,
        title: name,
        refreshDependencies: [],
        supportPagination,
      },
    ]),
  )
}

const choiceSource = (name: string) => CHOICE_SOURCE + name
