import { AppError, type KeyvaultEntryId } from '@tenon/core'
import { type AuthKind, clientOwner } from '@tenon/providers'
import type { ProjectContext } from '../context.ts'
import { getClientId, openClient, saveClient } from '../keyvault/clients.ts'
import type { Integration } from './integration.ts'
import { missingSettings, settingNames } from './missing-settings.ts'
import { ownClient } from './own-client.ts'
import { getRow, type IntegrationRow } from './store.ts'

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
  const { keyvaultEntryId } = await getRow(ctx, id)
  const client = keyvaultEntryId ? await openClient(ctx, keyvaultEntryId) : { id: null, secret: undefined }
  const missing = missingSettings([auth], { clientId: client.id, clientSecret: client.secret })
  if (!client.id || missing.length > 0) {
    const names = missing.map((setting) => settingNames[setting]).join(' and ')
    throw new AppError('not_configured', `${provider.name} needs the ${names} of its OAuth client: set it`)
  }
  return { id: client.id, secret: client.secret }
}

/** What the team says of the client: its values, or the name of an entry of the keyvault. */
interface ChosenClient {
  clientId?: string | undefined
  clientSecret?: string | undefined
  client?: string | undefined
}

/**
 * The entry of the keyvault that the integration refers to from now on.
 *
 * @param ctx with the transaction that has locked the integration's row
 * @returns undefined when nothing was said: it keeps the one it has
 * @throws AppError `invalid_request`, `not_found`, `conflict`
 */
export async function chooseClient(
  ctx: ProjectContext,
  integration: Pick<IntegrationRow, 'id' | 'slug' | 'keyvaultEntryId'>,
  { client, clientId, clientSecret }: ChosenClient,
): Promise<KeyvaultEntryId | undefined> {
  if (!client)
    return clientId || clientSecret ? saveClient(ctx, integration, { clientId, clientSecret }) : undefined
  if (!clientId && !clientSecret) return getClientId(ctx, client)
  throw new AppError(
    'invalid_request',
    'Name a client of the keyvault, or give a client id and secret: not both',
  )
}
