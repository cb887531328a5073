import { Input, type IntegrationId } from '@tenon/core'
import type { AuthKind, Provider } from '@tenon/providers'
import { z } from 'zod'
import { withHelpLink } from './auth-kinds.ts'
import { type MissingSetting, missingSettings } from './missing-settings.ts'
import { withOwnClient } from './own-client.ts'
import type { IntegrationWithClient } from './store.ts'
import { withDefaults } from './variables.ts'

/** A provider switched on in a project: the team's settings over the provider's page. */
export interface Integration {
  id: IntegrationId
  slug: string
  provider: Provider
  isActive: boolean
  /** One line under the name in the portal. */
  description: string
  /** Markdown. */
  overview: string
  accentColor: string
  /** Its OAuth client's name in the keyvault. */
  client: string | null
  clientId: string | null
  hasClientSecret: boolean
  /** Users may bring an OAuth client of their own; where the team has none they have to. */
  allowsOwnClient: boolean
  /** What the team has yet to enter: until then some kinds of authorisation, or all, cannot work. */
  missing: MissingSetting[]
  /** The kinds of authorisation offered, the default first. */
  authKinds: AuthKind[]
  /** The team's choice, or null for the page's own list. */
  scopes: string[] | null
  /** Values of the page's variables, defaults filled in. */
  variables: Record<string, string>
  /** User settings. */
  inputs: Input[]
  createdAt: Date
  updatedAt: Date
}

export const SwitchOnInput = z.object({
  provider: z.string().describe('id of a provider of the catalog'),
  isActive: z.boolean().default(true),
  description: z.string().max(200).optional().describe('one line under the name in the portal'),
  overview: z.string().max(20_000).optional().describe('markdown'),
  accentColor: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as #4A154B')
    .optional(),
  clientId: z.string().trim().min(1).optional().describe('of the OAuth client registered at the provider'),
  clientSecret: z.string().trim().min(1).optional().describe('write-only'),
  client: z.string().min(1).optional().describe('in place of both: an OAuth client of the keyvault, by name'),
  allowsOwnClient: z.boolean().optional().describe('users may bring an OAuth client of their own'),
  scopes: z.array(z.string()).optional().describe('absent asks for the page’s own list'),
  accountTypes: z.array(z.string()).min(1).optional().describe('which kinds of authorisation are offered'),
  variables: z.record(z.string(), z.string()).optional(),
  inputs: z.array(Input).optional().describe('user settings'),
})
export type SwitchOnInput = z.input<typeof SwitchOnInput>

/**
 * Lays the team's settings over the provider's page.
 *
 * @param redirectUrl what users register with an OAuth client of their own
 */
export function toIntegration(
  provider: Provider,
  row: IntegrationWithClient,
  redirectUrl: string,
): Integration {
  const variables = withDefaults(provider, row.variables)
  const entered = { clientId: row.client?.clientId, clientSecret: row.client?.hasSecret }
  const withOwn = (auth: AuthKind) =>
    withOwnClient(auth, {
      provider: provider.name,
      redirectUrl,
      isRequired: missingSettings([auth], entered).length > 0,
    })
  const authKinds = provider.auth
    .filter(({ id }) => row.accountTypes?.includes(id) ?? true)
    .map((auth) => withHelpLink(auth, variables))
    .map((auth) => (row.allowsOwnClient ? withOwn(auth) : auth))
  return {
    id: row.id,
    slug: row.slug,
    provider,
    isActive: row.isActive,
    description: row.description ?? provider.description,
    overview: row.overview ?? '',
    accentColor: row.accentColor ?? provider.icon.color,
    client: row.client?.name ?? null,
    clientId: row.client?.clientId ?? null,
    hasClientSecret: row.client?.hasSecret ?? false,
    allowsOwnClient: row.allowsOwnClient,
    missing: missingSettings(authKinds, entered),
    authKinds,
    scopes: row.scopes,
    variables,
    inputs: row.inputs,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  }
}
