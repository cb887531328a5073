import type { Credential } from '@tenon/core'
import { revokeToken } from '@tenon/oauth'
import type { AuthKind } from '@tenon/providers'
import type { ProjectContext } from '../context.ts'
import { type Integration, oauthClient } from '../integrations/integrations.ts'
import { templateValues } from './access.ts'

/** A provider that does not answer must not keep a user from disconnecting. */
const TIMEOUT_MS = 5_000

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
    const client = await oauthClient(ctx, integration, auth)
    const values = templateValues(credential, metadata, integration.variables)
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
