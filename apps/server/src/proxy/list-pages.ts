import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '@tenon/core'
import type { UpstreamAccess } from './access.ts'
import type { ForwardCall } from './forward.ts'
import { upstreamHeaders } from './headers.ts'
import { HeldAnswer } from './held-answer.ts'
import { signed } from './outgoing.ts'
import { tooManyCalls } from './refusals.ts'
import { Retries } from './retries.ts'
import { upstreamTarget } from './rewrite.ts'
import { Share } from './share.ts'

/** One page is held and parsed at a time, which takes up to a second of a hostile one this large. */
const MAX_PAGE_BYTES = 4 * 1024 * 1024
/** Of a caller who did not say how patient they are. */
const DEFAULT_BUDGET = { retries: 3, waitMs: 30_000 }

export interface Page {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
}

/** What one page is asked with. */
export interface PageRequest {
  pathAndQuery: string
  /** Of the provider, in place of the path and query. */
  url: string | undefined
}

/** Fetches pages, one at a time, with the credential that is good now. */
export class ListPages {
  readonly #request: IncomingMessage
  readonly #call: ForwardCall
  readonly #signal: AbortSignal
  #access: UpstreamAccess
  #wasRenewed = false
  /** Of the page fetched last: what relative URLs in it start from. */
  lastUrl = ''

  constructor(request: IncomingMessage, call: ForwardCall, signal: AbortSignal) {
    this.#request = request
    this.#call = call
    this.#signal = signal
    this.#access = call.access
  }

  async fetch(asked: PageRequest): Promise<Page> {
    const { throttle, retry = DEFAULT_BUDGET } = this.#call
    const retries = throttle && new Retries(retry, 'GET', throttle)
    await this.#wait(retries?.firstDelay() ?? 0)
    for (;;) {
      const page = await this.#once(asked)
      if (page.status === 401 && (await this.#renew())) continue
      if (!retries?.mayRepeat(page)) return page
      const delayMs = retries.next(held(page))
      if (delayMs === undefined) return page
      await this.#wait(delayMs)
    }
  }

  async #once({ pathAndQuery, url }: PageRequest): Promise<Page> {
    const { origin, path } = upstreamTarget(this.#access, pathAndQuery, url)
    this.lastUrl = origin + path
    const share = await this.#takeShare(origin)
    try {
      return await this.#exchange(origin, path)
    } finally {
      share.release()
    }
  }

  /** As any call takes one: between pages others have their turn. @throws AppError `rate_limited` after a while */
  async #takeShare(origin: string): Promise<Share> {
    const { outbound, fairnessKey, limits } = this.#call
    const share = new Share(outbound.shares, fairnessKey)
    const { promise, resolve } = Promise.withResolvers<void>()
    if (share.take(origin, resolve)) return share
    const settled = new AbortController()
    const signal = AbortSignal.any([this.#signal, settled.signal])
    const late = delay(limits.firstByteTimeoutMs, undefined, { signal }).then(() => {
      throw tooManyCalls(origin)
    })
    try {
      await Promise.race([promise, late])
      return share
    } catch (error) {
      share.release()
      throw error
    } finally {
      settled.abort()
    }
  }

  async #exchange(origin: string, path: string): Promise<Page> {
    const { caller, outbound, limits, now = () => new Date() } = this.#call
    const plain = { ...caller, wrapsOutput: true } // which asks the provider for no coding
    const headers = upstreamHeaders(this.#request.rawHeaders, this.#access, plain, false)
    const call = { method: 'GET', url: this.lastUrl, now: now() }
    const answer = await outbound.pool(origin).request({
      path,
      method: 'GET',
      headers: (await signed(this.#access, call, { headers, body: null })).headers,
      headersTimeout: limits.firstByteTimeoutMs,
      bodyTimeout: limits.stallTimeoutMs,
      signal: this.#signal,
    })
    return { status: answer.statusCode, headers: answer.headers, body: await readWhole(answer.body) }
  }

  async #renew(): Promise<boolean> {
    if (this.#wasRenewed) return false
    this.#wasRenewed = true
    const renewed = await this.#call.onUnauthorized?.()
    if (renewed) this.#access = renewed
    return renewed !== undefined
  }

  async #wait(delayMs: number): Promise<void> {
    if (delayMs > 0) await delay(delayMs, undefined, { signal: this.#signal })
  }
}

function held(page: Page): HeldAnswer {
  const answer = new HeldAnswer(page)
  answer.take(page.body)
  return answer
}

async function readWhole(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > MAX_PAGE_BYTES)
      throw new AppError('upstream_response_too_large', 'A page of the list is larger than 4 MiB')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
