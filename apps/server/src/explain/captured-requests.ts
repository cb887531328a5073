import { AppError } from '@tenon/core'
import { OAuthError } from '@tenon/oauth'

/** A request as it would be sent. */
export interface CapturedRequest {
  method: string
  url: string
  headers: Record<string, string>
  body: string | undefined
}

interface Init {
  method?: string
  headers?: unknown
  body?: unknown
}

/**
 * Runs what sends requests, and sends none: each is kept, and answered by the next of `replies`. What happens after the
 * last reply does not matter.
 */
export async function capture(
  work: (fetch: (url: string | URL, init?: Init) => Promise<Response>) => Promise<unknown>,
  replies: readonly unknown[] = [],
): Promise<CapturedRequest[]> {
  const captured: CapturedRequest[] = []
  const left = [...replies]
  try {
    await work(async (url, init = {}) => {
      captured.push(toRequest(url, init))
      return left.length > 0 ? Response.json(left.shift()) : new Response('', { status: 500 })
    })
  } catch (error) {
    if (!(error instanceof OAuthError || error instanceof AppError)) throw error
    if (captured.length === 0) throw error
  }
  return captured
}

function toRequest(url: string | URL, { method = 'GET', headers, body }: Init): CapturedRequest {
  return {
    method,
    url: String(url),
    headers: Object.fromEntries(new Headers(headers as Record<string, string>)),
    body: body === undefined || body === null ? undefined : String(body),
  }
}
