import type { AnswerHead } from './answer.ts'

/** An answer up to this size is kept while it is found out whether the call can be repeated. */
const HELD_BYTES = 64 * 1024

/** An answer that the caller does not have yet: another attempt may bring a better one. */
export class HeldAnswer implements AnswerHead {
  readonly status: AnswerHead['status']
  readonly headers: AnswerHead['headers']
  readonly chunks: Buffer[] = []
  isComplete = false
  #bytes = 0

  constructor({ status, headers }: AnswerHead) {
    this.status = status
    this.headers = headers
  }

  /** @returns false once it is too large to be held */
  take(chunk: Buffer): boolean {
    this.chunks.push(chunk)
    this.#bytes += chunk.length
    return this.#bytes <= HELD_BYTES
  }

  get text(): string {
    return Buffer.concat(this.chunks).toString('utf8')
  }
}
