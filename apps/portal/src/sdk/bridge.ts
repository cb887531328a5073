import { type HostState, readMessage } from './messages.ts'

/**
 * The functions of the SDK that the portal calls, as `@useparagon/connect` 1.0.40 to 2.4.0 and `@tenon/sdk` take them.
 * Answers come from another origin: who needs one parses it.
 */
interface SdkFunctions {
  updateContainerStyle(style: { isModalShown: boolean }): void
  onOpen(): void
  /** `true`: also when the host page asked for an installation without a portal. */
  onClose(force: true): void
  getVersion(): string
  setHeadless(isHeadless: boolean): void
  setModalState(patch: { connectionError?: undefined; selectedCredentialId?: undefined }): void
  /** Reads the user and the integrations anew. */
  updateLocalState(): unknown
  /** Sends entered values, or with a credential id the choice that completes it. Keeps a failure as `connectionError`. */
  _oauthCallback(
    values: { integrationId: string; payload: Record<string, unknown>; attempt: number },
    completedCredentialId: string | undefined,
    options: { installOptions: Record<string, unknown> },
  ): unknown
  startOAuthFlow(slug: string, installOptions: Record<string, unknown>): void
  sendConnectRequest(path: string, init: RequestInit): unknown
  updateCredentialData(credential: unknown, integration: unknown): void
  uninstallIntegration(slug: string, options: { selectedCredentialId: string }): void
  enableWorkflow(workflowId: string, options: Selected): void
  disableWorkflow(workflowId: string, options: Selected): void
  updateIntegrationUserSettings(slug: string, patch: Record<string, unknown>, options: Selected): unknown
  updateWorkflowUserSettings(
    slug: string,
    workflowId: string,
    patch: Record<string, unknown>,
    options: Selected,
  ): unknown
  triggerSDKEvent(event: {
    type: 'onIntegrationInstall' | 'onIntegrationUninstall' | 'onWorkflowChange'
    integrationId: string
    integrationType: string
    workflowId?: string
    workflowStateChange?: { enabled: boolean }
  }): void
  _loadCustomDropdownOptions(key: string, cursor: string | undefined, search: string | undefined): unknown
  _fetchBYOFieldMappingOptions(
    slug: string,
    list: 'objectTypes' | 'integrationFields',
    objectName: string,
    page: { objectType?: string; cursor?: string; search?: string },
  ): unknown
}

interface Selected {
  selectedCredentialId: string
  selectedConfigurationId: string
}

export interface Bridge {
  /** @throws Error with the SDK's message: a sentence, or the server's error body as JSON */
  call<Name extends keyof SdkFunctions>(
    name: Name,
    ...parameters: Parameters<SdkFunctions[Name]>
  ): Promise<unknown>
}

/** The part of `window` that carries messages. */
export interface MessagePage {
  parent: unknown
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void
}

/**
 * Talks to the SDK in the page around the iframe. Only that page is listened to; the origin of its first UI_UPDATE is
 * the only one ever listened and posted to, since the state that follows holds the user token.
 */
export function createBridge(page: MessagePage, onState: (state: HostState) => void): Bridge {
  const host = page.parent as Window
  const calls = new Map<string, { resolve(result: unknown): void; reject(error: Error): void }>()
  let hostOrigin: string | undefined

  page.addEventListener('message', ({ source, origin, data }) => {
    if (source !== host || host === (page as unknown)) return
    if (origin === 'null') return // A sandboxed or local file: there is no way to post to it alone.
    if (hostOrigin !== undefined && origin !== hostOrigin) return
    const message = readMessage(data)
    if (message.kind === 'state') {
      hostOrigin = origin
      onState(message.state)
    }
    if (message.kind === 'answer') {
      const { answer } = message
      const call = calls.get(answer.id)
      calls.delete(answer.id)
      if (answer.messageType === 'SDK_FUNCTION_RESPONSE') call?.resolve(answer.result)
      else call?.reject(new Error(String(answer.message)))
    }
  })

  let lastCall = 0
  return {
    call(type, ...parameters) {
      if (hostOrigin === undefined) return Promise.reject(new TypeError('no SDK has spoken yet'))
      lastCall += 1
      const id = `portal-${lastCall}`
      const answer = new Promise<unknown>((resolve, reject) => calls.set(id, { resolve, reject }))
      host.postMessage({ messageType: 'SDK_FUNCTION_INVOCATION', type, parameters, id }, hostOrigin)
      return answer
    },
  }
}
