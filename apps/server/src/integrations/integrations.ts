import { AppError, type IntegrationId, isUuid } from '@tenon/core'
import type { Provider } from '@tenon/providers'
import { uuidv7 } from 'uuidv7'
import type { ProjectContext } from '../context.ts'
import { change } from '../database/change.ts'
import { oauthCallbackUrl } from '../http/urls.ts'
import { checkAccountTypes } from './auth-kinds.ts'
import { closest } from './closest.ts'
import { type Integration, SwitchOnInput, toIntegration } from './integration.ts'
import { chooseClient } from './oauth-client.ts'
import { checkTakesOwnClient } from './own-client.ts'
import * as store from './store.ts'
import { checkVariables } from './variables.ts'

/** The noun's front door: other nouns, routes and commands import from here. */
export { authKindForPayload, authKindOf, authKindUsed, scopesOf, wantedAuthKind } from './auth-kinds.ts'
export { type Integration, SwitchOnInput } from './integration.ts'
export {
  isReady,
  MISSING_SETTINGS,
  missingSettings,
  needsClient,
  settingNames,
} from './missing-settings.ts'
export { clientOf } from './oauth-client.ts'
export { ownClient, usesTeamClient } from './own-client.ts'

/**
 * Switches a provider on, or changes the integration that exists already. What is left out stays as it was.
 *
 * @throws AppError `not_found` for a provider that the catalog lacks, `invalid_request` for settings that do not fit it,
 * `conflict` for a client whose entry of the keyvault serves others
 */
export async function switchOnIntegration(ctx: ProjectContext, input: SwitchOnInput): Promise<Integration> {
  const { provider: slug, client, clientId, clientSecret, ...settings } = SwitchOnInput.parse(input)
  const provider = ctx.providers.get(slug)
  if (!provider) throw unknownProvider(ctx, slug)
  checkAccountTypes(provider, settings.accountTypes)
  const tagsOf = ({ id }: store.IntegrationRow) => [integrationTag(id)]
  const row = await change(ctx, tagsOf, async (tx) => {
    const scope = { ...ctx, db: tx }
    const locked = await store.lockRow(scope, uuidv7() as IntegrationId, slug)
    checkVariables(provider, settings.variables ?? locked.variables, ctx.config.outboundAllow)
    if (settings.allowsOwnClient) {
      const offered = settings.accountTypes ?? locked.accountTypes
      const authKinds = provider.auth.filter(({ id }) => offered?.includes(id) ?? true)
      checkTakesOwnClient(authKinds, provider.name)
    }
    const keyvaultEntryId = await chooseClient(scope, locked, { client, clientId, clientSecret })
    await store.updateRow(scope, locked.id, { ...settings, keyvaultEntryId })
    return store.getRow(scope, locked.id)
  })
  return toIntegration(provider, row, oauthCallbackUrl(ctx.config))
}

/** Switched off: it cannot be connected or called; connections stay and work again when it is switched on. */
export async function switchOffIntegration(ctx: ProjectContext, slug: string): Promise<void> {
  const { id } = await getIntegration(ctx, slug)
  await change(ctx, [integrationTag(id)], (tx) =>
    store.updateRow({ ...ctx, db: tx }, id, { isActive: false }),
  )
}

/** Those switched off too, the oldest first. */
export async function listIntegrations(ctx: ProjectContext): Promise<Integration[]> {
  return (await store.listRows(ctx)).map((row) => readIntegration(ctx, row))
}

/**
 * By slug or id. `googleCalendar`, as existing clients write it, finds `google-calendar`.
 * @throws AppError `not_found`, also for one that is switched off
 */
export async function getActiveIntegration(ctx: ProjectContext, slugOrId: string): Promise<Integration> {
  const found = await getIntegration(ctx, slugOrId)
  if (found.isActive) return found
  throw new AppError('not_found', `The integration "${found.slug}" is switched off in this project`)
}

/** As {@link getActiveIntegration}, switched off or not. @throws AppError `not_found` */
export async function getIntegration(ctx: ProjectContext, slugOrId: string): Promise<Integration> {
  const row = isUuid(slugOrId)
    ? await store.findRow(ctx, { id: slugOrId as IntegrationId })
    : ((await store.findRow(ctx, { slug: slugOrId })) ??
      (await store.findRow(ctx, { slug: kebabCase(slugOrId) })))
  if (row) return readIntegration(ctx, row)
  throw new AppError('not_found', `The integration "${slugOrId}" is not switched on in this project`)
}

/** Carried by all that is cached and was made from an integration's settings. */
function integrationTag(id: IntegrationId): string {
  return `integration:${id}`
}

function readIntegration(ctx: ProjectContext, row: store.IntegrationWithClient): Integration {
  return toIntegration(pageOf(ctx, row), row, oauthCallbackUrl(ctx.config))
}

function pageOf({ providers }: ProjectContext, { slug }: store.IntegrationRow): Provider {
  const provider = providers.get(slug)
  if (!provider) throw new Error(`the catalog has lost the provider "${slug}"`)
  return provider
}

function unknownProvider({ providers }: ProjectContext, slug: string): AppError {
  const meant = closest(slug, providers.keys())
  const hint = meant ? `did you mean "${meant}"?` : `it has ${[...providers.keys()].join(', ')}`
  return new AppError('not_found', `There is no provider "${slug}" in the catalog; ${hint}`)
}

function kebabCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase()
}
