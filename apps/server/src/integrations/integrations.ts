import { AppError, Input, type IntegrationId, isUuid } from '@tenon/core'
import type { AuthKind, Provider } from '@tenon/providers'
import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import type { ProjectContext } from '../context.ts'
import { change } from '../database/change.ts'
import { findRow, type IntegrationRow, listRows, lockRow, updateRow } from './store.ts'
import { checkVariables, withDefaults } from './variables.ts'

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
  clientId: string | null
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
  scopes: z.array(z.string()).optional().describe('absent asks for the page’s own list'),
  accountTypes: z.array(z.string()).min(1).optional().describe('which kinds of authorisation are offered'),
  variables: z.record(z.string(), z.string()).optional(),
  inputs: z.array(Input).optional().describe('user settings'),
})
export type SwitchOnInput = z.input<typeof SwitchOnInput>

/** Switches a provider on, or changes the integration that exists already. What is left out stays as it was. */
export async function switchOnIntegration(ctx: ProjectContext, input: SwitchOnInput): Promise<Integration> {
  const { provider: slug, clientSecret, ...settings } = SwitchOnInput.parse(input)
  const provider = ctx.providers.get(slug)
  if (!provider) throw new AppError('not_found', `There is no provider "${slug}" in the catalog`)
  checkAccountTypes(provider, settings.accountTypes)
  const tagsOf = ({ id }: IntegrationRow) => [`integration:${id}`]
  const row = await change(ctx, tagsOf, async (tx) => {
    const scope = { ...ctx, db: tx }
    const { id, variables } = await lockRow(scope, uuidv7() as IntegrationId, slug)
    checkVariables(provider, settings.variables ?? variables, ctx.config.outboundAllow)
    return updateRow(scope, id, {
      ...settings,
      ...(clientSecret && { clientSecret: ctx.vault.seal(clientSecret, clientSecretPlace(id)) }),
    })
  })
  return toIntegration(ctx, row)
}

/** Switched off: it cannot be connected or called; connections stay and work again when it is switched on. */
export async function switchOffIntegration(ctx: ProjectContext, slug: string): Promise<void> {
  const { id } = await getIntegration(ctx, slug)
  await change(ctx, [`integration:${id}`], (tx) => updateRow({ ...ctx, db: tx }, id, { isActive: false }))
}

export async function listIntegrations(ctx: ProjectContext): Promise<Integration[]> {
  return (await listRows(ctx)).map((row) => toIntegration(ctx, row))
}

/**
 * By slug or id. `googleCalendar`, as existing clients write it, finds `google-calendar`.
 * @throws AppError `not_found`, also for one that is switched off
 */
export async function getActiveIntegration(ctx: ProjectContext, slugOrId: string): Promise<Integration> {
  const found = await getIntegration(ctx, slugOrId)
  if (!found.isActive)
    throw new AppError('not_found', `The integration "${found.slug}" is switched off in this project`)
  return found
}

export async function getIntegration(ctx: ProjectContext, slugOrId: string): Promise<Integration> {
  const row = isUuid(slugOrId)
    ? await findRow(ctx, { id: slugOrId as IntegrationId })
    : ((await findRow(ctx, { slug: slugOrId })) ?? (await findRow(ctx, { slug: kebabCase(slugOrId) })))
  if (row) return toIntegration(ctx, row)
  throw new AppError('not_found', `The integration "${slugOrId}" is not switched on in this project`)
}

/** The OAuth client registered at the provider. @throws AppError when the team has not entered one. */
export async function oauthClient(
  ctx: ProjectContext,
  { id, slug, provider }: Integration,
  auth: AuthKind,
): Promise<{ id: string; secret: string | undefined }> {
  const row = await findRow(ctx, { slug })
  if (!row?.clientId) {
    throw new AppError(
      'not_configured',
      `${provider.name} needs an OAuth client: set its client id and secret`,
    )
  }
  const secret = row.clientSecret ? ctx.vault.openText(row.clientSecret, clientSecretPlace(id)) : undefined
  const isPublic = auth.type === 'oauth2' && auth.server.clientAuth === 'none'
  if (!secret && !isPublic) {
    throw new AppError(
      'not_configured',
      `${provider.name} needs the client secret of its OAuth client: set it`,
    )
  }
  return { id: row.clientId, secret }
}

