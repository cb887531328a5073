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

/** Status and headers of a provider's answer. */
export interface AnswerHead {
  status: number
  /** As received. */
  rawHeaders: readonly Buffer[]
  /** The same by lower-case name. */
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
    const { caller } = this.#call
    const hasBody = this.#request.method !== 'HEAD' // whatever the headers of an answer to HEAD say
    this.#controller = controller
    if (hasBody) this.#checkSize(Number(head.headers['content-length'] ?? 0))
    if (hasBody && caller.wrapsOutput && head.status < 300) {
      this.#unwrapped = head
      return
    }
    this.#response.writeHead(head.status, answerHeaders(head.rawHeaders, caller))
    // usually the body comes in the same tick and takes the headers along
    process.nextTick(flushHeaders, this.#response)
  }

  write(chunk: Buffer): void {
    this.#bytes += chunk.length
    this.#checkSize(this.#bytes)
    if (this.#unwrapped) this.#startWrapped(this.#unwrapped)
    if (this.#call.observe) this.#sample(chunk)
    reclaimAfter(chunk)
    if (!this.#target.write(this.#wrapper ? this.#wrapper.write(chunk) : chunk)) this.#waitForCaller()
  }

  end(): void {
    if (this.#unwrapped) {
      const { status, rawHeaders } = this.#unwrapped
      this.#response.writeHead(status, answerHeaders(rawHeaders, this.#call.caller))
    }
    this.#target.end(this.#wrapper?.end())
  }

  /** The provider's first bytes, at most 64 KiB, if anyone observes. */
  get sample(): Buffer {
    return Buffer.concat(this.#samples)
  }

  #startWrapped({ status, rawHeaders, headers }: AnswerHead): void {
    this.#unwrapped = undefined
    const wrapper = new OutputWrapper(headers['content-type'])
    const coding = headers['content-encoding'] ?? 'identity'
    if (coding === 'identity') {
      this.#wrapper = wrapper
    } else {
      const target = wrapDecoded(wrapper, coding, this.#response, this.#onFailure)
      if (!target) throw new AppError('upstream_protocol_error', `The answer is encoded as ${coding} unasked`)
      this.#target = target
    }
    this.#response.writeHead(status, answerHeaders(rawHeaders, this.#call.caller, true))
  }

  #waitForCaller(): void {
    if (this.#stall) return
    this.#controller?.pause()
    // a caller that never reads on is treated as gone
    this.#stall = setTimeout(breakOff, this.#call.limits.stallTimeoutMs, this.#response)
    this.#target.once('drain', () => {
      this.stopWaiting()
      this.#controller?.resume()
    })
  }

  stopWaiting(): void {
    clearTimeout(this.#stall)
    this.#stall = undefined
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

function flushHeaders(response: ServerResponse): void {
  if (response.headersSent && !response.writableEnded) response.flushHeaders()
}
