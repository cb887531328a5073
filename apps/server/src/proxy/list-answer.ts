import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { AppError } from '@tenon/core'
import type { ForwardCall } from './forward.ts'
import { addCors, answerHeaders } from './headers.ts'
import type { Page } from './list-pages.ts'
import type { PaginationWish } from './pagination.ts'

/** The answer to a paginated call: items are written as they come. */
export class ListAnswer {
  readonly #response: ServerResponse
  readonly #call: ForwardCall
  readonly #format: PaginationWish['format']
  #isFirst = true

  constructor(response: ServerResponse, call: ForwardCall, format: PaginationWish['format']) {
    this.#response = response
    this.#call = call
    this.#format = format
  }

  /**
   * @param items each as JSON on one line
   * @returns when the caller can take more
   */
  async write(items: readonly string[], signal: AbortSignal): Promise<void> {
    this.#begin()
    const text = items.map((item) => this.#written(item)).join('')
    if (text !== '' && !this.#response.write(text)) await once(this.#response, 'drain', { signal })
  }

  /** The first page's refusal is the caller's own answer. @throws AppError after that */
  refused({ status, headers, body }: Page): void {
    if (this.#response.headersSent)
      throw new AppError('upstream_refused', `A later page of the list was answered with ${status}`)
    this.#response.writeHead(status, answerHeaders(headers, this.#call.caller)).end(body)
  }

  end(): void {
    if (this.#response.writableEnded) return
    this.#begin()
    this.#response.end(this.#format === 'json' ? ']' : '')
  }

  #begin(): void {
    if (this.#response.headersSent) return
    const headers = ['content-type', this.#format === 'json' ? 'application/json' : 'application/x-ndjson']
    addCors(headers, this.#call.caller)
    this.#response.writeHead(200, headers)
    if (this.#format === 'json') this.#response.write('[')
  }

  #written(json: string): string {
    if (this.#format === 'ndjson') return `${json}\n`
    const separator = this.#isFirst ? '' : ','
    this.#isFirst = false
    return separator + json
  }
}