/** The kind that a connection was made with, whether or not it is still offered. */
export function authKindUsed({ provider }: Integration, accountType: string): AuthKind {
  const found = provider.auth.find(({ id }) => id === accountType)
  if (found) return found
  throw new Error(`the page of "${provider.id}" has lost the account type "${accountType}"`)
}

/** @throws AppError `invalid_request` listing what the integration offers */
export function authKindOf({ authKinds, provider }: Integration, accountType?: string): AuthKind {
  const found = accountType === undefined ? authKinds[0] : authKinds.find(({ id }) => id === accountType)
  if (found) return found
  const offered = authKinds.map(({ id }) => `"${id}"`).join(', ')
  throw new AppError(
    'invalid_request',
    `${provider.name} has no account type "${accountType}"; it offers ${offered}`,
  )
}

/** Which kind a caller wants by its install options; the first of a list, the default for none. */
export function wantedAuthKind(
  integration: Integration,
  { accountType }: { accountType?: string | string[] | undefined },
): AuthKind {
  const wanted = Array.isArray(accountType) ? accountType[0] : accountType
  return authKindOf(integration, wanted === 'default' ? undefined : wanted)
}

/**
 * Which kind a form was filled in for. Existing clients do not always say: then it is the one that asks for what was
 * entered.
 */
export function authKindForPayload(
  integration: Integration,
  options: { accountType?: string | string[] | undefined },
  payload: Record<string, unknown>,
): AuthKind {
  if (options.accountType !== undefined) return wantedAuthKind(integration, options)
  const forms = integration.authKinds.filter(({ type }) => type !== 'oauth2')
  const entered = (auth: AuthKind) => auth.inputs.filter(({ id }) => Object.hasOwn(payload, id)).length
  const [best] = forms.toSorted((one, other) => entered(other) - entered(one))
  return best ?? authKindOf(integration)
}

/** What the integration asks for. The team chooses for the first OAuth kind; others, such as Slack's user tokens, have scopes of their own. */
export function scopesOf({ scopes, authKinds }: Integration, auth: AuthKind): string[] {
  if (auth.type !== 'oauth2') return []
  const isChosenFor = authKinds.find(({ type }) => type === 'oauth2')?.id === auth.id
  if (!scopes || !isChosenFor) return auth.scopes.map(({ name }) => name)
  const required = auth.scopes.filter((scope) => scope.required).map(({ name }) => name)
  return [...new Set([...required, ...scopes])]
}

function toIntegration({ providers }: ProjectContext, row: IntegrationRow): Integration {
  const provider = providers.get(row.slug)
  if (!provider) throw new Error(`the catalog has lost the provider "${row.slug}"`)
  return {
    id: row.id,
    slug: row.slug,
    provider,
    isActive: row.isActive,
    description: row.description ?? provider.description,
    overview: row.overview ?? '',
    accentColor: row.accentColor ?? provider.icon.color,
    clientId: row.clientId,
    authKinds: provider.auth.filter(({ id }) => row.accountTypes?.includes(id) ?? true),
    scopes: row.scopes,
    variables: withDefaults(provider, row.variables),
    inputs: row.inputs,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  }
}

function checkAccountTypes(provider: Provider, accountTypes: string[] | undefined): void {
  const unknown = accountTypes?.find((type) => !provider.auth.some(({ id }) => id === type))
  if (unknown === undefined) return
  const known = provider.auth.map(({ id }) => id).join(', ')
  throw new AppError('invalid_request', `${provider.name} has no account type "${unknown}"; it has ${known}`)
}

function clientSecretPlace(id: IntegrationId) {
  return { table: 'integration', column: 'client_secret', rowId: id }
}

function kebabCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase()
}
