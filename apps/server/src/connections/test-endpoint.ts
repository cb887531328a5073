import { AppError } from '@tenon/core'
import { testOf } from '@tenon/providers'
import type { UserContext } from '../context.ts'
import { callApi, isSuccess } from './call-api.ts'
import { callValues } from './call-values.ts'
import type { ResolvedConnection } from './resolve.ts'
import { openCredential } from './sealed.ts'
import type { ConnectionRow } from './store.ts'

/** A user who keeps calling one forbidden endpoint costs the provider one more call in this time. */
const REMEMBERED_MS = 60_000

export interface TestVerdict {
  /** HTTP status; `null` when the provider could not be asked, or its answer tells nothing about the credential. */
  status: number | null
}

/** What the provider's test endpoint says of a credential, asked at most once a minute by this process. */
export async function testVerdict(
  ctx: UserContext,
  used: ResolvedConnection,
  row: ConnectionRow,
): Promise<TestVerdict> {
  return ctx.caches.testVerdicts.fetch(`${row.id} ${row.credentialVersion}`, async () => ({
    value: { status: await askTestEndpoint(ctx, used, row) },
    tags: [`connection:${row.id}`],
    ttlMs: REMEMBERED_MS,
  }))
}

async function askTestEndpoint(
  ctx: UserContext,
  { integration, auth }: ResolvedConnection,
  row: ConnectionRow,
): Promise<number | null> {
  const { provider } = integration
  const { test } = testOf(provider, auth)
  const { successCheck } = provider.api
  if (!test || !row.credential) return null
  try {
    const credential = openCredential(ctx.vault, row.id, row.credential)
    const values = await callValues(ctx, { integration, auth }, credential, row.metadata)
    const answer = await callApi({
      ...test,
      json: test.body,
      provider,
      auth,
      values,
      fetch: ctx.outbound.fetch,
      now: ctx.now,
    })
    // An error under HTTP 200 may mean anything, so it must not end the connection, nor vouch for it.
    return answer.status === 401 || isSuccess(answer, successCheck) ? answer.status : null
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}
