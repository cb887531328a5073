import { AppError, type Credential, templateSlots } from '@tenon/core'
import { revokeToken } from '@tenon/oauth'
import type { AuthKind } from '@tenon/providers'
import type { ProjectContext } from '../context.ts'
import { clientOf, type Integration } from '../integrations/integrations.ts'
import { templateValues } from './access.ts'
import { callApi } from './call-api.ts'
import { callValues } from './call-values.ts'
import { type ConnectionRow, hasSiblings } from './store.ts'

/** A provider that does not answer must not keep a user from disconnecting. */
const TIMEOUT_MS = 5_000

/** Not while the same account is connected elsewhere, at a provider where revoking one token ends them all. */
export async function mayRevoke(
  ctx: ProjectContext,
  { auth, clientId }: { auth: AuthKind; clientId: string | null },
  row: ConnectionRow,
): Promise<boolean> {
  if (auth.type === 'oauth1') return auth.server.revocation !== undefined
  if (auth.type !== 'oauth2' || !auth.server.revocation) return false
  return auth.server.revocation.ends !== 'grant' || !(await hasSiblings(ctx, row, clientId))
}

interface Revocable {
  integration: Integration
  auth: AuthKind
  credential: Credential
  metadata: Record<string, string>
}

/** Asks the provider to forget a token, where it can (RFC 7009). A failure is logged and changes nothing. */
export async function revokeCredential(ctx: ProjectContext, revocable: Revocable): Promise<void> {
  const { auth, integration, credential } = revocable
  if (!credential.token) return
  const missing = missingMetadata(revocable)
  if (missing.length > 0) {
    const reason = `there is no ${missing.join(' and no ')}`
    const about = { projectId: ctx.project.id, integration: integration.slug, reason }
    ctx.log.info(about, 'a token is not revoked at the provider')
    return
  }
  try {
    if (auth.type === 'oauth2') await revokeOAuth2(ctx, auth, credential.token, revocable)
    if (auth.type === 'oauth1') await revokeOAuth1(ctx, auth, revocable)
  } catch (err) {
    ctx.log.warn(
      { projectId: ctx.project.id, integration: integration.slug, err },
      'a token could not be revoked at the provider',
    )
  }
}

/** Connections brought from another system have only the metadata that calls need. */
function missingMetadata({ auth, metadata }: Revocable): string[] {
  const revocation = 'server' in auth ? auth.server.revocation : undefined
  return templateSlots(JSON.stringify(revocation ?? '')).filter((slot) => {
    const [group, name = ''] = slot.split('.')
    return group === 'metadata' && !Object.hasOwn(metadata, name)
  })
}

async function revokeOAuth2(
  ctx: ProjectContext,
  auth: Extract<AuthKind, { type: 'oauth2' }>,
  token: NonNullable<Credential['token']>,
  { integration, credential, metadata }: Revocable,
): Promise<void> {
  const { server } = auth
  if (!server.revocation) return
  const client = await clientOf(ctx, integration, auth, credential.inputs)
  const values = templateValues(auth, credential, metadata, integration.variables)
  const { outbound, now } = ctx
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  await revokeToken({ server, client, values }, token, { fetch: outbound.fetch, now, signal })
}

/** RFC 5849 has no revocation: where a provider has one it is a call of its API, signed by the token that it ends. */
async function revokeOAuth1(
  ctx: ProjectContext,
  auth: Extract<AuthKind, { type: 'oauth1' }>,
  { integration, credential, metadata }: Revocable,
): Promise<void> {
  const { revocation } = auth.server
  if (!revocation) return
  const values = await callValues(ctx, { integration, auth }, credential, metadata)
  const { outbound, now } = ctx
  const { status } = await callApi({
    ...revocation,
    provider: integration.provider,
    auth,
    values,
    fetch: outbound.fetch,
    now,
    timeoutMs: TIMEOUT_MS,
  })
  if (status >= 300) throw new AppError('upstream_refused', `the revocation was answered with ${status}`)
}
