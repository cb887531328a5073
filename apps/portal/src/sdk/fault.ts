import type { InputProblem } from '@tenon/core'

/** Why something did not work, from whichever side it was told. */
export interface Fault {
  /** A code of the server (`invalid_credentials`), of OAuth (`access_denied`), or one of `local` below. */
  code: string
  /** For people: the provider's own words where it has some. May be empty. */
  message: string
  /** What is wrong with entered values, by input id, where the server told which ones. */
  problems?: Readonly<Record<string, InputProblem>>
}

/** What the SDK says when the browser refused the window, in every version that says so. */
const POPUP_BLOCKED = /popup was blocked/i

/**
 * Reads a failure in any of the shapes in which the SDK and the server tell one: an Error whose message is a sentence
 * or the server's error body as JSON (`{message, code, …}`), that body itself, or the popup's `oauth_error_callback`
 * (`{error, errorResponse}`, each again one of these).
 *
 * @returns code `unknown` when none was told
 */
export function readFault(thrown: unknown): Fault {
  if (typeof thrown === 'string') return fromText(thrown)
  if (typeof thrown !== 'object' || thrown === null) return { code: 'unknown', message: '' }
  const { code, message, meta, error, errorResponse } = thrown as Partial<Record<string, unknown>>
  if (error || errorResponse) return fromPopup(error, errorResponse)
  if (typeof code === 'string') {
    const { problems } = (meta ?? {}) as Pick<Fault, 'problems'>
    return { code, message: typeof message === 'string' ? message : '', ...(problems && { problems }) }
  }
  return typeof message === 'string' ? fromText(message) : { code: 'unknown', message: '' }
}

function fromText(text: string): Fault {
  if (text.startsWith('{')) {
    try {
      return readFault(JSON.parse(text))
    } catch {
      // A sentence that happens to begin with a brace.
    }
  }
  if (POPUP_BLOCKED.test(text)) return { code: 'popup_blocked', message: '' }
  // OAuth's error codes (RFC 6749 §4.1.2.1) and our own are single lower-case words.
  return /^[a-z][a-z_]+$/.test(text) ? { code: text, message: '' } : { code: 'unknown', message: text }
}

/** The two halves complete each other: often one is the code and the other the sentence. */
function fromPopup(error: unknown, errorResponse: unknown): Fault {
  const [first, second] = [readFault(error), readFault(errorResponse)]
  return {
    code: first.code === 'unknown' ? second.code : first.code,
    message: second.message || first.message,
    ...(second.problems && { problems: second.problems }),
  }
}
