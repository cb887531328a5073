import { readText } from '@tenon/core'
import { errorCode, type Refusal } from '../error-code.ts'
import type { OAuthErrorCode } from '../oauth-error.ts'

/** An answer that is no token, read whole. */
export interface ProblemReply {
  status: number
  text: string
  /** The WWW-Authenticate header. */
  challenge?: string | undefined
}

/** https://oauth.pbworks.com/w/page/12239359/ProblemReporting, by what can be done about it. */
const problems: Readonly<Record<string, OAuthErrorCode>> = {
  user_refused: 'access_denied',
  permission_denied: 'access_denied',
  permission_unknown: 'access_denied',
  token_expired: 'invalid_grant',
  token_rejected: 'invalid_grant',
  token_revoked: 'invalid_grant',
  token_used: 'invalid_grant',
  verifier_invalid: 'invalid_grant',
  additional_authorization_required: 'invalid_grant',
  consumer_key_unknown: 'invalid_client',
  consumer_key_rejected: 'invalid_client',
  signature_invalid: 'invalid_client',
  consumer_key_refused: 'server_error', // "temporarily unacceptable"
  nonce_used: 'server_error',
}

const MESSAGE_PATHS = ['errors[0].message', 'error_description', 'message', 'error.message', 'error']

/** What a server said, in whichever of the usual places it says it. */
export function readProblem({ status, text, challenge = '' }: ProblemReply): Refusal {
  const form = new URLSearchParams(text.trim())
  const error = form.get('oauth_problem') ?? /\boauth_problem="?([^",\s]+)/.exec(challenge)?.[1]
  const advice = form.get('oauth_problem_advice') ?? form.get('error_description') ?? undefined
  return { status, error: error ?? form.get('error') ?? undefined, description: advice ?? said(text) }
}

/** A status that blames the server comes first, as with OAuth 2.0. */
export function problemCode({ status, error = '', description }: Refusal): OAuthErrorCode {
  const general = errorCode({ status, error, description })
  if (general === 'server_error') return general
  return Object.hasOwn(problems, error) ? (problems[error] ?? general) : general
}

/** JSON (X), or a line of plain text (Trello); not a page of HTML. */
function said(text: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(text)
    return MESSAGE_PATHS.map((path) => readText(parsed, path)).find(Boolean)
  } catch {
    return /^[^<{=]{1,200}$/s.test(text.trim()) ? text.trim() : undefined
  }
}
