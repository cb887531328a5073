import { AppError } from '@tenon/core'
import { secretsOf, templateValues } from '../../connections/access.ts'
import { errorMessage, isSuccess } from '../../connections/call-api.ts'
import type { ModuleHandler } from '../step.ts'

/** Turns an answer that is an error into the provider's own message for the user. */
export const check: ModuleHandler<'check'> = (
  { answer: name, success, messagePaths },
  state,
  { provider, auth, variables },
) => {
  const answer = state.answers[name]
  if (!answer) throw new TypeError(`no request "${name}" ran before its check`)
  if (isSuccess(answer, success)) return { kind: 'next', state }
  const secrets = secretsOf(provider, auth, templateValues(state, state.metadata, variables))
  const said = errorMessage(answer, messagePaths, secrets) ?? `HTTP status ${answer.status}`
  const meta = { providerStatus: answer.status, ...(auth.help && { help: auth.help }) }
  if (answer.status === 429) {
    throw new AppError(
      'rate_limited',
      `${provider.name} asks us to slow down. Please try again in a minute`,
      { meta },
    )
  }
  throw new AppError('invalid_credentials', `${provider.name} says: ${said}`, { meta })
}
