import type { AuthKind, Provider } from '@tenon/providers'
import type { Fetch } from '../outbound.ts'

/** What modules use of the world, and what they know of the integration they run for. */
export interface AssemblyIo {
  provider: Provider
  auth: AuthKind
  variables: Record<string, string>
  /** The OAuth client, the team's or the one among the inputs; asked for only by modules that need one. */
  client: (inputs: Record<string, string>) => Promise<{ id: string; secret: string | undefined }>
  /** A secret of the team's keyvault. @throws AppError `not_configured`, also for an OAuth client */
  keyvaultValue: (entry: string) => Promise<string>
  /** Where the provider sends the user back. */
  redirectUri: string
  /** Below it are the addresses of a provider that posts its consumer to us, by the state. */
  postedUrl: string
  /** The `state` parameter of an authorization request. */
  oauthState: string
  /** The product's own page received the code, and has judged the callback. */
  isProductCode: boolean
  fetch: Fetch
  now: () => Date
  /** Metadata of the connection that is being reconnected: a choice made then is made again without asking. */
  prior: Record<string, string> | undefined
}
