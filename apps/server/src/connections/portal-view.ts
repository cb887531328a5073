import type { PortalAccountType, PortalConnection, PortalView } from '@tenon/core'
import { type AuthKind, knownScopes, visitsProvider } from '@tenon/providers'
import type { UserContext } from '../context.ts'
import { type Integration, isReady, scopesOf } from '../integrations/integrations.ts'
import { sanitizedMarkdown } from '../pages/markdown.ts'
import { type ConfiguredConnection, listConfiguredConnections } from './list.ts'
import { openChoice } from './open-choice.ts'
import { portalSources } from './portal-sources.ts'

/** Everything the Connect Portal shows of one integration to the user. */
export async function portalView(ctx: UserContext, integration: Integration): Promise<PortalView> {
  const connections = await listConfiguredConnections(ctx, integration)
  const { id, slug, provider, accentColor, description, overview, inputs } = integration
  return {
    product: { name: ctx.project.productName },
    integration: {
      id,
      slug,
      name: provider.name,
      iconUrl: `/integrations/${slug}.svg`,
      accentColor,
      description,
      overviewHtml: sanitizedMarkdown(overview),
    },
    accountTypes: integration.authKinds.map((auth) => toAccountType(integration, auth)),
    connections: connections.map((one) => toPortalConnection(one, ctx.now())),
    settings: inputs,
    workflows: [],
    sources: portalSources(inputs, provider),
  }
}

function toAccountType(integration: Integration, auth: AuthKind): PortalAccountType {
  const { id, label, inputs, help } = auth
  const known = knownScopes(auth)
  const scopes = scopesOf(integration, auth).map((name) => {
    const description = known.find((scope) => scope.name === name)?.description
    return { name, ...(description !== undefined && { description }) }
  })
  return {
    id,
    label,
    kind: portalKind(auth),
    ...(auth.type === 'oauth1' && auth.server.flow === 'posted' && { flow: 'posted' }),
    isReady: isReady(integration, auth),
    inputs,
    scopes,
    ...(help && { help }),
  }
}

/** The user is asked to choose here also while the connection goes on working with its old credential. */
function portalKind(auth: AuthKind): PortalAccountType['kind'] {
  if (auth.type === 'none') return 'none'
  return visitsProvider(auth) ? 'redirect' : 'entered'
}

function toPortalConnection(
  { connection, configurations }: ConfiguredConnection,
  now: Date,
): PortalConnection {
  const choice = openChoice(connection, now)
  const settings = configurations.find(({ isDefault }) => isDefault)
  const { accountId, accountLabel } = connection
  return {
    id: connection.id,
    status: choice ? 'pending' : connection.status,
    reauthReason: connection.reauthReason,
    externalId: connection.externalId,
    accountTypeId: connection.accountType,
    account: accountId === null ? null : { id: accountId, label: accountLabel ?? accountId },
    connectedAt: connection.createdAt.toISOString(),
    choose: choice ? { inputId: choice.inputId, title: choice.title, options: choice.options } : null,
    configurationId: settings?.id ?? '',
    sharedSettings: settings?.sharedSettings ?? {},
    workflowSettings: settings?.workflowSettings ?? {},
  }
}
