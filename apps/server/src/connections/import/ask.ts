import { AppError } from '@tenon/core'
import { testOf } from '@tenon/providers'
import { readSources } from '../../assemblies/read-source.ts'
import type { ProjectContext } from '../../context.ts'
import { secretsOf } from '../access.ts'
import { callApi, errorMessage, isSuccess } from '../call-api.ts'
import { callValues } from '../call-values.ts'
import type { Prepared } from './prepare.ts'

const TEST = 'test'

/**
 * Asks the provider's test endpoint whether the credential is good and whose it is. An access token that has expired is
 * not asked about: to renew it here could spend a refresh token that the old system still uses.
 *
 * @returns with what the answer tells
 * @throws AppError `invalid_credentials` in the provider's own words, or why it could not be asked
 */
export async function askProvider(ctx: ProjectContext, prepared: Prepared): Promise<Prepared> {
  const { integration, auth, state } = prepared
  const { provider } = integration
  const { test, account } = testOf(provider, auth)
  const isOver = state.token?.expiresAt && new Date(state.token.expiresAt) <= ctx.now()
  if (!test || isOver) return prepared
  const { inputs, token } = state
  const values = await callValues(ctx, prepared, { inputs, ...(token && { token }) }, state.metadata)
  const { fetch } = ctx.outbound
  const answer = await callApi({ ...test, json: test.body, provider, auth, values, fetch, now: ctx.now })
  if (!isSuccess(answer, provider.api.successCheck)) {
    const said = errorMessage(answer, provider.api.errorPaths, secretsOf(provider, auth, values))
    throw new AppError(
      'invalid_credentials',
      `${provider.name} says: ${said ?? `HTTP status ${answer.status}`}`,
    )
  }
  const answered = { ...state, answers: { [TEST]: answer } }
  const sourceOf = (path: NonNullable<typeof account>['id']) =>
    typeof path === 'string' ? { from: 'answer' as const, answer: TEST, path } : path
  const { id, label } = account
    ? readSources({ id: sourceOf(account.id), label: sourceOf(account.label) }, answered, { provider })
    : {}
  const told = Object.entries(auth.metadata).filter(([, { answer: name }]) => name === TEST)
  const learnt = readSources(Object.fromEntries(told), answered, { provider })
  return {
    ...prepared,
    state: {
      ...state,
      metadata: { ...state.metadata, ...learnt },
      ...(id !== undefined && { account: { id, label: label ?? id } }),
    },
  }
}
