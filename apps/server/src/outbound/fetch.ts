import { AppError } from '@tenon/core'
import { Dispatcher, fetch as undiciFetch } from 'undici'
import { outboundFailure } from './failure.ts'
import type { Pools } from './pools.ts'

export type Fetch = (url: string | URL, init?: RequestInit) => Promise<Response>

export interface FetchLimits {
  /** For the whole exchange, the body included. */
  timeoutMs: number
  /** As received, before any decompression. */
  maxAnswerBytes: number
}

const MAX_REDIRECTS = 5
const REDIRECTS = new Set([301, 302, 303, 307, 308])
/** Headers that hold no credential. Any other may be one, under whatever name a provider chose. */
const HARMLESS_HEADERS = ['accept', 'accept-language', 'user-agent']

/**
 * `fetch` for calls of our own (token endpoints, checks, resources), through the outbound guard.
 *
 * Only GET and HEAD follow redirects, and to another origin only without their headers. Other requests carry secrets
 * in their bodies: their caller gets the redirect itself. An answer's body may still fail while it is read.
 *
 * @returns rejects with AppError `host_not_allowed` or `upstream_…`; with the reason of `init.signal` if that aborted
 */
export function guardedFetch(pools: Pick<Pools, 'get'>, limits: FetchLimits): Fetch {
  const dispatcher = new LimitedDispatcher(pools, limits.maxAnswerBytes)

  return async (input, init = {}) => {
    let url = new URL(input)
    const timeout = AbortSignal.timeout(limits.timeoutMs)
    const signal = init.signal ? AbortSignal.any([timeout, init.signal]) : timeout
    const isFollowing = /^(GET|HEAD)$/.test(init.method ?? 'GET') && (init.redirect ?? 'follow') === 'follow'
    let headers = new Headers(init.headers)
    try {
      for (let redirects = 0; ; redirects++) {
        const redirect = init.redirect === 'error' ? 'error' : 'manual'
        const options = { ...init, headers, signal, redirect, dispatcher }
        const response = (await undiciFetch(url, options as never)) as unknown as Response
        const location = REDIRECTS.has(response.status) ? response.headers.get('location') : null
        if (!isFollowing || location === null || redirects === MAX_REDIRECTS) return response
        await response.body?.cancel()
        const next = new URL(location, url)
        if (next.origin !== url.origin) headers = harmless(headers)
        url = next
      }
    } catch (error) {
      if (init.signal?.aborted) throw error
      throw outboundFailure(error, url.origin)
    }
  }
}

function harmless(headers: Headers): Headers {
  return new Headers(
    HARMLESS_HEADERS.flatMap((name) => (headers.has(name) ? [[name, headers.get(name) ?? '']] : [])),
  )
}

/** Sends each request to its origin's pool and ends answers that grow too large. */
class LimitedDispatcher extends Dispatcher {
  readonly #pools: Pick<Pools, 'get'>
  readonly #maxBytes: number

  constructor(pools: Pick<Pools, 'get'>, maxBytes: number) {
    super()
    this.#pools = pools
    this.#maxBytes = maxBytes
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const maxBytes = this.#maxBytes
    let bytes = 0
    // inherits the handler of undici's fetch, whose methods keep their state in `this`, and overrides one method
    const limited: Dispatcher.DispatchHandler = Object.create(handler)
    limited.onResponseData = function (this: Dispatcher.DispatchHandler, controller, chunk) {
      bytes += chunk.length
      if (bytes > maxBytes) {
        throw new AppError('upstream_response_too_large', `the answer exceeds ${maxBytes} bytes`)
      }
      handler.onResponseData?.call(this, controller, chunk)
    }
    return this.#pools.get(String(options.origin)).dispatch(options, limited)
  }
}
