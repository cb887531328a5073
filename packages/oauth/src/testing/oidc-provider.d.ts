declare module 'oidc-provider/lib/adapters/memory_adapter.js' {
  /** The default without its warning. */
  export function createMemoryAdapter(clockToleranceS: number): unknown
}

/** The part of oidc-provider that the tests use; it comes without types. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  interface Grant {
    addOIDCScope(scope: string): void
    save(): Promise<string>
  }

  interface InteractionDetails {
    prompt: { name: string }
    params: { client_id: string; scope: string }
    session?: { accountId: string }
  }

  export default class Provider {
    constructor(issuer: string, configuration: Record<string, unknown>)
    Grant: new (of: {
      accountId: string | undefined
      clientId: string
    }) => Grant
    ClientCredentials: { find(token: string): Promise<{ clientId: string } | undefined> }
    callback(): (request: IncomingMessage, response: ServerResponse) => void
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<InteractionDetails>
    interactionFinished(
      request: IncomingMessage,
      response: ServerResponse,
      result: Record<string, unknown>,
      options: { mergeWithLastSubmission: boolean },
    ): Promise<void>
  }
}
