import type { ConnectApi } from '../shared/connect-api.ts'
import { seenThrough } from '../shared/connections.ts'
import { asTenonError, isObject } from '../shared/errors.ts'
import type { AccountType, ConnectedUser, Integration } from '../shared/wire.ts'
import type { PreparedSources } from './data-sources.ts'
import type { Loaded } from './session.ts'

/** What the portal page is asked to show. */
export interface Shown {
  integration: Integration
  sources: PreparedSources
  installOptions: Record<string, unknown>
  accountType?: string | string[] | undefined
  overrideRedirectUrl?: string | undefined
  /** The connection the user is shown through, where that is not the default one. */
  connectionId?: string | undefined
  configurationId?: string | undefined
  connectionError?: object | undefined
  /** The provider's window looks closed, and nothing came of it yet. */
  isWindowClosed?: boolean | undefined
}

/** The page in the frame asks for one of the SDK's functions. */
export interface Invocation {
  id: unknown
  type: string
  parameters: unknown[]
}

export function readInvocation(data: unknown): Invocation | undefined {
  if (!isObject(data) || data.messageType !== 'SDK_FUNCTION_INVOCATION') return undefined
  const { id, type, parameters } = data
  return { id, type: String(type), parameters: Array.isArray(parameters) ? parameters : [] }
}

export function invocationResponse({ id, type }: Invocation, result: unknown) {
  return { messageType: 'SDK_FUNCTION_RESPONSE', id, type, result }
}

/** The message is the error's body as JSON, which is how Paragon's SDK tells its portal. */
export function invocationError({ id, type }: Invocation, error: unknown) {
  const message = JSON.stringify(asTenonError(error, 'internal'))
  return { messageType: 'SDK_FUNCTION_ERROR', error: true, message, id, type }
}

/** A failure to connect, in each of the shapes in which a portal page may be used to read one. */
export function connectionError(error: unknown, integrationId: string): object {
  const body = asTenonError(error, 'internal').toJSON()
  return { ...body, message: JSON.stringify(body), error: body.message, errorResponse: body, integrationId }
}

/** The whole state, sent after every change. `shown` is absent when the portal is to close. */
export function uiUpdate(
  api: ConnectApi,
  token: string,
  loaded: Loaded | undefined,
  shown: Shown | undefined,
) {
  return {
    messageType: 'UI_UPDATE',
    nextContext: {
      user: loaded ? { ...userAsShown(loaded.user, shown), token } : { authenticated: false },
      projectId: api.projectId,
      project: loaded?.project,
      endUserIntegrationConfig: shown && {
        mapObjectFields: shown.sources.mapObjectFields,
        overrideRedirectUrl: shown.overrideRedirectUrl,
      },
    },
    nextModalState: shown
      ? {
          integration: integrationAsShown(shown.integration),
          config: shown.sources.config,
          apiInstallationOptions: {
            isApiInstallation: false,
            ...shown.installOptions,
            ...accountTypes(shown),
          },
          selectedCredentialId: shown.installOptions.selectedCredentialId,
          connectionError: shown.connectionError,
          isWindowClosed: shown.isWindowClosed,
          shouldShowPortalAfterInstall: false,
        }
      : { integration: null },
  }
}

function userAsShown(user: ConnectedUser, shown: Shown | undefined): ConnectedUser {
  const slug = shown?.integration.slug ?? ''
  const state = user.integrations[slug]
  const connectionId = shown?.connectionId ?? state?.credentialId
  if (!state || !connectionId) return user
  const seen = seenThrough(state, connectionId, shown?.configurationId)
  return { ...user, integrations: { ...user.integrations, [slug]: seen } }
}

function integrationAsShown(integration: Integration) {
  return { ...integration, type: integration.customIntegration ? 'custom' : integration.type }
}

/** One account type is chosen for the user; a list of several is offered to choose from. */
function accountTypes({ accountType, integration }: Shown) {
  const known = integration.sdkIntegrationConfig?.accountTypes ?? []
  const wanted = accountType === undefined ? preselected(known) : [accountType].flat()
  return {
    accountType,
    selectedMultipleAccountTypes: Array.isArray(accountType) ? accountType : undefined,
    selectedAccountConfig: wanted.length === 1 ? known.find(({ id }) => id === wanted[0]) : undefined,
  }
}

/** Bringing an OAuth app of one's own is an option that is only offered when asked for. */
function preselected(known: AccountType[]): string[] {
  const ids = known.map(({ id }) => id)
  return ids.join() === 'default,user-configured-oauth' ? ['default'] : []
}
