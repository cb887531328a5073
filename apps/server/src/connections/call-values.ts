import type { Credential, TemplateValues } from '@tenon/core'
import type { AuthKind } from '@tenon/providers'
import type { ProjectContext } from '../context.ts'
import { clientOf, type Integration } from '../integrations/integrations.ts'
import { templateValues } from './access.ts'

/**
 * Everything that calls with a credential may name: {{client.…}} only where they do, since most kinds of authorisation
 * show their client to nobody but the token endpoint.
 *
 * @throws AppError `not_configured` when the team has no client any more
 */
export async function callValues(
  ctx: ProjectContext,
  { integration, auth }: { integration: Integration; auth: AuthKind },
  credential: Pick<Credential, 'inputs' | 'token'>,
  metadata: Record<string, string>,
): Promise<TemplateValues> {
  const values = templateValues(auth, credential, metadata, integration.variables)
  return withClient(auth, values, () => clientOf(ctx, integration, auth, credential.inputs))
}

/** @param client asked for only if calls name it */
export async function withClient(
  auth: AuthKind,
  values: TemplateValues,
  client: () => Promise<{ id: string; secret: string | undefined }>,
): Promise<TemplateValues> {
  return callsNameClient(auth) ? { ...values, client: clientValues(await client()) } : values
}

/** As templates name it. A public client has no secret. */
export function clientValues({
  id,
  secret,
}: {
  id: string
  secret: string | undefined
}): Record<string, string> {
  return { id, ...(secret !== undefined && { secret }) }
}

function callsNameClient({ placement, signing }: AuthKind): boolean {
  return /\{\{\s*client\./.test(JSON.stringify([placement, signing]))
}
