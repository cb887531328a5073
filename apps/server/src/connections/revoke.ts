import type { Credential } from '@tenon/core'
import { revokeToken } from '@tenon/oauth'
import type { AuthKind } from '@tenon/providers'
import type { ProjectContext } from '../context.ts'
import { clientOf, type Integration } from '../integrations/integrations.ts'
import { templateValues } from './access.ts'
import { type ConnectionRow, hasSiblings } from './store.ts'

/** A provider that does not answer must not keep a user from disconnecting. */
const TIMEOUT_MS = 5_000

/** Not while the same account is connected elsewhere, at a provider where revoking one token ends them all. */
export async function mayRevoke(
  ctx: ProjectContext,
  { auth, clientId }: { auth: AuthKind; clientId: string | null },
  row: ConnectionRow,
): Promise<boolean> {
  if (auth.type !== 'oauth2' || !auth.server.revocation) return false
  return (
    auth.server.revocation.ends !== 'grant' || clientId === null || !(await hasSiblings(ctx, row, clientId))
  )
}

/** Asks the provider to forget a token, where it can (RFC 7009). A failure is logged and changes nothing. */
export async function revokeCredential(
  ctx: ProjectContext,
  {
    integration,
    auth,
    credential,
    metadata,
  }: { integration: Integration; auth: AuthKind; credential: Credential; metadata: Record<string, string> },
): Promise<void> {
  if (auth.type !== 'oauth2' || !auth.server.revocation || !credential.token) return
  try {
    const client = await clientOf(ctx, integration, auth, credential.inputs)
    const values = templateValues(auth, credential, metadata, integration.variables)
    await revokeToken({ server: auth.server, client, values }, credential.token, {
      fetch: ctx.outbound.fetch,
      now: ctx.now,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
  } catch (err) {
    ctx.log.warn(
      { projectId: ctx.project.id, integration: integration.slug, err },
      'a token could not be revoked at the provider',
    )
  }
}
