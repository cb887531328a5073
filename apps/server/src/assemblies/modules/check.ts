import { STATUS_CODES } from 'node:http'
import { AppError } from '@tenon/core'
import { secretsOf } from '../../connections/access.ts'
import { errorMessage, isSuccess } from '../../connections/call-api.ts'
import { namesHost } from '../../connections/failure-for-user.ts'
import type { AssemblyIo } from '../io.ts'
import type { ApiAnswer } from '../state.ts'
import type { ModuleHandler } from '../step.ts'
import { callValuesOf } from '../values.ts'
import { isFeed } from './feed.ts'

/** Turns an answer that is an error into the provider's own message for the user. */
export const check: ModuleHandler<'check'> = async (
  { answer: name, success, format, messagePaths },
  state,
  io,
) => {
  const { provider, auth } = io
  const answer = state.answers[name]
  if (!answer) throw new TypeError(`no request "${name}" ran before its check`)
  const meta = { providerStatus: answer.status, ...(auth.help && { help: auth.help }) }
  if (isSuccess(answer, success)) {
    if (format === undefined || isFeed(answer.body)) return { kind: 'next', state }
    throw new AppError(
      'invalid_credentials',
      'There is no RSS, Atom or JSON feed at this address. Please check it',
      { meta },
    )
  }
  if (answer.status === 429) {
    throw new AppError(
      'rate_limited',
      `${provider.name} asks us to slow down. Please try again in a minute`,
      { meta },
    )
  }
  const secrets = secretsOf(provider, auth, await callValuesOf(state, io))
  const said = answer.isProtected ? undefined : errorMessage(answer, messagePaths, secrets)
  throw new AppError(
    'invalid_credentials',
    said ? `${provider.name} says: ${said}` : unexplained(answer, io),
    {
      meta,
    },
  )
}

function unexplained({ status }: ApiAnswer, { provider, auth }: AssemblyIo): string {
  const answered = STATUS_CODES[status] ? `${status} (${STATUS_CODES[status]})` : String(status)
  return namesHost({ provider, auth })
    ? `The address answers ${answered}. Please check it`
    : `${provider.name} says: HTTP status ${answered}`
}
