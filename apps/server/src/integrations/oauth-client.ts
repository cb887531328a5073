import { AppError, type IntegrationId } from '@tenon/core'
import { type AuthKind, clientOwner } from '@tenon/providers'
import type { ProjectContext } from '../context.ts'
import type { Integration } from './integration.ts'
import { missingSettings, settingNames } from './missing-settings.ts'
import { ownClient } from './own-client.ts'
import { getRow } from './store.ts'

/** As the team registered it at the provider. A public client has no secret. */
interface OAuthClient {
  id: string
  secret: string | undefined
}

const NOBODY: OAuthClient = { id: '', secret: undefined }

/**
 * The client that a connection uses: the user's own where its inputs name one, else the team's.
 *
 * @throws AppError `not_configured` naming what the team has not entered
 */
export async function clientOf(
  ctx: ProjectContext,
  integration: Pick<Integration, 'id' | 'provider'>,
  auth: AuthKind,
  inputs: Readonly<Record<string, string>>,
): Promise<OAuthClient> {
  const own = ownClient(auth, inputs)
  if (own) return own
  return clientOwner(auth) === 'team' ? teamClient(ctx, integration, auth) : NOBODY
}

/** The client registered for the integration. @throws AppError `not_configured` naming what is missing */
async function teamClient(
  ctx: ProjectContext,
  { id, provider }: Pick<Integration, 'id' | 'provider'>,
  auth: AuthKind,
): Promise<OAuthClient> {
  const { clientId, clientSecret } = await getRow(ctx, id)
  const missing = missingSettings([auth], { clientId, clientSecret })
  if (!clientId || missing.length > 0) {
    const names = missing.map((setting) => settingNames[setting]).join(' and ')
    throw new AppError('not_configured', `${provider.name} needs the ${names} of its OAuth client: set it`)
  }
  return {
    id: clientId,
    secret: clientSecret ? ctx.vault.openText(clientSecret, secretPlace(id)) : undefined,
  }
}

/** Encrypts a client secret for its integration's row, and for no other. */
export function sealClientSecret(
  { vault }: Pick<ProjectContext, 'vault'>,
  id: IntegrationId,
  secret: string,
) {
  return vault.seal(secret, secretPlace(id))
}

function secretPlace(id: IntegrationId) {
  return { table: 'integration', column: 'client_secret', rowId: id }
}
