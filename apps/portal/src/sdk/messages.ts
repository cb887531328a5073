import { z } from 'zod'
import { dropdownsOf } from './dropdowns.ts'

/** How the host page asked for the integration (`ConnectParams` of the SDK), as far as the portal acts on it. */
const InstallOptions = z.looseObject({
  isApiInstallation: z.boolean().nullish(),
  showPortalAfterInstall: z.boolean().nullish(),
  bypassPostOAuthPrompt: z.boolean().nullish(),
  allowMultipleCredentials: z.boolean().nullish(),
  accountType: z.union([z.string(), z.array(z.string())]).nullish(),
  selectedCredentialId: z.string().nullish(),
  externalId: z.string().nullish(),
})
export type InstallOptions = z.infer<typeof InstallOptions>

const Integration = z.looseObject({
  id: z.string(),
  type: z.string(),
  name: z.string().nullish(),
  needPreOauthInputs: z.boolean().nullish(),
  customIntegration: z.looseObject({ slug: z.string().nullish(), name: z.string().nullish() }).nullish(),
})

const UserIntegration = z.looseObject({
  allCredentials: z.array(z.looseObject({ id: z.string(), status: z.string() })).nullish(),
})

/** SDK → portal: sent when the iframe has loaded and whenever something of the SDK's state changed. */
const UiUpdate = z.object({
  messageType: z.literal('UI_UPDATE'),
  nextContext: z.object({
    projectId: z.string().nullish(),
    user: z.looseObject({
      authenticated: z.boolean(),
      token: z.string().nullish(),
      integrations: z.record(z.string(), UserIntegration.nullish()).nullish().catch(null),
    }),
    endUserIntegrationConfig: z
      .object({ mapObjectFields: z.record(z.string(), z.unknown()).nullish() })
      .nullish()
      .catch(null),
  }),
  nextModalState: z.object({
    integration: Integration.nullish(),
    config: z.unknown().optional(),
    apiInstallationOptions: InstallOptions.nullish().catch(null),
    selectedCredentialId: z.string().nullish(),
    connectionError: z.unknown().optional(),
    isWindowClosed: z.boolean().nullish(),
    shouldShowPortalAfterInstall: z.boolean().nullish(),
  }),
})

/** SDK → portal: how a call of one of the SDK's functions ended. */
const FunctionAnswer = z.union([
  z.object({
    messageType: z.literal('SDK_FUNCTION_RESPONSE'),
    id: z.string(),
    result: z.unknown().optional(),
  }),
  z.object({ messageType: z.literal('SDK_FUNCTION_ERROR'), id: z.string(), message: z.unknown().optional() }),
])
type FunctionAnswer = z.infer<typeof FunctionAnswer>

/** What the SDK in the host page last said. */
export interface HostState {
  projectId: string | null
  /** `null` when nobody is signed in. */
  token: string | null
  /** The integration the portal is open for; `null` while it is closed. */
  integration: HostIntegration | null
  install: InstallOptions
  selectedCredentialId: string | null
  connectionError: unknown
  /** The provider's window looks closed. Paragon's SDK does not tell. */
  isWindowClosed: boolean
  shouldShowPortalAfterInstall: boolean
  /** The SDK's copy of the user's connections to the integration, as `id status` in a stable order. */
  credentials: readonly string[]
  /** Choices that the host page gave for `CUSTOM_DROPDOWN` inputs, by their key. */
  dropdowns: ReadonlyMap<string, readonly { value: string; label: string }[]>
  /** The host page's own fields for `FIELD_MAPPER` inputs, by object name. */
  mapObjectFields: Readonly<Record<string, unknown>>
}

export interface HostIntegration {
  id: string
  slug: string
  name: string | null
  /** The SDK starts no OAuth by itself then, since something has to be asked first. */
  needsInputsFirst: boolean
  /** As the SDK sent it: some of its functions want it back. */
  raw: unknown
}

export type SdkMessage =
  | { kind: 'state'; state: HostState }
  | { kind: 'answer'; answer: FunctionAnswer }
  | { kind: 'other' }

/** Reads any message that arrived from the host page; those of others are `other`. */
export function readMessage(data: unknown): SdkMessage {
  const update = UiUpdate.safeParse(data)
  if (update.success) return { kind: 'state', state: hostState(update.data) }
  const answer = FunctionAnswer.safeParse(data)
  return answer.success ? { kind: 'answer', answer: answer.data } : { kind: 'other' }
}

function hostState({ nextContext, nextModalState }: z.infer<typeof UiUpdate>): HostState {
  const { user } = nextContext
  const integration = hostIntegration(nextModalState.integration)
  const credentials = integration ? (user.integrations?.[integration.slug]?.allCredentials ?? []) : []
  return {
    projectId: nextContext.projectId ?? null,
    token: (user.authenticated && user.token) || null,
    integration,
    install: nextModalState.apiInstallationOptions ?? {},
    selectedCredentialId: nextModalState.selectedCredentialId ?? null,
    connectionError: nextModalState.connectionError ?? undefined,
    isWindowClosed: nextModalState.isWindowClosed ?? false,
    shouldShowPortalAfterInstall: nextModalState.shouldShowPortalAfterInstall ?? false,
    credentials: credentials.map(({ id, status }) => `${id} ${status}`).sort(),
    dropdowns: dropdownsOf(nextModalState.config),
    mapObjectFields: nextContext.endUserIntegrationConfig?.mapObjectFields ?? {},
  }
}

function hostIntegration(raw: z.infer<typeof Integration> | null | undefined): HostIntegration | null {
  if (!raw) return null
  const { id, type, customIntegration } = raw
  return {
    id,
    // The SDK keeps a custom integration as type "custom" and its slug one level deeper.
    slug: type === 'custom' ? (customIntegration?.slug ?? type) : type,
    name: customIntegration?.name ?? raw.name ?? null,
    needsInputsFirst: raw.needPreOauthInputs ?? false,
    raw,
  }
}
