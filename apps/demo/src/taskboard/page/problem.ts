import { TenonError } from '@tenon/sdk'

/** A failure in words for the user, and what helps. */
export interface Problem {
  message: string
  /** For the developer. */
  code: string | undefined
  help: 'retry' | 'reconnect'
  /** Sentences by field, when the CRM did not like what was entered. */
  fields: Record<string, string>
}

/** What went wrong in the CRM's answer, when it is not 2xx. */
export async function problemOf(response: Response): Promise<Problem> {
  const body = await response.json().catch(() => undefined)
  const { message, code, fields = {} } = body?.error ?? {}
  const retryAfter = response.headers.get('retry-after')
  const rateLimited = `Sandbox CRM asks us to slow down${retryAfter ? `. Try again in ${retryAfter} seconds` : ''}.`
  return {
    message: response.status === 429 ? rateLimited : (message ?? `Sandbox CRM answered ${response.status}.`),
    code: code ?? `HTTP ${response.status}`,
    help: response.status === 401 ? 'reconnect' : 'retry',
    fields,
  }
}

/** What went wrong before the CRM could answer. */
export function problemFrom(error: unknown): Problem {
  const { code, message } = error instanceof TenonError ? error : { code: undefined, message: String(error) }
  const needsReconnect = code === 'connection_needs_reauth'
  return {
    message: needsReconnect
      ? 'Sandbox CRM no longer lets us in. Connect the account again to go on.'
      : code === 'network_error'
        ? 'Tenon did not answer. Is it running?'
        : message,
    code,
    help: needsReconnect ? 'reconnect' : 'retry',
    fields: {},
  }
}
