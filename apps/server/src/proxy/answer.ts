import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { Writable } from 'node:stream'
import { AppError } from '@tenon/core'
import type { Dispatcher } from 'undici'
import { breakOff } from './failures.ts'
import type { ForwardCall } from './forward.ts'
import { answerHeaders } from './headers.ts'
import { reclaimAfter } from './reclaim.ts'
import { OutputWrapper, wrapDecoded } from './wrapper.ts'

const SAMPLE_BYTES = 64 * 1024
/** A first chunk up to this size waits for the end of the tick, to go out in one write with headers and end. */
const SMALL_CHUNK_BYTES = 16 * 1024

/** Status and headers of a provider's answer. */
export interface AnswerHead {
  status: number
  headers: IncomingHttpHeaders
}

/**
 * Writes a provider's answer to the caller. `start`, `write` and `end` throw what makes the answer impossible; the bytes
 * written until then stand.
 */
export class Answer {
  readonly #request: IncomingMessage
  readonly #response: ServerResponse
  readonly #call: ForwardCall
  readonly #onFailure: (fault: unknown) => void
  #controller: Dispatcher.DispatchController | undefined
  /** To be wrapped if bytes come: an empty answer stays empty. */
  #unwrapped: AnswerHead | undefined
  #wrapper: OutputWrapper | undefined
  #target: Writable
  /** The headers are made and may still be joined by a first chunk. */
  #isFreshHead = false
  /** A small first chunk, not yet written. */
  #first: Buffer | undefined
  #bytes = 0
  #stall: NodeJS.Timeout | undefined
  readonly #samples: Buffer[] = []

  /** @param onFailure hears of faults that come later than the write that caused them */
  constructor(
    request: IncomingMessage,
    response: ServerResponse,
    call: ForwardCall,
    onFailure: (fault: unknown) => void,
  ) {
    this.#request = request
    this.#response = response
    this.#target = response
    this.#call = call
    this.#onFailure = onFailure
  }

  /** @param controller paused while the caller does not keep up; absent when the answer is complete already */
  start(head: AnswerHead, controller: Dispatcher.DispatchController | undefined): void {
    const hasBody = this.#request.method !== 'HEAD' // whatever the headers of an answer to HEAD say
    this.#controller = controller
    if (hasBody) this.#checkSize(Number(head.headers['content-length'] ?? 0))
    if (hasBody && this.#call.caller.wrapsOutput && head.status < 300) this.#unwrapped = head
    else this.#writeHead(head)
  }

  write(chunk: Buffer): void {
    this.#bytes += chunk.length
    this.#checkSize(this.#bytes)
    if (this.#call.observe) this.#sample(chunk)
    reclaimAfter(chunk)
    if (this.#unwrapped) this.#startWrapped(this.#unwrapped)
    const piece = this.#wrapper ? Buffer.from(this.#wrapper.write(chunk)) : chunk
    const isJoining = this.#isFreshHead && !this.#first && piece.length <= SMALL_CHUNK_BYTES
    if (isJoining && this.#target === this.#response) {
      this.#first = piece
    } else {
      this.flush()
      this.#writePiece(piece)
    }
  }

  end(): void {
    if (this.#unwrapped) this.#writeHead(this.#unwrapped)
    const last = this.#wrapper ? Buffer.from(this.#wrapper.end()) : undefined
    if (this.#first) {
      // Node sends headers and body in one piece only if the body is a string; Latin-1 keeps every byte
      this.#response.end(this.#first.toString('latin1') + (last?.toString('latin1') ?? ''), 'latin1')
      this.#first = undefined
    } else {
      this.#target.end(last)
    }
  }

  /** Sends what is there: of a slow answer, headers and first bytes must not wait for the rest. */
  flush(): void {
    const first = this.#first
    this.#first = undefined
    if (first) this.#writePiece(first)
    else if (this.#isFreshHead && !this.#response.writableEnded) this.#response.flushHeaders()
    this.#isFreshHead = false
  }

  /** The provider's first bytes, at most 64 KiB, if anyone observes. */
  get sample(): Buffer {
    return Buffer.concat(this.#samples)
  }

  stopWaiting(): void {
    clearTimeout(this.#stall)
    this.#stall = undefined
  }

  #writeHead({ status, headers }: AnswerHead, isWrapped = false): void {
    this.#response.writeHead(status, answerHeaders(headers, this.#call.caller, isWrapped))
    this.#isFreshHead = true
    // usually the body comes within the tick
    process.nextTick(flush, this)
  }

  #startWrapped(head: AnswerHead): void {
    this.#unwrapped = undefined
    const wrapper = new OutputWrapper(head.headers['content-type'])
    const coding = head.headers['content-encoding'] ?? 'identity'
    if (coding === 'identity') {
      this.#wrapper = wrapper
    } else {
      const target = wrapDecoded(wrapper, coding, this.#response, this.#onFailure)
      if (!target) throw new AppError('upstream_protocol_error', `The answer is encoded as ${coding} unasked`)
      this.#target = target
    }
    this.#writeHead(head, true)
  }

  #writePiece(piece: Buffer): void {
    if (this.#target.write(piece) || this.#stall) return
    this.#controller?.pause()
    // a caller that never reads on is treated as gone
    this.#stall = setTimeout(breakOff, this.#call.limits.stallTimeoutMs, this.#response)
    this.#target.once('drain', () => {
      this.stopWaiting()
      this.#controller?.resume()
    })
  }

  #checkSize(bytes: number): void {
    const { maxResponseBytes } = this.#call.limits
    if (maxResponseBytes === undefined || bytes <= maxResponseBytes) return
    throw new AppError('upstream_response_too_large', `The answer exceeds ${maxResponseBytes} bytes`, {
      meta: { maxResponseBytes },
    })
  }

  #sample(chunk: Buffer): void {
    const left = SAMPLE_BYTES - (this.#bytes - chunk.length)
    if (left > 0) this.#samples.push(chunk.subarray(0, left))
  }
}

function flush(answer: Answer): void {
  answer.flush()
}
