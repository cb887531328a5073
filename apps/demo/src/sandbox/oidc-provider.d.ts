/** The part of `oidc-provider` 9 that the sandbox uses; the package ships no types. */
declare module 'oidc-provider' {
  import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'

  interface Client {
    clientId: string
    clientName?: string
  }
  interface Context {
    type: string
    body: unknown
    set(header: string, value: string): void
    oidc: { result?: { consent?: { grantId?: string } } }
  }
  interface Interaction {
    uid: string
    exp: number
    params: Record<string, unknown>
    session?: { uid: string; accountId?: string } | undefined
    save(ttlS: number): Promise<string>
  }
  interface Grant {
    addOIDCScope(scope: string): void
    save(): Promise<string>
  }
  interface AccessToken {
    accountId: string
    scope?: string
    exp: number
  }

  export class Provider {
    constructor(issuer: string, configuration: Record<string, unknown>)
    callback(): RequestListener
    Grant: {
      new (of: { accountId: string; clientId: string }): Grant
      find(id: string): Promise<Grant | undefined>
    }
    AccessToken: {
      find(value: string, options?: { ignoreExpiration?: boolean }): Promise<AccessToken | undefined>
    }
    Client: { find(id: string): Promise<Client | undefined> }
    Session: { findByUid(uid: string): Promise<{ destroy(): Promise<void> } | undefined> }
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<Interaction>
    /** Where the browser goes on to. */
    interactionResult(request: IncomingMessage, response: ServerResponse, result: object): Promise<string>
  }

  export const errors: { SessionNotFound: new (...args: never[]) => Error }
}
